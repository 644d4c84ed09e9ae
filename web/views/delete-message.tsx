import { createSignal } from "solid-js"
import { useApp } from "../app.ts"
import { plain } from "../markdown.ts"
import { nameOf } from "../names.ts"
import { Modal } from "./modal.tsx"

/** Shows what will be gone, before it is. */
const DeleteMessage = (props: { id: string }) => {
  const { state, messages, ui } = useApp()
  const [busy, setBusy] = createSignal(false)
  const message = () => state.messages[props.id]
  const remove = async () => {
    setBusy(true)
    await messages.remove(props.id)
    ui.close()
  }
  return (
    <Modal title="Delete this message?">
      <blockquote class="quote">
        <b>{nameOf(state.users[message()?.author_id ?? ""])}</b>
        <span>{plain(message()?.body ?? "")}</span>
      </blockquote>
      <p class="quiet">It goes for everybody, for good. Replies to it stay.</p>
      <div class="dialog-tools">
        <button class="btn" type="button" onClick={ui.close}>
          Keep
        </button>
        <button class="btn btn-danger is-final" type="button" disabled={busy()} onClick={() => void remove()}>
          Delete
        </button>
      </div>
    </Modal>
  )
}

export default DeleteMessage
