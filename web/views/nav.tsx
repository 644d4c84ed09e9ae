import { useLocation, useNavigate } from "@solidjs/router"
import { type Accessor, batch, createContext, createSignal, useContext } from "solid-js"
import { useApp } from "../app.ts"
import { pathOfPlace, pathTo } from "../names.ts"
import type { Message } from "../state/index.ts"
import { placeOf } from "../state/messages.ts"
import { type Anchor, anchors } from "./anchors.ts"
import { createSearchMemory, type SearchMemory } from "./search-memory.ts"

/** Where the page is: which place, which thread beside it, which message is pointed at. */
export type Selection = { place: string; thread: string; message: string; missing: boolean; pane: Pane }

/** What stands beside the timeline when no thread does. */
export type Pane = "" | "search" | "pins"

/** Where somebody was before they went looking. */
type Origin = { path: string; place: string; anchor: Anchor | undefined; focus: Element | null; left: boolean }

type Nav = {
  selection: Accessor<Selection>
  openPlace: (place: string) => void
  openThread: (root: string, message?: string) => void
  closeThread: () => void
  openPane: (pane: Pane) => void
  openSettings: (section?: string) => void
  /** Back to the exact place that the pane was opened from. */
  closePane: () => void
  /** Grows when the list must be placed anew. */
  revision: Accessor<number>
  search: SearchMemory
  /** Goes to where a message stands, wherever that is. */
  jump: (id: string) => Promise<void>
  quote: (message: Message) => void
  /** On a narrow screen: the list of channels instead of the channel. */
  list: Accessor<boolean>
  showList: (shown: boolean) => void
}

const Context = createContext<Nav>()
export const NavProvider = Context.Provider

export const useNav = (): Nav => {
  const nav = useContext(Context)
  if (!nav) throw new Error("A view stands outside of the workspace.")
  return nav
}

/** Moving about, as addresses: Back and Forward walk the same way. */
export const createNav = (
  selection: Accessor<Selection>,
  list: Accessor<boolean>,
  showList: (shown: boolean) => void,
): Nav => {
  const { state, ui, messages } = useApp()
  const navigate = useNavigate()
  const location = useLocation()

  const [revision, setRevision] = createSignal(0)
  const search = createSearchMemory()
  let origin: Origin | undefined

  const go = (path: string) => {
    showList(false)
    if (location.pathname + location.search !== path) navigate(path, { scroll: false })
  }
  /** The pane stays open beside what it leads to; where it covers the timeline it gives way, and Back brings it back. */
  const kept = () => (selection().pane && matchMedia("(min-width: 56.3em)").matches ? `&pane=${selection().pane}` : "")
  const toPlace = (place: string, query = "") => go(pathOfPlace(state, place, query.replace(/^&/, "?")))
  const openThread = (root: string, message = "") => {
    const target = state.messages[root]
    const place = target ? placeOf(target) : selection().place
    toPlace(place, `&thread=${root}${message ? `&message=${message}` : ""}${kept()}`)
  }

  const openPane = (pane: Pane) => {
    const { place } = selection()
    if (!selection().pane)
      origin = {
        path: location.pathname + location.search,
        place,
        anchor: anchors.get(place),
        focus: document.activeElement,
        left: false,
      }
    toPlace(place, `&pane=${pane}`)
  }

  /** The list shows again what it showed: loaded around the same row, placed at the same height. */
  const restore = async ({ path, place, anchor }: Origin) => {
    const id = Object.keys(state.sent).find((each) => `n:${state.sent[each]}` === anchor?.key) ?? anchor?.key ?? ""
    const span = state.spans[place]
    if (anchor && !span?.ids.includes(id)) await messages.around(place, state.messages[id]?.channel_seq ?? 1)
    if (!anchor && span?.hasNewer) await messages.latest(place)
    batch(() => {
      go(path)
      setRevision((count) => count + 1)
    })
    if (anchor) anchors.set(place, anchor)
    else anchors.delete(place)
  }

  const closePane = async () => {
    const from = origin
    const { place } = selection()
    origin = undefined
    if (!from) return toPlace(place)
    if (place === from.place && !from.left) go(from.path)
    else await restore(from)
    const box = document.getElementById(`composer-${from.place}`)
    const target = from.focus?.isConnected && from.focus !== document.body ? from.focus : box
    if (target instanceof HTMLElement) target.focus({ preventScroll: true })
  }

  return {
    selection,
    list,
    showList,
    revision,
    search,
    openPlace: (place) => go(pathOfPlace(state, place)),
    openThread,
    closeThread: () => (selection().place ? toPlace(selection().place, kept()) : go(pathTo(state))),
    openPane,
    openSettings: (section) => go(pathTo(state, section ? `settings/${section}` : "settings")),
    closePane: () => void closePane(),
    jump: async (id) => {
      if (origin) origin.left = true
      const message = await messages.find(id)
      if (!message) {
        ui.say("That message is gone, or it is not yours to read.")
        return
      }
      if (message.parent_message_id) openThread(message.parent_message_id, id)
      else {
        // A list that was covered has no size to be scrolled in: it starts anew.
        const covered = Boolean(selection().pane) && kept() === ""
        toPlace(placeOf(message), `&message=${id}${kept()}`)
        if (covered) requestAnimationFrame(() => setRevision((count) => count + 1))
      }
    },
    quote: (message) => {
      const key = message.parent_message_id ?? placeOf(message)
      ui.quote(key, message.id)
      queueMicrotask(() => document.getElementById(`composer-${key}`)?.focus())
    },
  }
}
