import { createSignal, onMount } from "solid-js"
import { useApp } from "../app.ts"
import { isComposing } from "./keys.ts"

/** Changes a message in its own place. Enter saves, Escape leaves it as it was. */
export const Editor = (props: { id: string }) => {
  const { state, ui, messages } = useApp()
  const [text, setText] = createSignal(state.messages[props.id]?.body ?? "")
  let field!: HTMLTextAreaElement

  onMount(() => {
    field.focus()
    field.setSelectionRange(field.value.length, field.value.length)
  })

  const done = () => {
    const key = state.messages[props.id]?.parent_message_id ?? state.messages[props.id]?.channel_id
    const place = key ?? state.messages[props.id]?.direct_conversation_id
    ui.setEditing("")
    document.getElementById(`composer-${place}`)?.focus()
  }
  const save = async () => {
    const body = text().trim()
    if (body === "") {
      done()
      ui.open({ kind: "delete", message: props.id })
      return
    }
    if (body === state.messages[props.id]?.body || (await messages.edit(props.id, body))) done()
  }

  return (
    <form
      class="edit"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <textarea
        ref={field}
        class="input edit-text"
        rows="1"
        aria-label="Edit message"
        value={text()}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (isComposing(event)) return
          if (event.key === "Escape") {
            event.stopPropagation()
            done()
          }
          if (event.key === "Enter" && !event.shiftKey) {
            event.preventDefault()
            void save()
          }
        }}
      />
      <div class="edit-tools">
        <span class="small dim">Enter saves, Esc cancels</span>
        <button class="btn" type="button" onClick={done}>
          Cancel
        </button>
        <button class="btn btn-primary" type="submit">
          Save
        </button>
      </div>
    </form>
  )
}
