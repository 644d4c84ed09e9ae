import { useLocation, useNavigate } from "@solidjs/router"
import { type Accessor, createContext, useContext } from "solid-js"
import { useApp } from "../app.ts"
import { pathOfPlace, pathTo } from "../names.ts"
import type { Message } from "../state/index.ts"
import { placeOf } from "../state/messages.ts"

/** Where the page is: which place, which thread beside it, which message is pointed at. */
export type Selection = { place: string; thread: string; message: string; missing: boolean }

type Nav = {
  selection: Accessor<Selection>
  openPlace: (place: string) => void
  openThread: (root: string, message?: string) => void
  closeThread: () => void
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

  const go = (path: string) => {
    showList(false)
    if (location.pathname + location.search !== path) navigate(path, { scroll: false })
  }
  const openThread = (root: string, message = "") => {
    const target = state.messages[root]
    const place = target ? placeOf(target) : selection().place
    go(pathOfPlace(state, place, `?thread=${root}${message ? `&message=${message}` : ""}`))
  }

  return {
    selection,
    list,
    showList,
    openPlace: (place) => go(pathOfPlace(state, place)),
    openThread,
    closeThread: () => go(selection().place ? pathOfPlace(state, selection().place) : pathTo(state)),
    jump: async (id) => {
      const message = await messages.find(id)
      if (!message) {
        ui.say("That message is gone, or it is not yours to read.")
        return
      }
      if (message.parent_message_id) openThread(message.parent_message_id, id)
      else go(pathOfPlace(state, placeOf(message), `?message=${id}`))
    },
    quote: (message) => {
      const key = message.parent_message_id ?? placeOf(message)
      ui.quote(key, message.id)
      queueMicrotask(() => document.getElementById(`composer-${key}`)?.focus())
    },
  }
}
