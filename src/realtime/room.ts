import { eventJson, hydrate } from "../domain/log.ts"
import { visible } from "../domain/visibility.ts"
import type { Committed, Store } from "../store/index.ts"
import { type closeCodes, type Listener, overflowed, sendAll } from "./listener.ts"

/** One event in the shared tail: serialised once, for whoever may see it. */
export type Entry = {
  place: number
  row: Committed["row"]
  payload: Record<string, unknown>
  /** What goes over the wire; absent when the object changed after it was written down, and is read again when needed. */
  text: string | undefined
}

const tailLength = 2_000
const pageLength = 500

/**
 * The sockets of one workspace and the end of its log. Live delivery and catch-up are the same thing: every listener has a
 * place in the log, and is given what comes after it.
 */
export type Room = {
  id: string
  listeners: Set<Listener>
  /** The place up to which events were handed out here. */
  head: () => number
  /** Takes events that have just been committed, or finds out from the log what they were. */
  committed(events: Committed[]): void
  /** Looks into the log for what another program wrote. */
  pull(): Promise<void>
  /** The next events after a place: from the tail, else from the log; at most a page. */
  after(place: number): Promise<Entry[]>
  /** Resolves when the room knows the end of its log. */
  ready: Promise<void>
}

export const createRoom = (
  store: Store,
  id: string,
  onEntries: (entries: Entry[]) => void,
  onFault: (error: unknown) => void,
): Room => {
  let head = -1
  let tail: Entry[] = []
  let pulling: Promise<void> | undefined
  let again = false
  const listeners = new Set<Listener>()

  const append = (entries: Entry[]) => {
    if (entries.length === 0) return
    for (const { row, payload } of entries)
      if (row.type === "message.updated" || row.type === "message.deleted") forget(payload.message_id)
    tail.push(...entries)
    if (tail.length > tailLength * 1.5) tail = tail.slice(-tailLength)
    head = entries.at(-1)!.place
    onEntries(entries)
  }

  /** Nobody who catches up later gets the old text of a message that was edited or deleted since. */
  const forget = (messageId: unknown) => {
    for (const entry of tail) if (entry.row.object_id === messageId) entry.text = undefined
  }

  const fromLog = async (place: number): Promise<Entry[]> => {
    const rows = await store.read.events.after(id, place, pageLength)
    const events = await hydrate(store.read, rows)
    return rows.map((row, index) => ({
      place: row.place,
      row,
      payload: JSON.parse(row.payload),
      text: JSON.stringify(events[index]),
    }))
  }

  const pull = (): Promise<void> => {
    again = true
    pulling ??= (async () => {
      try {
        while (again) {
          again = false
          for (let entries = await fromLog(head); entries.length > 0; entries = await fromLog(head))
            append(entries.filter((entry) => entry.place > head))
        }
      } finally {
        pulling = undefined
      }
    })()
    return pulling
  }

  const ready = (async () => {
    head = (await store.read.workspaces.head(id)) ?? 0
    await pull()
  })()
  ready.catch(onFault)

  return {
    id,
    listeners,
    ready,
    head: () => head,
    pull,
    committed: (events) => {
      // Before the end of the log is known there is nothing to append to; whoever finds it out looks into the log after that.
      if (head < 0) return
      const next = pulling === undefined && events[0]!.row.place === head + 1
      if (!next) return void pull().catch(onFault)
      append(
        events.map(({ row, payload, object }) => ({
          place: row.place,
          row,
          payload,
          text: JSON.stringify(eventJson(row, payload, object)),
        })),
      )
    },
    after: async (place) => {
      const first = tail[0]
      if (!first || first.place > place + 1) return fromLog(place)
      const index = place + 1 - first.place
      const page =
        tail[index]?.place === place + 1
          ? tail.slice(index, index + pageLength)
          : tail.filter((entry) => entry.place > place).slice(0, pageLength)
      const stale = page.filter((entry) => entry.text === undefined)
      if (stale.length > 0) {
        const events = await hydrate(
          store.read,
          stale.map((entry) => entry.row),
        )
        stale.forEach((entry, at) => {
          entry.text = JSON.stringify(events[at])
        })
      }
      return page
    },
  }
}

/** What the server's own readers of the log do at this place: end the sockets of a credential that is gone. */
const ends = (listener: Listener, { row, payload }: Entry): keyof typeof closeCodes | undefined => {
  if (row.audience !== "system") return undefined
  const { actor } = listener
  if (row.type === "session.revoked" && payload.session_id === actor.session_id) return "sessionRevoked"
  if (row.type === "bot_token.revoked" && payload.token_id === actor.bot?.token_id) return "tokenRevoked"
  if (row.type === "member.removed" && payload.user_id === actor.user.id) return "accessRevoked"
  return undefined
}

/** Gives a listener these events, as far as it may see them; false when its socket is gone. */
export const deliver = (listener: Listener, entries: Entry[]): boolean => {
  const texts: string[] = []
  for (const entry of entries) {
    if (entry.place <= listener.place) continue
    const end = ends(listener, entry)
    if (end) {
      sendAll(listener, texts)
      listener.close(end)
      return false
    }
    listener.place = entry.place
    if (entry.text !== undefined && visible(listener.reader!, entry.row)) texts.push(entry.text)
  }
  sendAll(listener, texts)
  if (!overflowed(listener)) return true
  listener.close("overflow")
  return false
}
