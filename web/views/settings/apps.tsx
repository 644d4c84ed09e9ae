import { createSignal } from "solid-js"
import type { AppInstallation } from "../../../sdk/index.ts"
import { reason } from "../../actions/attempt.ts"
import { useApp } from "../../app.ts"
import { nameOf } from "../../names.ts"
import { whenOf } from "../../time.ts"
import { Problem } from "../gate.tsx"
import { PageMark } from "./icons.tsx"
import { Answered, createAnswer, Head, Lines, useAsk } from "./parts.tsx"
import { useWorkspace } from "./role.ts"

/** The apps that were installed, each with its bot. */
export const Apps = () => {
  const { client, state } = useApp()
  const { id } = useWorkspace()
  const ask = useAsk()
  const answer = createAnswer(async () =>
    (await client.apps.list(id())).app_installations.filter((one) => !one.revoked_at),
  )
  return (
    <>
      <Head title="Apps" lead="What was installed here, and the bot it works as." />
      <Answered answer={answer}>
        {(list) => (
          <Lines each={list()} none="No app is installed. Programs connect as bots: see Bots and tokens.">
            {(one) => (
              <li class="list-line">
                <PageMark name="Plug" />
                <div>
                  <b>{one.display_name || one.app_slug}</b>
                  <span class="quiet">
                    {one.app_slug} · works as {nameOf(state.users[one.bot_user_id])} · since {whenOf(one.created_at)}
                  </span>
                </div>
                <button
                  class="btn btn-danger"
                  type="button"
                  aria-label={`Remove ${one.display_name || one.app_slug}`}
                  onClick={() =>
                    ask({
                      title: `Remove ${one.display_name || one.app_slug}?`,
                      yes: "",
                      form: (close) => <Remove app={one} onDone={() => void answer.load()} onClose={close} />,
                    })
                  }
                >
                  Remove
                </button>
              </li>
            )}
          </Lines>
        )}
      </Answered>
    </>
  )
}

const Remove = (props: { app: AppInstallation; onDone: () => void; onClose: () => void }) => {
  const { client, state } = useApp()
  const [parts, setParts] = createSignal(true)
  const [bot, setBot] = createSignal(false)
  const [problem, setProblem] = createSignal("")
  const remove = async () => {
    try {
      await client.apps.revoke(props.app.id, {
        revoke_slash_commands: parts(),
        revoke_event_subscriptions: parts(),
        revoke_bot_tokens: parts(),
        delete_bot: bot(),
      })
      props.onDone()
      props.onClose()
    } catch (error) {
      setProblem(reason(error))
    }
  }
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault()
        void remove()
      }}
    >
      <label class="choice is-flat">
        <input
          class="check"
          type="checkbox"
          checked={parts()}
          onChange={(event) => setParts(event.currentTarget.checked)}
        />
        <span>End its commands, webhooks and tokens</span>
      </label>
      <label class="choice is-flat">
        <input
          class="check"
          type="checkbox"
          checked={bot()}
          onChange={(event) => setBot(event.currentTarget.checked)}
        />
        <span>
          Delete the bot {nameOf(state.users[props.app.bot_user_id])}
          <small>For good; what it wrote stays.</small>
        </span>
      </label>
      {problem() ? <Problem text={problem()} /> : null}
      <div class="dialog-tools">
        <button class="btn" type="button" onClick={props.onClose}>
          Keep
        </button>
        <button class="btn btn-danger is-final" type="submit">
          Remove
        </button>
      </div>
    </form>
  )
}
