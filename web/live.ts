import { batch, createEffect, untrack } from "solid-js"
import { type Connection, type ConnectionState, isApiError } from "../sdk/index.ts"
import type { Actions } from "./actions/index.ts"
import type { Base } from "./base.ts"
import { type Event, enter, reduce } from "./state/index.ts"
import { expire } from "./state/typing.ts"

type Parts = Base & { actions: Actions; outbox: { restore: () => void; pump: () => void } }

/** The one socket: where it starts, what it brings into the state, and what happens after a gap. */
export const createLive = ({ client, state, change, setConnection, ui, actions, outbox }: Parts) => {
  const parts = {
    channels: actions.channels.refresh,
    dms: actions.dms.refresh,
    members: actions.members.refresh,
    presence: actions.members.refreshPresence,
    me: actions.session.refresh,
  }
  type Part = keyof typeof parts
  const owed = new Set<Part>()
  let socket: Connection | undefined
  let pending: Event[] = []
  let timer: ReturnType<typeof setTimeout> | undefined

  /** Events come in bursts after a gap: one turn, one change of the page. */
  const take = (event: Event) => {
    pending.push(event)
    if (pending.length === 1) queueMicrotask(flush)
  }

  const flush = () => {
    const events = pending
    pending = []
    batch(() =>
      change((draft) => {
        for (const event of events) reduce(draft, event)
      }),
    )
    if (events.some((event) => event.type === "typing.started" || event.type === "agent.progress")) forgetTyping()
    if (events.some((event) => event.type === "user.updated" && event.payload.user_id === state.me?.id)) void ask("me")
  }

  const forgetTyping = () => {
    clearTimeout(timer)
    change((draft) => {
      const next = expire(draft, Date.now())
      if (next) timer = setTimeout(forgetTyping, Math.max(50, next - Date.now()))
    })
  }

  /** Loads a workspace from its tail; what happens meanwhile comes over the socket that starts there. */
  const load = async (workspaceId: string) => {
    const cursor = await client.events.tail(workspaceId)
    const fresh = state.workspaceId !== workspaceId
    change((draft) => {
      if (fresh) enter(draft, workspaceId, cursor)
      else draft.cursor = cursor
    })
    await Promise.all([actions.channels.refresh(), actions.dms.refresh(), actions.members.refresh()])
    return cursor
  }

  /** Asks for a part anew; when the server cannot be heard, once it can be again. */
  const ask = async (part: Part) => {
    owed.delete(part)
    try {
      await parts[part]()
    } catch (error) {
      if (!isApiError(error)) throw error
      owed.add(part)
    }
  }

  const onState = (next: ConnectionState) => {
    setConnection(next)
    if (next === "open") for (const part of new Set<Part>([...owed, "presence"])) void ask(part)
    if (next === "revoked") void actions.session.check()
  }

  /** Too far behind to catch up by events: everything that is on the screen is asked for again. */
  const onResync = async () => {
    const cursor = await load(state.workspaceId)
    actions.messages.forgetAll()
    return cursor
  }

  const close = () => {
    socket?.close()
    socket = undefined
  }

  // What the reducers could not know is asked for, once for each burst.
  createEffect(() => {
    const { channels, dms, members } = state.stale
    untrack(() => {
      if (channels) void ask("channels")
      if (dms) void ask("dms")
      if (members) void ask("members")
    })
  })

  return {
    /** Opens a workspace, leaving the one before. */
    open: async (workspaceId: string) => {
      if (state.workspaceId === workspaceId && socket) return
      close()
      setConnection("connecting")
      try {
        const cursor = await load(workspaceId)
        outbox.restore()
        socket = client.realtime.connect({ workspaceId, cursor, presence: true, onEvent: take, onState, onResync })
      } catch (error) {
        if (!isApiError(error)) throw error
        if (error.status === 401) await actions.session.check()
        else ui.say(`Could not open the workspace: ${error.message}`)
      }
    },
    close,
    /** Tries now, or looks whether the open socket still lives. */
    wake: () => socket?.wake(),
  }
}
