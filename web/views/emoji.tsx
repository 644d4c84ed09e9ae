import { createMemo, createSignal, For, Show } from "solid-js"
import { find } from "../emoji.ts"

/** Every emoji, found by a word. Loaded when a picker opens. */
const EmojiGrid = (props: { onPick: (emoji: string) => void }) => {
  const [question, setQuestion] = createSignal("")
  const found = createMemo(() => find(question(), question() ? 80 : 200))
  return (
    <>
      <input
        class="input"
        type="search"
        placeholder="Find an emoji"
        aria-label="Find an emoji"
        autocomplete="off"
        ref={(element) => queueMicrotask(() => element.focus())}
        onInput={(event) => setQuestion(event.currentTarget.value)}
        onKeyDown={(event) => {
          const first = found()[0]
          if (event.key !== "Enter" || event.isComposing || !first) return
          event.preventDefault()
          props.onPick(first.emoji)
        }}
      />
      <div class="emoji-grid">
        <For each={found()}>
          {(entry) => (
            <button
              class="emoji"
              type="button"
              aria-label={entry.words}
              title={entry.words}
              onClick={() => props.onPick(entry.emoji)}
            >
              {entry.emoji}
            </button>
          )}
        </For>
        <Show when={found().length === 0}>
          <p class="small quiet">No emoji with that word.</p>
        </Show>
      </div>
    </>
  )
}

export default EmojiGrid
