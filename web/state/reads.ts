import { isOlder, touch } from "./fresh.ts"
import type { Draft, Event, EventOf, Message, Reducers } from "./types.ts"

type Readable = { id: string; last_seq: number; last_read_seq: number; unread_count: number }

const isActivity = (message: Message) => message.kind === "agent_commentary" || message.kind === "agent_tool"

/** The server's rule: unread are roots of others that are neither deleted nor steps of an agent. */
export const counts = (draft: Draft, message: Message) =>
  message.author_id !== draft.me?.id && !message.deleted_at && !isActivity(message)

/** A channel or conversation of that id. */
export const readable = (draft: Draft, place: string): Readable | undefined => draft.channels[place] ?? draft.dms[place]

/** What an answer says about reading, unless events have said more since it was asked for. */
export const mergeReads = <T extends Readable>(draft: Draft, old: T | undefined, next: T, asOf: string): T => {
  if (!old) return next
  const last_seq = Math.max(old.last_seq, next.last_seq)
  const last_read_seq = Math.max(old.last_read_seq, next.last_read_seq)
  const keep =
    isOlder(draft, `reads:${next.id}`, asOf) || last_read_seq > next.last_read_seq || last_seq > next.last_seq
  return { ...next, last_seq, last_read_seq, unread_count: keep ? old.unread_count : next.unread_count }
}

/** Counts a new root, once: a sequence that is known already was counted by whoever told it. */
export const arrived = (draft: Draft, place: string, message: Message, event: Event) => {
  const target = readable(draft, place)
  const seq = message.channel_seq ?? 0
  if (!target || seq <= target.last_seq) return
  target.last_seq = seq
  if (seq > target.last_read_seq && counts(draft, message)) target.unread_count += 1
  touch(draft, `reads:${place}`, event)
}

/** Takes a deleted root out of the count. One that was never seen may or may not be in it: ask again. */
export const vanished = (draft: Draft, place: string, seq: number, before: Message | undefined, event: Event) => {
  const target = readable(draft, place)
  if (!target || seq <= target.last_read_seq || target.unread_count === 0) return
  if (!before) draft.stale[draft.channels[place] ? "channels" : "dms"] = true
  else if (counts(draft, before)) target.unread_count -= 1
  touch(draft, `reads:${place}`, event)
}

/** Moves the pointer forward, and counts again what is left below it. */
export const markRead = (draft: Draft, place: string, seq: number) => {
  const target = readable(draft, place)
  if (!target || seq <= target.last_read_seq) return
  target.last_read_seq = seq
  if (seq >= target.last_seq) {
    target.unread_count = 0
    return
  }
  const span = draft.spans[place]
  const first = span?.ids[0] ? (draft.messages[span.ids[0]]?.channel_seq ?? 0) : 0
  if (span?.state === "ready" && !span.hasNewer && first <= seq + 1)
    target.unread_count = span.ids.filter((id) => {
      const message = draft.messages[id]
      return message && (message.channel_seq ?? 0) > seq && counts(draft, message)
    }).length
  else draft.stale[draft.channels[place] ? "channels" : "dms"] = true
}

const read = (draft: Draft, event: EventOf<"channel.read" | "dm.read">, place: string) => {
  if (event.payload.user_id !== draft.me?.id) return
  markRead(draft, place, event.seq ?? 0)
  touch(draft, `reads:${place}`, event)
}

export const reads: Reducers = {
  "channel.read": (draft, event) => read(draft, event, event.payload.channel_id),
  "dm.read": (draft, event) => read(draft, event, event.payload.direct_conversation_id),
}
