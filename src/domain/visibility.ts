import type { Queries, Row } from "../store/index.ts"
import { type Actor, guestChannel, isManager, isTimedOut, type Role } from "./access.ts"

/**
 * Who an event is for:
 * - `workspace`: its members
 * - `channel`: whoever reads the public channel `audience_id`
 * - `private`: the members of the private channel `audience_id`
 * - `direct`: the people of the conversation `audience_id`
 * - `user`: the person `audience_id` alone
 * - `managers`: owners and moderators who are not restricted, and the person `audience_id`
 * - `system`: nobody; the server's own readers of the log
 */
export type Audience = "workspace" | "channel" | "private" | "direct" | "user" | "managers" | "system"

/** What decides which events somebody may see. */
export type Reader = {
  user_id: string
  role: Role
  manages: boolean
  /** Private channels that the reader is in, conversations, and for guests the one channel that they see. */
  places: Set<string>
  readsDirects: boolean
}

type Seen = Pick<Row<"events">, "audience" | "audience_id" | "type" | "payload">

/** The one rule of visibility: for the socket, the log over HTTP and subscriptions alike. */
export const visible = (reader: Reader, event: Seen): boolean => {
  switch (event.audience as Audience) {
    case "workspace":
      return true
    case "channel":
      return reader.role !== "guest" || reader.places.has(event.audience_id!)
    case "private":
      return reader.places.has(event.audience_id!) || removes(event, reader.user_id)
    case "direct":
      return reader.readsDirects && reader.places.has(event.audience_id!)
    case "user":
      return reader.user_id === event.audience_id
    case "managers":
      return reader.manages || reader.user_id === event.audience_id
    case "system":
      return false
  }
}

/** Whoever is taken out of a private channel hears of that, and of nothing after it. */
const removes = (event: Seen, userId: string): boolean =>
  event.type === "channel.member_removed" && JSON.parse(event.payload).user_id === userId

/** Reads what this actor may see in a workspace; nothing for who is not in it. */
export const readerOf = async (q: Queries, actor: Actor, workspaceId: string): Promise<Reader | undefined> => {
  const { id } = actor.user
  const member = await q.members.find(workspaceId, id)
  if (!member) return undefined
  const guest = member.role === "guest"
  const places = guest
    ? [(await q.channels.byName(workspaceId, guestChannel))?.id].filter((place) => place !== undefined)
    : [...(await q.channels.privateOf(workspaceId, id)), ...(await q.directs.ids(workspaceId, id))]
  return {
    user_id: id,
    role: member.role as Role,
    manages: isManager(member) && member.blocked_at === null && !isTimedOut(member),
    places: new Set(places),
    readsDirects: !guest && (!actor.bot || actor.bot.scopes.has("dms:read")),
  }
}

/** Events after which somebody's rights differ: who that is. */
export const changesRightsOf = (type: string, payload: Record<string, unknown>): string[] => {
  switch (type) {
    case "channel.member_added":
    case "channel.member_removed":
    case "member.moderation_updated":
    case "member.removed":
    case "member.joined":
      return [payload.user_id as string]
    case "dm.created":
      return payload.user_ids as string[]
    case "workspace.ownership_transferred":
      return [payload.new_owner_user_id as string, payload.former_owner_user_id as string]
    default:
      return []
  }
}
