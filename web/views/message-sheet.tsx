import { For, Show } from "solid-js"
import { useApp } from "../app.ts"
import { nameOf } from "../names.ts"
import { useMessageActions } from "./actions.tsx"
import { Icon } from "./icons.tsx"
import { Modal } from "./modal.tsx"
import { EmojiPanel } from "./reactions.tsx"

/** What a finger gets for resting on a message: reactions, then everything else. */
const MessageSheet = (props: { id: string; reactOnly?: boolean }) => {
  const { state, ui, reactions } = useApp()
  const actions = useMessageActions(() => props.id)
  const author = () => nameOf(state.users[state.messages[props.id]?.author_id ?? ""])
  const pick = (emoji: string) => {
    ui.close()
    void reactions.toggle(props.id, emoji)
  }
  return (
    <Modal title={props.reactOnly ? `React to ${author()}` : `Message of ${author()}`} class="dialog sheet">
      <Show
        when={props.reactOnly}
        fallback={
          <>
            <div class="emoji-row">
              <For each={reactions.quick()}>
                {(emoji) => (
                  <button class="emoji" type="button" onClick={() => pick(emoji)}>
                    {emoji}
                  </button>
                )}
              </For>
            </div>
            <ul>
              <For each={actions()}>
                {(action) => (
                  <li>
                    <button
                      class="menu-item"
                      classList={{ "is-danger": action.danger }}
                      type="button"
                      onClick={() => {
                        ui.close()
                        action.run()
                      }}
                    >
                      <Icon name={action.icon} />
                      {action.label}
                    </button>
                  </li>
                )}
              </For>
            </ul>
          </>
        }
      >
        <EmojiPanel onPick={pick} />
      </Show>
    </Modal>
  )
}

export default MessageSheet
