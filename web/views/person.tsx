import { Show } from "solid-js"
import { attempt } from "../actions/attempt.ts"
import { useApp } from "../app.ts"
import { nameOf } from "../names.ts"
import { Avatar } from "./avatar.tsx"
import { Modal } from "./modal.tsx"
import { useNav } from "./nav.tsx"

/** Who somebody is, and a way to write to them. */
const Person = (props: { id: string }) => {
  const { state, dms, ui } = useApp()
  const nav = useNav()
  const user = () => state.users[props.id]
  const me = () => props.id === state.me?.id
  const facts = () => {
    const handle = user()?.handle || user()?.former_handle
    const role = user()?.deleted_at ? "deleted" : state.roles[props.id]
    return [handle ? `@${handle}` : "", role ?? "", state.online[props.id] ? "here now" : ""]
      .filter(Boolean)
      .join(" · ")
  }
  const write = () =>
    attempt(ui, "The conversation did not open", async () => {
      const conversation = await dms.start([props.id])
      ui.close()
      nav.openPlace(conversation.id)
    })
  return (
    <Modal title={nameOf(user())} hideTitle>
      <div class="pop-head">
        <Avatar user={props.id} size="l" />
        <div>
          <p class="pop-name">{nameOf(user())}</p>
          <p class="small dim">{facts()}</p>
        </div>
      </div>
      <Show when={user()?.owner_user_id}>
        {(owner) => <p class="small quiet">A bot of {nameOf(state.users[owner()])}.</p>}
      </Show>
      <div class="dialog-tools">
        <button class="btn" type="button" onClick={ui.close}>
          Close
        </button>
        <Show when={me()}>
          <button
            class="btn"
            type="button"
            onClick={() => {
              ui.close()
              nav.openSettings("profile")
            }}
          >
            Edit profile
          </button>
        </Show>
        <Show when={!me() && !user()?.deleted_at && state.workspaces[state.workspaceId]?.role !== "guest"}>
          <button class="btn btn-primary" type="button" onClick={() => void write()}>
            Message
          </button>
        </Show>
      </div>
    </Modal>
  )
}

export default Person
