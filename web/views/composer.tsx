import { createEffect, createSignal, on, onMount, Show } from "solid-js"
import { useApp } from "../app.ts"
import { namesOf, trayOf } from "../state/files.ts"
import { AttachButton } from "./attach-button.tsx"
import { Band } from "./band.tsx"
import { FormatBar, Offer, QuoteStrip } from "./composer-parts.tsx"
import { DropZone } from "./drop.tsx"
import { Icon } from "./icons.tsx"
import { isComposing } from "./keys.ts"
import { EmojiButton } from "./reactions.tsx"
import { createSuggest } from "./suggest.tsx"
import { Tray } from "./tray.tsx"
import { inFence } from "./typing.ts"
import { Whispers } from "./whispers.tsx"
import { apply, formatFor, linkOver, longPaste, tableFrom, toggle } from "./writing.ts"

const grows = CSS.supports("field-sizing", "content")

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
  const { state, ui, outbox, drafts, files, commands, reactions, typing } = useApp()
  const key = () => props.root ?? props.place
  /** A paste so long that it may be meant as a file. */
  const [pasted, setPasted] = createSignal("")
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
    if (trayOf(state, key()).length === 0 && (react() || (!props.root && call()))) return
    const tray = files.take(key())
    const body = text().trim() || namesOf(tray)
    const nonces = tray.length > 0 ? tray.map((file) => file.nonce) : undefined
    outbox.add({ place: props.place, root: props.root, body, quoted_message_id: quoted()?.id, files: nonces })
    set("")
    ui.quote(key(), "")
    typing.rest()
    queueMicrotask(fit)
  }

  /** `+` and an emoji is a reaction to what was said last. */
  const react = () => {
    const emoji = /^\+\s*(\p{RGI_Emoji}\uFE0F?)$/v.exec(text().trim())?.[1]
    const span = props.root ? state.threads[props.root] : state.spans[props.place]
    const last = span?.hasNewer ? undefined : span?.ids.findLast((id) => !state.messages[id]?.deleted_at)
    if (!emoji || !last) return false
    set("")
    void reactions.toggle(last, emoji)
    return true
  }

  /** A registered command is called and not sent; when that fails, its text comes back. */
  const call = () => {
    const body = text().trim()
    const { place } = props
    if (commands.unsure(place, body)) {
      void commands.load().then(() => {
        if (!state.commands.known) ui.say("Commands could not be looked up. Try again when you are back online.")
        else if (text().trim() === body) send()
      })
      return true
    }
    if (!commands.registered(place, body)) return false
    set("")
    void commands.run(place, body).then((done) => {
      if (!done && !state.drafts[place]) drafts.set(place, body)
    })
    return true
  }

  const insert = (before: string, after = "") =>
    apply(field, toggle(field.value, field.selectionStart, field.selectionEnd, before, after))
  const replace = (from: number, to: number, words: string) =>
    apply(field, { from, to, text: words, select: [from + words.length, from + words.length] })

  const completion = createSuggest({ id: () => `composer-${key()}`, place: () => props.place, put: replace })

  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event) || completion.onKey(event)) return
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
    } else {
      const edit = formatFor(event, field.value, field.selectionStart, field.selectionEnd)
      if (!edit) return
      event.preventDefault()
      apply(field, edit)
    }
  }

  const onPaste = (event: ClipboardEvent) => {
    const data = event.clipboardData
    if (!data) return
    const words = data.getData("text/plain")
    // A sheet or a page puts its words and a picture of them there: the words are meant.
    if (words === "") {
      if (data.files.length === 0) return
      event.preventDefault()
      attach([...data.files])
      return
    }
    const { value, selectionStart: from, selectionEnd: to } = field
    const table = data.getData("text/html").includes("<table") && !inFence(value, from) ? tableFrom(words) : undefined
    const other = linkOver(value.slice(from, to), words) ?? table
    if (other) {
      event.preventDefault()
      replace(from, to, other)
    } else if (words.length > longPaste) setPasted(words.replace(/\r\n?/g, "\n"))
  }
  const offered = () => pasted() !== "" && text().includes(pasted())
  const asFile = () => {
    const from = field.value.indexOf(pasted())
    const words = pasted()
    replace(from, from + words.length, "")
    attach([new File([words], "pasted.txt", { type: "text/plain" })])
    setPasted("")
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
      <Show when={!props.root}>
        <Whispers place={props.place} />
      </Show>
      <Band place={props.root ? "" : props.place} />
      <div class="composer">
        <completion.View />
        <QuoteStrip of={key()} />
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
            completion.look(event.currentTarget)
            if (event.currentTarget.value !== "" && !props.root) void typing.tell(props.place)
          }}
          aria-haspopup="listbox"
          aria-controls={completion.controls()}
          aria-activedescendant={completion.active()}
          onKeyDown={onKeyDown}
          onBlur={completion.close}
          onPaste={onPaste}
        />
        <Tray place={key()} />
        <Show when={offered()}>
          <Offer count={pasted().length} onFile={asFile} onKeep={() => setPasted("")} />
        </Show>
        <div class="composer-bar">
          <AttachButton disabled={Boolean(props.disabled)} onFiles={attach} />
          <FormatBar onFormat={insert} />
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
