import type { BotToken } from "../api/objects.ts"
import { fail } from "../errors.ts"
import type { Queries, Row } from "../store/index.ts"
import { type Actor, isManager, isTimedOut, type Standing, standingIn } from "./access.ts"

/** The bot, if it lives in this workspace. */
export const botIn = async (q: Queries, workspaceId: string, botId: string): Promise<Row<"users">> => {
  const [found] = await q.members.among(workspaceId, [botId])
  return found?.user.kind === "bot" && !found.user.deleted_at ? found.user : fail("not_found", "bot not found")
}

/** Why this person, standing there like this, does not decide about the bot; nothing for its owner, or a manager where it has none. */
export const botRefusal = (userId: string, standing: Standing, bot: Row<"users">): string | undefined => {
  if (standing.blocked_at !== null || isTimedOut(standing)) return "moderation restriction"
  if (!bot.owner_user_id) return isManager(standing) ? undefined : "workspace manager permission required"
  if (bot.owner_user_id !== userId) return "only the bot owner can manage this bot"
  return standing.role === "guest" ? "bot owner must be a workspace member" : undefined
}

/** Ends the request unless the actor decides about this bot. */
export const needBotRights = (actor: Actor, standing: Standing, bot: Row<"users">): void => {
  const refusal = botRefusal(actor.user.id, standing, bot)
  if (refusal) fail("forbidden", refusal)
}

/** The standing of somebody who may look at the bots of a workspace: guests may not. */
export const needMember = async (q: Queries, actor: Actor, workspaceId: string): Promise<Standing> => {
  const standing = await standingIn(q, actor, workspaceId)
  if (standing.role === "guest") fail("forbidden", "workspace member permission required")
  return standing
}

/** A token as the wire shows it; the secret is told once, when it is made. */
export const tokenJson = (row: Row<"bot_tokens">, secret?: string): BotToken => ({
  id: row.id,
  bot_user_id: row.bot_user_id,
  workspace_id: row.workspace_id,
  ...(row.owner_user_id ? { owner_user_id: row.owner_user_id } : {}),
  name: row.name,
  scopes: JSON.parse(row.scopes),
  ...(row.created_by ? { created_by: row.created_by } : {}),
  created_at: row.created_at,
  ...(row.last_used_at ? { last_used_at: row.last_used_at } : {}),
  ...(row.revoked_at ? { revoked_at: row.revoked_at } : {}),
  ...(secret ? { token: secret } : {}),
})

/**
 * Whether a token opens anything. An owned bot acts for its owner, and only as long as the owner is a member who is
 * neither a guest nor blocked: the bot would read and write what they may not.
 */
export const tokenWorks = (found: {
  token: Row<"bot_tokens">
  user: Row<"users">
  owner: Row<"workspace_members"> | null
}): boolean => {
  const { token, user, owner } = found
  if (token.revoked_at || user.deleted_at) return false
  return !user.owner_user_id || (owner !== null && owner.role !== "guest" && owner.blocked_at === null)
}
