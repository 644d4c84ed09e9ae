import type { ServerWebSocket, WebSocketHandler } from "bun"
import type { Actor } from "../domain/access.ts"
import { changesRightsOf, readerOf, visible } from "../domain/visibility.ts"
import { seqOfCursor, timestamp } from "../ids.ts"
import type { Log } from "../log.ts"
import type { Committed, Signal, Store } from "../store/index.ts"
import {
  type closeCodes,
  createListener,
  type Listener,
  overflowed,
  roomToSend,
  type SocketData,
  sendAll,
} from "./listener.ts"
import { createPresence } from "./presence.ts"
import { createRoom, deliver, type Entry, type Room } from "./room.ts"

/** More events than these are not replayed: the client reads the state again. */
const replayLimit = 5_000
/** So many ephemeral events wait for a socket whose rights are still being read. */
const earlyLimit = 32
const recheckMs = 30_000
const foreignMs = 1_000

/** What an ephemeral event says beside its type and workspace. */
type Ephemeral = Signal & {
  id?: string
  channel_id?: string
  payload?: Record<string, unknown>
  audience?: string
  audience_id?: string
  /** Only for sockets that asked for presence. */
  coming_and_going?: true
}

const groupBy = (events: Committed[]) => {
  const groups = new Map<string, Committed[]>()
  for (const event of events) {
    const group = groups.get(event.row.workspace_id)
    if (group) group.push(event)
    else groups.set(event.row.workspace_id, [event])
  }
  return groups
}

/** Brings the log of each workspace to its sockets, in order, and what is not in the log beside it. */
export const createHub = (
  store: Store,
  log: Log,
  stillValid: (actor: Actor) => Promise<keyof typeof closeCodes | undefined>,
) => {
  const rooms = new Map<string, Room>()
  const fault = (error: unknown) => log.error("realtime", { error })

  const roomOf = (id: string): Room => {
    let room = rooms.get(id)
    if (!room) {
      const made: Room = createRoom(store, id, (entries) => fanOut(made, entries), fault)
      room = made
      rooms.set(id, room)
    }
    return room
  }

  const fanOut = (room: Room, entries: Entry[]) => {
    const changed = new Set(entries.flatMap(({ row, payload }) => changesRightsOf(row.type, payload)))
    for (const listener of room.listeners) {
      if (!listener.live) continue
      if (changed.has(listener.actor.user.id)) {
        listener.live = false
        listener.reader = undefined
        void catchUp(room, listener)
      } else deliver(listener, entries)
    }
  }

  /** Reads the log for a listener until it stands at its end, with rights as they are now. */
  const catchUp = async (room: Room, listener: Listener): Promise<void> => {
    try {
      let known = await refresh(room, listener)
      while (known !== undefined && !listener.closed) {
        if (listener.place >= room.head()) {
          listener.live = true
          return
        }
        const entries = await room.after(listener.place)
        if (entries.length === 0) {
          listener.place = Math.max(listener.place, room.head())
          continue
        }
        // Rights that changed after they were read are read again at that place, and no event is judged by older ones.
        const stop = entries.findIndex(
          ({ place, row, payload }) =>
            place > known! && changesRightsOf(row.type, payload).includes(listener.actor.user.id),
        )
        if (stop === 0) known = await refresh(room, listener)
        else if (!deliver(listener, stop < 0 ? entries : entries.slice(0, stop))) return
        if (!(await roomToSend(listener))) return listener.close("interrupted")
      }
    } catch (error) {
      fault(error)
      listener.close("interrupted")
    }
  }

  /** Reads a listener's rights: the place up to which they hold for certain. Nothing when it has none any more. */
  const refresh = async (room: Room, listener: Listener): Promise<number | undefined> => {
    const known = (await store.read.workspaces.head(room.id)) ?? 0
    listener.reader = await readerOf(store.read, listener.actor, room.id)
    if (listener.reader) {
      for (const give of listener.early.splice(0)) give()
      return known
    }
    listener.close("accessRevoked")
    return undefined
  }

  /** True when the listener may go on from its cursor: a place that is in the log, not too far back. */
  const begin = async (room: Room, listener: Listener, cursor: string): Promise<boolean> => {
    if (cursor) {
      const place = seqOfCursor(room.id, cursor)
      if (place === undefined) return false
      // The newest cursor is good even when its event was pruned: nothing was missed.
      const newest = place === room.head()
      if (!newest && !(await store.read.events.exists(room.id, place))) return false
      listener.place = place
    }
    if (room.head() - listener.place <= replayLimit) return true
    const reader = await readerOf(store.read, listener.actor, room.id)
    let missed = 0
    for (let place = listener.place; missed <= replayLimit; ) {
      const rows = await store.read.events.after(room.id, place, 500)
      if (rows.length === 0) return true
      missed += rows.filter((row) => reader && visible(reader, row)).length
      place = rows.at(-1)!.place
    }
    return false
  }

  const open = async (ws: ServerWebSocket<SocketData>) => {
    const listener = createListener(ws)
    ws.data.listener = listener
    const room = roomOf(ws.data.workspace_id)
    room.listeners.add(listener)
    await room.ready
    if (!(await begin(room, listener, ws.data.after_cursor))) return listener.close("resync")
    await catchUp(room, listener)
    if (listener.closed) return
    listener.counted = true
    presence.opened(room.id, listener.actor.user.id)
  }

  const closed = (ws: ServerWebSocket<SocketData>) => {
    const { listener } = ws.data
    const room = rooms.get(ws.data.workspace_id)
    if (!listener || !room) return
    listener.closed = true
    listener.drained?.()
    room.listeners.delete(listener)
    if (listener.counted) presence.closed(room.id, listener.actor.user.id)
    if (room.listeners.size === 0) rooms.delete(room.id)
  }

  /** Tells an ephemeral event to the sockets of this node. */
  const hear = (signal: Ephemeral) => {
    if (presence.heard(signal)) return
    const room = rooms.get(signal.workspace_id)
    if (!room) return
    if (signal.type === "workspace.deleted") {
      for (const listener of room.listeners) listener.close("accessRevoked")
      return
    }
    const event = {
      id: signal.id ?? "",
      cursor: "",
      type: signal.type,
      workspace_id: signal.workspace_id,
      ...(signal.channel_id ? { channel_id: signal.channel_id } : {}),
      created_at: timestamp(),
      payload: signal.payload ?? {},
    }
    const text = JSON.stringify(event)
    const seen = {
      type: signal.type,
      audience: signal.audience ?? "workspace",
      audience_id: signal.audience_id ?? null,
      payload: "{}",
    }
    for (const listener of room.listeners) {
      if (signal.coming_and_going && !listener.ws.data.presence) continue
      const give = () => {
        if (!listener.closed && visible(listener.reader!, seen) && !overflowed(listener)) sendAll(listener, [text])
      }
      if (listener.reader) give()
      else if (listener.early.length < earlyLimit) listener.early.push(give)
    }
  }

  /** Tells an ephemeral event to the sockets of all nodes. */
  const tell = (signal: Ephemeral) => {
    hear(signal)
    store.announce(signal)
  }

  const presence = createPresence(hear, store.announce)

  store.onCommit(({ committed, signals }) => {
    for (const [id, events] of groupBy(committed)) rooms.get(id)?.committed(events)
    for (const signal of signals) hear(signal)
  })
  const pullAll = () => Promise.all([...rooms.values()].map((room) => room.pull())).catch(fault)
  store.onAnnounce(({ places, signals, lost }) => {
    if (lost) void pullAll()
    for (const [id, place] of places) {
      const room = rooms.get(id)
      if (room && room.head() < place) room.pull().catch(fault)
    }
    for (const signal of signals) hear(signal)
  })

  /** Credentials run out and memberships end without an event too: everybody is asked again. */
  const recheck = async () => {
    for (const room of rooms.values())
      for (const listener of [...room.listeners]) {
        const end = await stillValid(listener.actor).catch((error) => {
          fault(error)
          return "uncertain" as const
        })
        if (end) listener.close(end)
        else if (listener.live && !(await store.read.members.find(room.id, listener.actor.user.id)))
          listener.close("accessRevoked")
      }
  }
  let foreign = store.foreignCommits()
  const timers = [
    setInterval(() => void recheck().catch(fault), recheckMs),
    setInterval(presence.beat, recheckMs),
    setInterval(() => {
      const now = store.foreignCommits()
      if (now !== foreign) void pullAll()
      foreign = now
    }, foreignMs),
  ]

  const websocket: WebSocketHandler<SocketData> = {
    open: (ws) =>
      void open(ws).catch((error) => {
        fault(error)
        ws.data.listener?.close("interrupted")
      }),
    close: closed,
    drain: (ws) => ws.data.listener?.drained?.(),
    message: (ws) => ws.data.listener?.close("talking"),
    idleTimeout: 60,
    sendPings: true,
    maxPayloadLength: 4_096,
    backpressureLimit: 4 * 1_048_576,
    closeOnBackpressureLimit: true,
    perMessageDeflate: false,
  }

  return {
    websocket,
    tell,
    /** Who has a socket open in this workspace. */
    online: presence.online,
    sockets: () => [...rooms.values()].reduce((sum, room) => sum + room.listeners.size, 0),
    /** Sends every client away, to come back. */
    stop: () => {
      for (const timer of timers) clearInterval(timer)
      for (const room of rooms.values()) for (const listener of room.listeners) listener.close("restarting")
    },
  }
}

export type Hub = ReturnType<typeof createHub>
