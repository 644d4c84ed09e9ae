import type { Scope } from "../api/endpoint.ts"
import { fail } from "../errors.ts"
import { timestamp } from "../ids.ts"
import type { Queries, Row } from "../store/index.ts"

/** Who is asking. */
export type Actor = {
  user: Row<"users">
  /** The session, for people; absent for a local caller of a development server. */
  session_id?: string
  /** The token, for bots: bound to one workspace and to what it was granted. */
  bot?: { token_id: string; workspace_id: string; scopes: Set<string> }
}

export type Role = "owner" | "moderator" | "member" | "guest" | "bot"

/** Somebody's standing in a workspace. */
export type Standing = { role: Role; timeout_until: string | null; blocked_at: string | null; joined_at: string }

/** A channel or conversation that the actor may see, with the actor's standing there. */
export type Place = Standing & {
  id: string
  kind: "channel" | "direct"
  workspace_id: string
  private: boolean
  last_seq: number
  countable: number
}

/** The channel that guests are kept in. */
export const guestChannel = "guest"

/** Ends the request unless the bot's token holds the scope; people need none. */
export const needScope = (actor: Actor, scope: Scope): void => {
  if (actor.bot && !actor.bot.scopes.has(scope)) fail("forbidden", `the bot token lacks the scope ${scope}`)
}

/** Ends the request when a bot's token is bound to another workspace. */
export const needBinding = (actor: Actor, workspaceId: string): void => {
  if (actor.bot && actor.bot.workspace_id !== workspaceId)
    fail("forbidden", "the bot token is bound to another workspace")
}

export const isManager = (standing: { role: string }): boolean =>
  standing.role === "owner" || standing.role === "moderator"

export const isTimedOut = (standing: Pick<Standing, "timeout_until">): boolean =>
  standing.timeout_until !== null && standing.timeout_until > timestamp()

/** Ends the request for those whom a moderator has blocked or timed out. */
export const needFreedom = (standing: Pick<Standing, "timeout_until" | "blocked_at">): void => {
  if (standing.blocked_at !== null || isTimedOut(standing)) fail("forbidden", "moderation restriction")
}

/** The actor's standing in a workspace; who is not in it learns nothing of it. */
export const standingIn = async (q: Queries, actor: Actor, workspaceId: string): Promise<Standing> => {
  needBinding(actor, workspaceId)
  const member = await q.members.find(workspaceId, actor.user.id)
  return member ? (member as Standing) : fail("not_found", "workspace not found")
}

/** The standing of an owner or moderator who is free to act; others are refused. */
export const managerOf = async (q: Queries, actor: Actor, workspaceId: string): Promise<Standing> => {
  const standing = await standingIn(q, actor, workspaceId)
  needFreedom(standing)
  if (!isManager(standing)) fail("forbidden", "workspace manager permission required")
  return standing
}

/** The channel (`chn_`) or conversation (`dm_`), if this actor may read it. */
export const placeFor = async (q: Queries, actor: Actor, id: string): Promise<Place> =>
  (await findPlace(q, actor, id)) ??
  fail("not_found", id.startsWith("dm_") ? "conversation not found" : "channel not found")

/** As `placeFor`, but nothing for what the actor may not see. A bot of another workspace is refused outright. */
export const findPlace = async (q: Queries, actor: Actor, id: string): Promise<Place | undefined> => {
  if (id.startsWith("dm_")) {
    const found = await q.places.direct(id, actor.user.id)
    if (!found) return undefined
    const { direct, member, inside } = found
    needBinding(actor, direct.workspace_id)
    if (!inside || !member || member.role === "guest") return undefined
    const { workspace_id, last_seq, countable } = direct
    return { ...(member as Standing), id, kind: "direct", workspace_id, private: true, last_seq, countable }
  }
  const found = await q.places.channel(id, actor.user.id)
  if (!found) return undefined
  const { channel, member, inside } = found
  needBinding(actor, channel.workspace_id)
  const hidden = channel.kind === "private"
  if (!member || (hidden && !inside) || (member.role === "guest" && channel.name !== guestChannel)) return undefined
  const { workspace_id, last_seq, countable } = channel
  return { ...(member as Standing), id, kind: "channel", workspace_id, private: hidden, last_seq, countable }
}

/** The message, if this actor may read the place it stands in. */
export const messageFor = async (
  q: Queries,
  actor: Actor,
  id: string,
): Promise<{ row: Row<"messages">; place: Place }> => {
  const row = (await q.messages.find(id)) ?? fail("not_found", "message not found")
  if (actor.bot && row.workspace_id !== actor.bot.workspace_id) fail("not_found", "message not found")
  const place = (await findPlace(q, actor, row.place_id)) ?? fail("not_found", "message not found")
  return { row, place }
}

/** A bot needs another scope for the same deed in a direct conversation. */
export const needScopeIn = (actor: Actor, place: { id: string }, inChannel: Scope, inDirect: Scope): void =>
  needScope(actor, place.id.startsWith("dm_") ? inDirect : inChannel)
