import type { Message, ReactionSummary, Upload } from "../api/objects.ts"
import type { Queries, Row } from "../store/index.ts"
import { messageJson, peopleOf, threadStateJson, uploadJson, userJson } from "./wire.ts"

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

/** The files of each message; no query where no message has any. */
export const filesOf = async (q: Queries, rows: Row<"messages">[]): Promise<Map<string, Upload[]>> => {
  const showing = rows.filter((row) => row.attachment_count > 0).map((row) => row.id)
  const files = new Map<string, Upload[]>()
  for (const { message_id, upload } of await q.uploads.ofMessages(showing))
    files.set(message_id, [...(files.get(message_id) ?? []), uploadJson(upload)])
  return files
}

/** One message as every reader of it sees it: with its people and files. */
export const shownOne = async (q: Queries, row: Row<"messages">): Promise<Message> =>
  messageJson(row, await peopleByIds(q, peopleOf([row])), await filesOf(q, [row]))

/** Messages with authors, files, reactions and (roots) thread state: four queries at most, however many messages. */
export const present = async (q: Queries, userId: string, rows: Row<"messages">[]): Promise<Message[]> => {
  if (rows.length === 0) return []
  const people = await peopleByIds(q, peopleOf(rows))
  const files = await filesOf(q, rows)
  const reactions = await reactionsOf(
    q,
    userId,
    rows.map((row) => row.id),
  )
  return rows.map((row) => ({
    ...messageJson(row, people, files),
    ...(row.parent_message_id ? {} : { thread_state: threadStateJson(row) }),
    ...(reactions.has(row.id) ? { reactions: reactions.get(row.id)! } : {}),
  }))
}

/** One message, with everything. */
export const presentOne = async (q: Queries, userId: string, row: Row<"messages">): Promise<Message> =>
  (await present(q, userId, [row]))[0]!
