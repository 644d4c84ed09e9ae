import { touch } from "./fresh.ts"
import type { Draft, EventOf, Message, Reducers } from "./types.ts"

type Summary = NonNullable<Message["reactions"]>[number]

const ordered = (list: Summary[]) =>
  list
    .filter((summary) => summary.count > 0)
    .sort((a, b) => b.count - a.count || (a.emoji < b.emoji ? -1 : a.emoji > b.emoji ? 1 : 0))

/** One emoji's new count on one message; `mine` only when it was me. */
export const setReaction = (draft: Draft, id: string, emoji: string, count: number, mine?: boolean) => {
  const message = draft.messages[id]
  if (!message) return
  const list = message.reactions ?? []
  const old = list.find((summary) => summary.emoji === emoji)
  const next = { emoji, count, reacted_by_me: mine ?? old?.reacted_by_me ?? false }
  message.reactions = ordered([...list.filter((summary) => summary.emoji !== emoji), next])
}

/** My own click, before the server has answered. */
export const toggleReaction = (draft: Draft, id: string, emoji: string) => {
  const old = draft.messages[id]?.reactions?.find((summary) => summary.emoji === emoji)
  const mine = !old?.reacted_by_me
  setReaction(draft, id, emoji, (old?.count ?? 0) + (mine ? 1 : -1), mine)
  return mine
}

/** The whole list, as an answer gave it together with the event it caused. */
export const loadReactions = (draft: Draft, id: string, list: Summary[], cursor: string) => {
  const key = `reactions:${id}`
  if ((draft.touched[key] ?? "") > cursor) return
  const message = draft.messages[id]
  if (message) message.reactions = ordered(list)
  if (cursor) draft.touched[key] = cursor
}

const changed = (draft: Draft, event: EventOf<"reaction.added" | "reaction.removed">) => {
  const { message_id, emoji, count, user_id } = event.payload
  const mine = user_id === draft.me?.id ? event.type === "reaction.added" : undefined
  setReaction(draft, message_id, emoji, count, mine)
  touch(draft, `reactions:${message_id}`, event)
}

export const reactions: Reducers = { "reaction.added": changed, "reaction.removed": changed }
