import { createEffect, createSignal, For, on, onMount, Show } from "solid-js"
import { useApp } from "../app.ts"
import { plain } from "../markdown.ts"
import { nameOf } from "../names.ts"
import { namesOf, trayOf } from "../state/files.ts"
import { DropZone } from "./drop.tsx"
import { Icon, type IconName } from "./icons.tsx"
import { isComposing } from "./keys.ts"
import { EmojiButton } from "./reactions.tsx"
import { createSuggest } from "./suggest.tsx"
import { Tray } from "./tray.tsx"
import { inFence, surround } from "./typing.ts"

const grows = CSS.supports("field-sizing", "content")

const formats: { label: string; icon: IconName; before: string; after: string }[] = [
  { label: "Bold", icon: "Bold", before: "**", after: "**" },
  { label: "Italic", icon: "Italic", before: "_", after: "_" },
  { label: "Code", icon: "Code", before: "`", after: "`" },
  { label: "Link", icon: "Link", before: "[", after: "](https://)" },
  { label: "List", icon: "List", before: "- ", after: "" },
]

type Props = {
  place: string
  /** The root, in a thread. */
  root?: string
  label: string
  disabled?: string
  /** The last message of mine that Arrow-up edits. */
  lastMine: () => string | undefined
  onEscape?: () => void
}

/** Where one writes. Enter sends; what is written stays until it is sent, over reloads and moves. */
export const Composer = (props: Props) => {
  const { state, ui, outbox, drafts, files, typing } = useApp()
  const key = () => props.root ?? props.place
  const [formatting, setFormatting] = createSignal(false)
  let field!: HTMLTextAreaElement

  const text = () => state.drafts[key()] ?? ""
  const quoted = () => state.messages[ui.quoting()[key()] ?? ""]

  const fit = () => {
    if (grows) return
    field.style.height = "auto"
    field.style.height = `${field.scrollHeight}px`
  }
  onMount(fit)
  createEffect(on(key, () => queueMicrotask(fit), { defer: true }))

  const set = (value: string) => {
    drafts.set(key(), value)
    fit()
  }

  const attach = (list: File[]) => {
    if (list.length === 0 || props.disabled) return
    void files.add(key(), list)
    field.focus()
  }
  const ready = () => text().trim() !== "" || trayOf(state, key()).length > 0

  const send = () => {
    if (!ready() || props.disabled) return
    const stuck = trayOf(state, key()).find((file) => file.state === "refused")
    if (stuck) return ui.say(`${stuck.name} is too big: take it out first.`)
    const tray = files.take(key())
    const body = text().trim() || namesOf(tray)
    const nonces = tray.length > 0 ? tray.map((file) => file.nonce) : undefined
    outbox.add({ place: props.place, root: props.root, body, quoted_message_id: quoted()?.id, files: nonces })
    set("")
    ui.quote(key(), "")
    typing.rest()
    queueMicrotask(fit)
  }

  const insert = (before: string, after = "") => {
    const next = surround(field.value, field.selectionStart, field.selectionEnd, before, after)
    set(next.text)
    field.focus()
    queueMicrotask(() => field.setSelectionRange(next.from, next.to))
  }

  const people = createSuggest(
    () => `composer-${key()}`,
    (from, to, words) => {
      set(field.value.slice(0, from) + words + field.value.slice(to))
      field.setSelectionRange(from + words.length, from + words.length)
    },
  )

  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event) || people.onKey(event)) return
    const mod = event.ctrlKey || event.metaKey
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      if (!mod && inFence(field.value, field.selectionStart)) return
      event.preventDefault()
      send()
    } else if (event.key === "ArrowUp" && field.value === "" && !mod && !event.shiftKey && !event.altKey) {
      const last = props.lastMine()
      if (!last) return
      event.preventDefault()
      ui.setEditing(last)
    } else if (event.key === "Escape") {
      event.stopPropagation()
      if (quoted()) ui.quote(key(), "")
      else props.onEscape?.()
    } else if (mod && (event.key === "b" || event.key === "i")) {
      event.preventDefault()
      insert(event.key === "b" ? "**" : "_", event.key === "b" ? "**" : "_")
    }
  }

  const onPaste = (event: ClipboardEvent) => {
    const data = event.clipboardData
    // A sheet or a page puts its words and a picture of them there: the words are meant.
    if (!data || data.files.length === 0 || data.types.includes("text/plain")) return
    event.preventDefault()
    attach([...data.files])
  }

  return (
    <form
      class="dock"
      aria-label={props.label}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <DropZone
        thread={props.root !== undefined}
        label={props.root ? "Add to your reply" : `Add to your message: ${props.label.replace(/^Message /, "")}`}
        onFiles={attach}
      />
      <TypingLine place={props.root ? "" : props.place} />
      <div class="composer">
        <people.View />
        <Show when={quoted()}>
          {(message) => (
            <div class="composer-quote">
              <div class="quote">
                <b>{nameOf(state.users[message().author_id])}</b>
                <span>{plain(message().body)}</span>
              </div>
              <button class="icon" type="button" aria-label="Remove quote" onClick={() => ui.quote(key(), "")}>
                <Icon name="X" />
              </button>
            </div>
          )}
        </Show>
        <textarea
          ref={field}
          id={`composer-${key()}`}
          class="composer-text"
          rows="1"
          aria-label={props.label}
          placeholder={props.disabled ?? props.label}
          disabled={Boolean(props.disabled)}
          enterkeyhint="send"
          value={text()}
          onInput={(event) => {
            set(event.currentTarget.value)
            people.look(event.currentTarget)
            if (event.currentTarget.value !== "" && !props.root) void typing.tell(props.place)
          }}
          aria-haspopup="listbox"
          aria-controls={people.controls()}
          aria-activedescendant={people.active()}
          onKeyDown={onKeyDown}
          onBlur={people.close}
          onPaste={onPaste}
        />
        <Tray place={key()} />
        <div class="composer-bar">
          <AttachButton disabled={Boolean(props.disabled)} onFiles={attach} />
          <button
            class="icon"
            type="button"
            aria-label="Formatting"
            title="Formatting"
            aria-expanded={formatting()}
            onClick={() => setFormatting(!formatting())}
          >
            <Icon name="ALargeSmall" />
          </button>
          <Show when={formatting()}>
            <For each={formats}>
              {(format) => (
                <button
                  class="icon"
                  type="button"
                  aria-label={format.label}
                  title={format.label}
                  onClick={() => insert(format.before, format.after)}
                >
                  <Icon name={format.icon} />
                </button>
              )}
            </For>
            <span class="composer-sep" />
          </Show>
          <EmojiButton label="Emoji" icon="Smile" onPick={(emoji) => insert(emoji)} />
          <span class="composer-send">
            <button class="btn btn-primary" type="submit" disabled={!ready()} aria-label="Send">
              <Icon name="Send" />
            </button>
          </span>
        </div>
      </div>
    </form>
  )
}

/** Chooses files of this device. */
const AttachButton = (props: { disabled: boolean; onFiles: (files: File[]) => void }) => {
  let input!: HTMLInputElement
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          props.onFiles([...(event.currentTarget.files ?? [])])
          event.currentTarget.value = ""
        }}
      />
      <button
        class="icon"
        type="button"
        aria-label="Attach files"
        title="Attach files"
        disabled={props.disabled}
        onClick={() => input.click()}
      >
        <Icon name="Plus" />
      </button>
    </>
  )
}

/** Who is writing. Its line is always there, so that it moves nothing. */
const TypingLine = (props: { place: string }) => {
  const { state } = useApp()
  const people = () => Object.keys(state.typing[props.place] ?? {})
  const words = () => {
    const names = people().map((id) => nameOf(state.users[id]).split(" ")[0])
    if (names.length === 0) return ""
    if (names.length === 1) return `${names[0]} is typing`
    return names.length === 2 ? `${names[0]} and ${names[1]} are typing` : "Several people are typing"
  }
  return (
    <p class="dock-band" aria-live="polite">
      {words()}
    </p>
  )
}
