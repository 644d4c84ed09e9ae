import { Popover } from "@kobalte/core/popover"
import { createSignal, For, lazy, Show, Suspense } from "solid-js"
import { useApp } from "../app.ts"
import { Icon, type IconName } from "./icons.tsx"

const EmojiGrid = lazy(() => import("./emoji.tsx"))

/** The chips under a message; a click adds or takes back mine. */
export const Reactions = (props: { id: string }) => {
  const { state, reactions } = useApp()
  const list = () => state.messages[props.id]?.reactions ?? []
  const words = (count: number, mine: boolean) => {
    if (!mine) return count === 1 ? "1 person" : `${count} people`
    return count === 1 ? "You" : count === 2 ? "You and 1 other" : `You and ${count - 1} others`
  }
  return (
    <Show when={list().length > 0}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring its own frame and form meaning */}
      <div class="chips" role="group" aria-label="Reactions">
        <For each={list().map((summary) => summary.emoji)}>
          {(emoji) => {
            const summary = () => list().find((one) => one.emoji === emoji)
            const title = () => words(summary()?.count ?? 0, summary()?.reacted_by_me ?? false)
            return (
              <button
                class="chip"
                type="button"
                aria-pressed={summary()?.reacted_by_me ?? false}
                title={title()}
                onClick={() => void reactions.toggle(props.id, emoji)}
              >
                <span>{emoji}</span>
                <span class="sr">{title()}: </span>
                {summary()?.count}
              </button>
            )
          }}
        </For>
        <EmojiButton
          label="Add reaction"
          icon="SmilePlus"
          class="chip is-add"
          onPick={(emoji) => void reactions.toggle(props.id, emoji)}
        />
      </div>
    </Show>
  )
}

/** A button with a small picker: the usual ones at once, all of them by a word. */
export const EmojiButton = (props: {
  label: string
  icon: IconName
  class?: string
  onPick: (emoji: string) => void
  onOpen?: (open: boolean) => void
}) => {
  const [open, setOpen] = createSignal(false)
  const change = (next: boolean) => {
    setOpen(next)
    props.onOpen?.(next)
  }
  const pick = (emoji: string) => {
    change(false)
    props.onPick(emoji)
  }
  return (
    <Popover open={open()} onOpenChange={change} placement="top-end" gutter={6}>
      <Popover.Trigger class={props.class ?? "icon"} aria-label={props.label} title={props.label}>
        <Icon name={props.icon} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content class="pop emoji-pop" aria-label={props.label}>
          <EmojiPanel onPick={pick} />
        </Popover.Content>
      </Popover.Portal>
    </Popover>
  )
}

/** The quick row and, under it, everything. */
export const EmojiPanel = (props: { onPick: (emoji: string) => void }) => {
  const { reactions } = useApp()
  return (
    <>
      <div class="emoji-row">
        <For each={reactions.quick()}>
          {(emoji) => (
            <button class="emoji" type="button" onClick={() => props.onPick(emoji)}>
              {emoji}
            </button>
          )}
        </For>
      </div>
      <Suspense fallback={<div class="emoji-wait" />}>
        <EmojiGrid onPick={props.onPick} />
      </Suspense>
    </>
  )
}
