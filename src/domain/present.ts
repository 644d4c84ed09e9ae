import type { Message, ReactionSummary } from "../api/objects.ts"
import type { Queries, Row } from "../store/index.ts"
import { messageJson, peopleOf, threadStateJson, userJson } from "./wire.ts"

/** Users by id, as the wire shows them. */
export const peopleByIds = async (q: Queries, ids: string[]) =>
  new Map((await q.accounts.byIds(ids)).map((user) => [user.id, userJson(user)]))

/** The reactions of each message as this person sees them, most used first. */
export const reactionsOf = async (q: Queries, userId: string, messageIds: string[]) => {
  const summaries = new Map<string, ReactionSummary[]>()
  for (const { message_id, emoji, count, mine } of await q.reactions.summaries(messageIds, userId)) {
    const list = summaries.get(message_id) ?? []
    list.push({ emoji, count, reacted_by_me: mine > 0 })
    summaries.set(message_id, list)
  }
  return summaries
}

/** Messages with authors, reactions and (roots) thread state: three queries, however many messages. */
export const present = async (q: Queries, userId: string, rows: Row<"messages">[]): Promise<Message[]> => {
  if (rows.length === 0) return []
  const people = await peopleByIds(q, peopleOf(rows))
  const reactions = await reactionsOf(
    q,
    userId,
    rows.map((row) => row.id),
  )
  return rows.map((row) => ({
    ...messageJson(row, people),
    ...(row.parent_message_id ? {} : { thread_state: threadStateJson(row) }),
    ...(reactions.has(row.id) ? { reactions: reactions.get(row.id)! } : {}),
  }))
}

/** One message, with everything. */
export const presentOne = async (q: Queries, userId: string, row: Row<"messages">): Promise<Message> =>
  (await present(q, userId, [row]))[0]!
