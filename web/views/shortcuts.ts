import { createSignal, onCleanup, onMount } from "solid-js"
import { useApp } from "../app.ts"
import { conversationName } from "../names.ts"
import { useMessageActions } from "./actions.tsx"
import { takesText, withMod } from "./keys.ts"
import { useNav } from "./nav.tsx"
import { sections } from "./sidebar.tsx"

/** The keys of the whole page, as the sheet lists them. */
export const shortcutList: [keys: string, what: string][] = [
  ["Mod K", "Jump to a channel or person"],
  ["Mod F", "Search messages"],
  ["Alt ↑ / ↓", "Channel before, channel after"],
  ["Alt Shift ↑ / ↓", "Unread before, unread after"],
  ["Enter", "Send"],
  ["Shift Enter", "New line"],
  ["↑", "Edit my last message, in an empty box"],
  ["Mod B / I", "Bold, italic"],
  ["Mod Shift X / C", "Struck through, code"],
  ["@ # : /", "People, channels, emoji, commands"],
  ["Esc", "Close, take back; in the box: mark read"],
  ["F6", "Next region: list, messages, box, thread"],
  ["R T Q L C P E Del", "On a message: react, reply, quote, copy link, copy text, pin, edit, delete"],
  ["Mod /", "This list"],
]

/** Listens for them while the workspace is shown. */
export const useShortcuts = (place: () => string) => {
  const { state, ui } = useApp()
  const nav = useNav()
  const [focused, setFocused] = createSignal("")
  const actions = useMessageActions(focused)

  const order = () => [
    ...sections(Object.values(state.channels)).flatMap((group) => group.channels.map((channel) => channel.id)),
    ...Object.values(state.dms)
      .sort((a, b) => conversationName(a, state).localeCompare(conversationName(b, state)))
      .map((conversation) => conversation.id),
  ]

  const step = (by: 1 | -1, unreadOnly: boolean) => {
    const all = order()
    const at = all.indexOf(place())
    for (let n = 1; n <= all.length; n += 1) {
      const id = all[(at + by * n + all.length * 2) % all.length] ?? ""
      const unread = (state.channels[id] ?? state.dms[id])?.unread_count ?? 0
      if (!unreadOnly || unread > 0) return nav.openPlace(id)
    }
  }

  const regions = () =>
    [".sidebar .row[aria-current], .sidebar .row", ".main .timeline", ".main .composer-text", ".pane .composer-text"]
      .map((selector) => document.querySelector<HTMLElement>(selector))
      .filter((element): element is HTMLElement => element !== null && element.offsetParent !== null)

  const nextRegion = () => {
    const all = regions()
    const at = all.findIndex((element) =>
      element.closest(".sidebar, .timeline, .dock")?.contains(document.activeElement),
    )
    all[(at + 1) % all.length]?.focus()
  }

  const onMessage = (event: KeyboardEvent, article: HTMLElement) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return false
    setFocused(article.dataset.message ?? "")
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
    const action = actions().find((one) => one.key === key)
    action?.run()
    return Boolean(action)
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return
    const mod = withMod(event)
    if (mod && event.key.toLowerCase() === "k") {
      event.preventDefault()
      if (ui.overlay()?.kind === "switcher") ui.close()
      else ui.open({ kind: "switcher" })
      return
    }
    if (mod && event.key === "/") {
      event.preventDefault()
      ui.open({ kind: "shortcuts" })
      return
    }
    if (ui.overlay()) return
    // The browser's own search sees only what is drawn; a second press gets it.
    if (mod && event.key.toLowerCase() === "f" && !event.shiftKey && place() && nav.selection().pane !== "search") {
      event.preventDefault()
      nav.openPane("search")
      return
    }
    if (event.altKey && !event.ctrlKey && !event.metaKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault()
      step(event.key === "ArrowUp" ? -1 : 1, event.shiftKey)
      return
    }
    if (event.key === "F6") {
      event.preventDefault()
      nextRegion()
      return
    }
    if (event.key === "Escape" && nav.selection().thread && !takesText(event.target)) return nav.closeThread()
    if (event.key === "Escape" && nav.selection().pane && !takesText(event.target)) return nav.closePane()
    if (takesText(event.target) || (event.target instanceof Element && event.target.closest(".search-pane"))) return
    const target = event.target instanceof HTMLElement ? event.target : document.body
    if (target.matches("article[data-message]") && onMessage(event, target)) {
      event.preventDefault()
      return
    }
    // Letters typed anywhere else are meant for the message box.
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === " " && target !== document.body) return
    const box = target.closest(".pane") ? ".pane .composer-text" : ".main .composer-text"
    document.querySelector<HTMLElement>(box)?.focus()
  }

  onMount(() => window.addEventListener("keydown", onKeyDown))
  onCleanup(() => window.removeEventListener("keydown", onKeyDown))
}
