import { isOlder, touch } from "./fresh.ts"
import { putUser } from "./members.ts"
import { settle } from "./outbox.ts"
import { arrived, vanished } from "./reads.ts"
import type { Draft, EventOf, Message, MessagePage, Reducers, Span } from "./types.ts"

/** Where a message stands. */
export const placeOf = (message: Pick<Message, "channel_id" | "direct_conversation_id">) =>
  message.channel_id ?? message.direct_conversation_id ?? ""

/** Stores a message from an answer asked at `asOf`; each part keeps what a later event said about it. */
export const putMessage = (draft: Draft, message: Message, asOf: string) => {
  const { author, quoted_author, ...rest } = message
  if (author) putUser(draft, author, asOf)
  if (quoted_author) putUser(draft, quoted_author, asOf)
  const old = draft.messages[message.id]
  if (!old) {
    draft.messages[message.id] = rest
    return
  }
  const body = isOlder(draft, message.id, asOf) ? old : rest
  const reactions = isOlder(draft, `reactions:${message.id}`, asOf) ? old.reactions : (rest.reactions ?? old.reactions)
  const thread_state = isOlder(draft, `thread:${message.id}`, asOf)
    ? old.thread_state
    : (rest.thread_state ?? old.thread_state)
  draft.messages[message.id] = { ...body, route_id: rest.route_id ?? old.route_id, reactions, thread_state }
}

const seqOf = (draft: Draft, id: string) => draft.messages[id]?.channel_seq ?? draft.messages[id]?.thread_seq ?? 0

/** Puts an id where its sequence belongs, once. */
export const insert = (draft: Draft, span: Span, id: string) => {
  if (span.ids.includes(id)) return
  const seq = seqOf(draft, id)
  let at = span.ids.length
  while (at > 0 && seqOf(draft, span.ids[at - 1] ?? "") > seq) at -= 1
  span.ids.splice(at, 0, id)
}

export type Direction = "fresh" | "older" | "newer"

/** Joins a page to a stretch. What events added below its end stays, if the page reaches the end. */
export const joinPage = (
  draft: Draft,
  span: Span,
  page: Omit<MessagePage, "messages">,
  ids: string[],
  to: Direction,
) => {
  const known = new Set(ids)
  const others = span.ids.filter((id) => !known.has(id))
  if (to === "fresh") {
    span.ids = page.has_newer ? ids : [...ids, ...others.filter((id) => seqOf(draft, id) > page.newest_seq)]
    span.hasOlder = page.has_older
    span.hasNewer = page.has_newer
  } else if (to === "older") {
    span.ids = [...ids, ...others]
    span.hasOlder = page.has_older
  } else {
    span.ids = [...others, ...ids]
    span.hasNewer = page.has_newer
  }
  if (!span.hasNewer) span.missed = 0
  span.state = "ready"
}

/** The stretch of a place, made when there is none. */
export const spanOf = (spans: Record<string, Span>, key: string): Span => {
  const found = spans[key]
  if (found) return found
  spans[key] = { ids: [], hasOlder: false, hasNewer: false, state: "loading", missed: 0 }
  return spans[key] as Span
}

/** A page of a place's messages, as a request that began at `asOf` was answered. */
export const loadPage = (draft: Draft, place: string, page: MessagePage, to: Direction, asOf: string) => {
  for (const message of page.messages) putMessage(draft, message, asOf)
  const ids = page.messages.map((message) => message.id)
  joinPage(draft, spanOf(draft.spans, place), page, ids, to)
}

/** Puts a new message at the end of where it belongs; in the middle of old ones it is only counted. */
export const append = (draft: Draft, message: Message) => {
  const root = message.parent_message_id
  const span = root ? draft.threads[root] : draft.spans[placeOf(message)]
  if (!span) return
  if (span.hasNewer) span.missed += 1
  else insert(draft, span, message.id)
}

/** Forgets all but the newest of a place that nobody looks at. What is between two holes is kept as it is. */
export const trim = (draft: Draft, place: string, keep = 100) => {
  const span = draft.spans[place]
  if (!span || span.hasNewer || span.ids.length <= keep * 2) return
  span.hasOlder = true
  for (const id of span.ids.splice(0, span.ids.length - keep)) if (!draft.threads[id]) delete draft.messages[id]
}

const gone = (message: Message, at: string): Message => ({
  ...message,
  body: "",
  attachments: undefined,
  deleted_at: at,
})

const updated = (draft: Draft, event: EventOf<"message.updated" | "message.deleted">) => {
  const { message, message_id } = event.payload
  const before = draft.messages[message_id]
  const after = message ?? (before && event.type === "message.deleted" ? gone(before, event.created_at) : undefined)
  if (after) putMessage(draft, { ...after, reactions: undefined }, event.cursor)
  touch(draft, message_id, event)
  return before
}

export const messages: Reducers = {
  "message.created": (draft, event) => {
    const { message } = event.payload
    if (!message) return
    const place = placeOf(message)
    putMessage(draft, message, event.cursor)
    touch(draft, message.id, event)
    settle(draft, message)
    if (draft.typing[place]) delete draft.typing[place][message.author_id]
    if (!draft.channels[place] && !draft.dms[place]) {
      draft.stale[message.direct_conversation_id ? "dms" : "channels"] = true
      return
    }
    arrived(draft, place, message, event)
    append(draft, message)
  },
  "message.updated": (draft, event) => {
    updated(draft, event)
  },
  "message.deleted": (draft, event) => {
    const before = updated(draft, event)
    const { message_id, root_message_id, direct_conversation_id } = event.payload
    if (root_message_id !== message_id) return
    vanished(draft, event.channel_id ?? direct_conversation_id ?? "", event.seq ?? 0, before, event)
  },
}
