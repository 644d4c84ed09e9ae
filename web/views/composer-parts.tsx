import { createSignal, For, Show } from "solid-js"
import { useApp } from "../app.ts"
import { plain } from "../markdown.ts"
import { nameOf } from "../names.ts"
import { Icon, type IconName } from "./icons.tsx"

const formats: { label: string; icon: IconName; before: string; after: string }[] = [
  { label: "Bold", icon: "Bold", before: "**", after: "**" },
  { label: "Italic", icon: "Italic", before: "_", after: "_" },
  { label: "Code", icon: "Code", before: "`", after: "`" },
  { label: "Link", icon: "Link", before: "[", after: "](https://)" },
  { label: "List", icon: "List", before: "- ", after: "" },
]

/** Signs for those who do not know them by heart; closed until asked for. */
export const FormatBar = (props: { onFormat: (before: string, after: string) => void }) => {
  const [open, setOpen] = createSignal(false)
  return (
    <>
      <button
        class="icon"
        type="button"
        aria-label="Formatting"
        title="Formatting"
        aria-expanded={open()}
        onClick={() => setOpen(!open())}
      >
        <Icon name="ALargeSmall" />
      </button>
      <Show when={open()}>
        <For each={formats}>
          {(format) => (
            <button
              class="icon"
              type="button"
              aria-label={format.label}
              title={format.label}
              onClick={() => props.onFormat(format.before, format.after)}
            >
              <Icon name={format.icon} />
            </button>
          )}
        </For>
        <span class="composer-sep" />
      </Show>
    </>
  )
}

/** What the next message will quote. */
export const QuoteStrip = (props: { of: string }) => {
  const { state, ui } = useApp()
  const quoted = () => state.messages[ui.quoting()[props.of] ?? ""]
  return (
    <Show when={quoted()}>
      {(message) => (
        <div class="composer-quote">
          <div class="quote">
            <b>{nameOf(state.users[message().author_id])}</b>
            <span>{plain(message().body)}</span>
          </div>
          <button class="icon" type="button" aria-label="Remove quote" onClick={() => ui.quote(props.of, "")}>
            <Icon name="X" />
          </button>
        </div>
      )}
    </Show>
  )
}

/** After a long paste: perhaps it is meant as a file. */
export const Offer = (props: { count: number; onFile: () => void; onKeep: () => void }) => (
  <div class="composer-offer" role="status">
    <span>{props.count.toLocaleString()} characters were pasted.</span>
    <button class="btn" type="button" onClick={props.onFile}>
      Send them as a file
    </button>
    <button class="btn btn-plain" type="button" onClick={props.onKeep}>
      Keep as text
    </button>
  </div>
)
