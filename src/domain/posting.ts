import { fail } from "../errors.ts"
import { hashSecret } from "../ids.ts"
import type { Queries, Row, Tx } from "../store/index.ts"
import { type Actor, findPlace, guestChannel, needFreedom, type Place, placeFor } from "./access.ts"
import { mentionedHandles } from "./mentions.ts"
import { cut } from "./rules.ts"

/** What posting a root message and answering in a thread share. */

export type Posting = {
  body: string
  topic_id?: string | undefined
  kind?: string | undefined
  turn_id?: string | undefined
  quoted_message_id?: string | undefined
  upload_id?: string | undefined
}

/** Tells one posting from another under the same nonce. */
export const digest = (target: string, posting: Posting): string =>
  hashSecret(
    JSON.stringify([
      target,
      posting.body,
      posting.topic_id ?? "",
      posting.kind ?? "message",
      posting.turn_id ?? "",
      posting.quoted_message_id ?? "",
      posting.upload_id ?? "",
    ]),
  )

/** The message that this nonce was used for already; another use of it is refused. */
export const replayOf = async (
  q: Queries,
  author: string,
  nonce: string | undefined,
  wanted: string,
): Promise<Row<"messages"> | undefined> => {
  if (!nonce) return undefined
  const row = await q.messages.byNonce(author, nonce)
  if (row && (row.nonce_digest !== wanted || row.edited_at || row.deleted_at))
    fail("invalid", "client nonce was already used for a different message")
  return row
}

/** What a quote keeps of the quoted message: from the same place or thread, and not deleted. */
export const quoteOf = async (q: Queries, quotedId: string | undefined, fits: (quoted: Row<"messages">) => boolean) => {
  if (!quotedId) return {}
  const quoted = await q.messages.find(quotedId)
  if (!quoted || quoted.deleted_at || !fits(quoted))
    return fail("invalid", "quoted message is not in this channel, conversation, or thread")
  return {
    quoted_message_id: quoted.id,
    quoted_body_snapshot: cut(quoted.body, 280),
    quoted_author_id: quoted.author_id,
  }
}

/** The place to post into. A guest outside of the waiting room is told of the restriction, whether there is such a place or not. */
export const placeToPostIn = async (q: Queries, actor: Actor, workspaceId: string, placeId: string): Promise<Place> => {
  const place = await findPlace(q, actor, placeId)
  if (place) return place
  const member = await q.members.find(workspaceId, actor.user.id)
  if (member?.role === "guest") fail("forbidden", "moderation restriction")
  return placeFor(q, actor, placeId)
}

/** How many posts a guest has in 24 hours; deleted ones and replies count. */
export const guestPosts = 3

/** How many of their posts of the last 24 hours these guests have used in the waiting room. */
export const postsUsed = (q: Queries, placeId: string, userIds: string[]): Promise<Map<string, number>> =>
  q.moderation.postsSince(placeId, userIds, new Date(Date.now() - 24 * 3_600_000))

/** Ends the request for those who may read here but not write: restricted people, guests without budget, empty conversations. */
export const needWritable = async (q: Queries, userId: string, place: Place): Promise<void> => {
  needFreedom(place)
  if (place.role === "guest") {
    const used = await postsUsed(q, place.id, [userId])
    if ((used.get(userId) ?? 0) >= guestPosts) fail("rate_limited", "waiting room post limit reached")
  }
  if (place.kind === "direct") {
    const others = (await q.directs.people([place.id])).filter(({ user, role }) => user.id !== userId && role !== null)
    if (!others.some(({ user, role }) => role !== "guest" && user.deleted_at === null))
      fail("conflict", "direct conversation has no active recipient")
  }
}

/** The members of the workspace that a text mentions and who can read the place. */
export const mentionsIn = async (q: Queries, place: Place, body: string): Promise<string[]> => {
  const handles = mentionedHandles(body)
  if (handles.length === 0) return []
  const found = await q.members.byHandles(place.workspace_id, handles)
  const allowed = await readersAmong(q, place)
  const ids = new Map(found.filter((member) => allowed(member)).map((member) => [member.handle, member.id]))
  return handles.flatMap((handle) => ids.get(handle) ?? [])
}

/** Who reads the place: a mention tells nobody of a place that they cannot see. */
const readersAmong = async (q: Queries, place: Place) => {
  if (place.kind === "direct") {
    const people = new Set((await q.directs.people([place.id])).map(({ user }) => user.id))
    return ({ id }: { id: string }) => people.has(id)
  }
  if (place.private) {
    const people = new Set(await q.channels.memberIds(place.id))
    return ({ id }: { id: string }) => people.has(id)
  }
  const guests = (await q.channels.find(place.id))?.name === guestChannel
  return ({ role }: { role: string }) => guests || role !== "guest"
}

/** Where the events of a place go. */
export const audienceOf = (place: Pick<Place, "id" | "kind" | "private">) => ({
  audience: place.kind === "direct" ? "direct" : place.private ? "private" : "channel",
  audience_id: place.id,
  ...(place.kind === "direct" ? {} : { channel_id: place.id }),
})

/** What payloads say of a conversation; channels are named by the event itself. */
export const directPart = (placeId: string) => (placeId.startsWith("dm_") ? { direct_conversation_id: placeId } : {})

/** A new message brings a hidden conversation back. */
export const unhide = async (tx: Tx, place: Place): Promise<void> => {
  if (place.kind === "direct") await tx.directs.unhideAll(place.id)
}
