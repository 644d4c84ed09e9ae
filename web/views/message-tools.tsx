import { DropdownMenu } from "@kobalte/core/dropdown-menu"
import { For, Show } from "solid-js"
import { useApp } from "../app.ts"
import { useMessageActions } from "./actions.tsx"
import { Icon } from "./icons.tsx"
import { useNav } from "./nav.tsx"
import { EmojiButton } from "./reactions.tsx"

/** React, reply, quote, more: over the edge of the row, so that no word moves. */
export const MessageTools = (props: { id: string; onHold: (held: boolean) => void }) => {
  const { state, reactions } = useApp()
  const nav = useNav()
  const actions = useMessageActions(() => props.id)
  const message = () => state.messages[props.id]
  return (
    <div class="msg-tools" role="toolbar" aria-label="Message">
      <EmojiButton
        label="React"
        icon="SmilePlus"
        onOpen={props.onHold}
        onPick={(emoji) => void reactions.toggle(props.id, emoji)}
      />
      <Show when={!message()?.parent_message_id}>
        <button
          class="icon"
          type="button"
          aria-label="Reply in thread"
          title="Reply in thread"
          onClick={() => nav.openThread(props.id)}
        >
          <Icon name="Reply" />
        </button>
      </Show>
      <button
        class="icon"
        type="button"
        aria-label="Quote"
        title="Quote"
        onClick={() => {
          const target = message()
          if (target) nav.quote(target)
        }}
      >
        <Icon name="Quote" />
      </button>
      <DropdownMenu placement="bottom-end" gutter={4} onOpenChange={props.onHold} preventScroll={false}>
        <DropdownMenu.Trigger class="icon" aria-label="More" title="More">
          <Icon name="Ellipsis" />
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content class="menu">
            <For each={actions()}>
              {(action) => (
                <DropdownMenu.Item class="menu-item" classList={{ "is-danger": action.danger }} onSelect={action.run}>
                  <Icon name={action.icon} />
                  {action.label}
                  <Show when={action.hint}>
                    <kbd>{action.hint}</kbd>
                  </Show>
                </DropdownMenu.Item>
              )}
            </For>
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu>
    </div>
  )
}
