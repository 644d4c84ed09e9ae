import { createSignal } from "solid-js"

/** What lies over the page. One at a time; the thing that opened it gets the focus back. */
export type Overlay =
  | { kind: "create-channel" }
  | { kind: "start-dm" }
  | { kind: "invite" }
  | { kind: "shortcuts" }
  | { kind: "switcher" }
  | { kind: "create-workspace" }
  | { kind: "members"; channel: string }
  | { kind: "person"; user: string }
  | { kind: "delete"; message: string }
  | { kind: "actions"; message: string }
  | { kind: "react"; message: string }
  | { kind: "viewer"; message: string; upload: string }

type Toast = { id: number; text: string }

/** What the page shows besides the state of the workspace. */
export const createUi = () => {
  const [overlay, setOverlay] = createSignal<Overlay | null>(null)
  const [toasts, setToasts] = createSignal<Toast[]>([])
  const [editing, setEditing] = createSignal("")
  const [quoting, setQuoting] = createSignal<Record<string, string>>({})
  let openers: Element[] = []
  let count = 0

  const open = (next: Overlay) => {
    if (!overlay()) openers = openersOf(document.activeElement)
    setOverlay(next)
  }
  const close = () => {
    setOverlay(null)
    const target = openers.find((element) => element.isConnected)
    openers = []
    if (target instanceof HTMLElement) target.focus({ preventScroll: true })
  }
  /** Says something that needs no answer, for six seconds. */
  const say = (text: string) => {
    count += 1
    const toast = { id: count, text }
    setToasts((list) => [...list.slice(-2), toast])
    setTimeout(() => setToasts((list) => list.filter((one) => one !== toast)), 6000)
  }
  /** The message that the next one in this place or thread will quote; an empty id takes it back. */
  const quote = (key: string, message: string) => setQuoting((all) => ({ ...all, [key]: message }))

  return { overlay, open, close, toasts, say, editing, setEditing, quoting, quote }
}

/** Where the focus goes back to. A menu goes when its item is chosen, a toolbar when the pointer leaves: the row stays. */
const openersOf = (element: Element | null) => {
  const label = element?.closest("[role=menu]")?.getAttribute("aria-labelledby")
  const trigger = label ? document.getElementById(label) : null
  const row = (trigger ?? element)?.closest("article")
  return [trigger, element, row].filter((one): one is Element => Boolean(one))
}
