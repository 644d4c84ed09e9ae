import { createResource, createSignal, For, Show } from "solid-js"
import { attempt, reason } from "../actions/attempt.ts"
import { useApp } from "../app.ts"
import { nameOf } from "../names.ts"
import { dateOf, whenOf } from "../time.ts"
import { Problem } from "./gate.tsx"
import { Icon } from "./icons.tsx"
import { Modal } from "./modal.tsx"

type Made = Awaited<ReturnType<ReturnType<typeof useApp>["invites"]["create"]>>
type Role = "member" | "moderator" | "guest"

/** Makes a link that brings people in, and shows those that are out. */
const InvitePeople = () => {
  const { state, invites, ui } = useApp()
  const [role, setRole] = createSignal<Role>("member")
  const [hours, setHours] = createSignal(168)
  const [uses, setUses] = createSignal(0)
  const [made, setMade] = createSignal<Made>()
  const [problem, setProblem] = createSignal("")
  const [list, { refetch }] = createResource(() => invites.list().catch(() => []), { initialValue: [] })
  const open = () =>
    list.latest.filter(
      (invite) =>
        !invite.revoked_at &&
        Date.parse(invite.expires_at) > Date.now() &&
        (invite.max_uses === undefined || invite.uses < invite.max_uses),
    )

  const create = async () => {
    setProblem("")
    try {
      setMade(
        await invites.create({
          role: role(),
          expires_in_hours: hours(),
          ...(uses() > 0 ? { max_uses: uses() } : {}),
        }),
      )
      await refetch()
    } catch (error) {
      setProblem(reason(error))
    }
  }
  const copy = async (url: string) => {
    await navigator.clipboard.writeText(url)
    ui.say("Link copied.")
  }
  const revoke = (id: string) =>
    attempt(ui, "The link still works", async () => {
      await invites.revoke(id)
      if (made()?.invite.id === id) setMade(undefined)
      await refetch()
    })

  return (
    <Modal title={`Invite people to ${state.workspaces[state.workspaceId]?.name ?? ""}`}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault()
          void create()
        }}
      >
        <div class="trio">
          <div class="field">
            <label for="invite-role">As</label>
            <select class="select" id="invite-role" onChange={(event) => setRole(event.currentTarget.value as Role)}>
              <option value="member">Member</option>
              <option value="moderator">Moderator</option>
              <option value="guest">Guest</option>
            </select>
          </div>
          <div class="field">
            <label for="invite-hours">Works for</label>
            <select class="select" id="invite-hours" onChange={(event) => setHours(Number(event.currentTarget.value))}>
              <option value="24">1 day</option>
              <option value="168" selected>
                7 days
              </option>
              <option value="720">30 days</option>
            </select>
          </div>
          <div class="field">
            <label for="invite-uses">For</label>
            <select class="select" id="invite-uses" onChange={(event) => setUses(Number(event.currentTarget.value))}>
              <option value="0">Any number</option>
              <option value="1">1 person</option>
              <option value="5">5 people</option>
              <option value="25">25 people</option>
            </select>
          </div>
        </div>
        <Show when={problem()}>
          <Problem text={problem()} />
        </Show>
        <div>
          <button class="btn btn-primary" type="submit">
            Make a link
          </button>
        </div>
      </form>
      <Show when={made()}>
        {(link) => (
          <>
            <p class="small quiet">
              Share it. It is shown this once, and works until {dateOf(link().invite.expires_at)}.
            </p>
            <div class="secret">
              <code>{link().url}</code>
              <button class="btn" type="button" onClick={() => void copy(link().url)}>
                <Icon name="Copy" />
                Copy
              </button>
            </div>
          </>
        )}
      </Show>
      <Show when={open().length > 0}>
        <h3 class="label">Open links</h3>
        <ul class="lines">
          <For each={open()}>
            {(invite) => (
              <li class="list-line">
                <div>
                  {invite.role}, until {whenOf(invite.expires_at)}
                  <p class="dim">
                    by {nameOf(state.users[invite.created_by])} ·{" "}
                    {invite.max_uses === undefined
                      ? `used ${invite.uses}×`
                      : `used ${invite.uses} of ${invite.max_uses}`}
                  </p>
                </div>
                <button class="btn btn-danger" type="button" onClick={() => void revoke(invite.id)}>
                  Revoke
                </button>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <div class="dialog-tools">
        <button class="btn" type="button" onClick={ui.close}>
          Done
        </button>
      </div>
    </Modal>
  )
}

export default InvitePeople
