import { createEffect, on } from "solid-js"
import { useApp } from "../../app.ts"
import { nameOf } from "../../names.ts"
import { whenOf } from "../../time.ts"
import { Icon } from "../icons.tsx"
import { Answered, createAnswer, Head, Lines, useAsk } from "./parts.tsx"

/** The links that bring people in. */
export const Invites = () => {
  const { state, invites, ui } = useApp()
  const ask = useAsk()
  const answer = createAnswer(invites.list)
  createEffect(on(ui.overlay, (overlay) => overlay === null && void answer.load(), { defer: true }))
  return (
    <>
      <Head title="Invites" lead="A link lets anyone who has it join until it ends. It is shown once, when it is made.">
        <button class="btn btn-primary" type="button" onClick={() => ui.open({ kind: "invite" })}>
          <Icon name="UserPlus" />
          Invite people
        </button>
      </Head>
      <Answered answer={answer}>
        {(list) => (
          <Lines
            each={list().filter(
              (one) =>
                !one.revoked_at &&
                Date.parse(one.expires_at) > Date.now() &&
                (one.max_uses === undefined || one.uses < one.max_uses),
            )}
            none="No link is open. Make one, and send it to whom you want here."
          >
            {(one) => (
              <li class="list-line">
                <Icon name="Link" />
                <div>
                  <b>Joins as {one.role}</b>
                  <span class="quiet">
                    by {nameOf(state.users[one.created_by])} · until {whenOf(one.expires_at)} ·{" "}
                    {one.max_uses === undefined ? `used ${one.uses}×` : `used ${one.uses} of ${one.max_uses}`}
                  </span>
                </div>
                <button
                  class="btn btn-danger"
                  type="button"
                  onClick={() =>
                    ask({
                      title: "Revoke this link?",
                      text: `Whoever has it cannot join any more. It was made by ${nameOf(state.users[one.created_by])} and works until ${whenOf(one.expires_at)}.`,
                      yes: "Revoke",
                      final: true,
                      run: async () => {
                        await invites.revoke(one.id)
                        await answer.load()
                      },
                    })
                  }
                >
                  Revoke
                </button>
              </li>
            )}
          </Lines>
        )}
      </Answered>
    </>
  )
}
