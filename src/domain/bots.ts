import type { BotToken, BotWithTokens, DeletedBot, OwnedBotEntry, User } from "../api/objects.ts"
import { fail } from "../errors.ts"
import { hashSecret, timestamp } from "../ids.ts"
import type { Row, Tx } from "../store/index.ts"
import { type Actor, isManager, needFreedom, type Standing, standingIn } from "./access.ts"
import { revokeAnchored } from "./anchored.ts"
import { audit } from "./audit.ts"
import { botIn, needMember, tokenJson } from "./bot-rights.ts"
import { mintToken, nonceTaken, rotateToken, tokenName } from "./bot-tokens.ts"
import type { Deps } from "./deps.ts"
import { avatarUrl, displayName, handle } from "./rules.ts"
import { expandScopes } from "./scopes.ts"
import { newUser, tellProfile } from "./users.ts"
import { userJson } from "./wire.ts"
import { join } from "./workspaces.ts"

export type BotInput = {
  display_name: string
  owner_user_id?: string | undefined
  handle?: string | undefined
  avatar_url?: string | undefined
  token_name?: string | undefined
  scopes?: string[] | undefined
  setup_nonce?: string | undefined
  initial_token?: boolean | undefined
}

type NewBot = { bot: User; bot_token?: BotToken }

/** A service bot is made by managers; a bot of one's own by members, each for themselves. */
const needMaker = (actor: Actor, standing: Standing, owner: string | null) => {
  needFreedom(standing)
  if (owner === null)
    return isManager(standing) ? undefined : fail("forbidden", "workspace manager permission required")
  if (owner !== actor.user.id) fail("forbidden", "only the bot owner can create a user-owned bot")
  if (standing.role === "guest" || standing.role === "bot") fail("forbidden", "bot owner must be a workspace member")
}

/**
 * Takes a bot out of a workspace; its tokens, codes, menu, commands, apps, hooks and private channels there go with it,
 * its messages stay.
 */
export const expel = async (tx: Tx, bot: Row<"users">, workspaceId: string, at: string) => {
  await tx.bots.revoke({ bot_user_id: bot.id, workspace_id: workspaceId }, at)
  await revokeAnchored(tx, bot.id, workspaceId, at)
  await tx.bots.removeCodes(bot.id, { workspace_id: workspaceId })
  await tx.bots.replaceCommands(workspaceId, bot.id, [])
  await tx.channels.leaveAll(workspaceId, bot.id)
  await tx.members.remove(workspaceId, bot.id)
  tx.emit({ workspace_id: workspaceId, type: "member.removed", audience: "system", payload: { user_id: bot.id } })
}

/** Members that are programs. */
export const bots = ({ store }: Deps) => ({
  /** The bots of a workspace with their tokens. */
  list: async (actor: Actor, workspaceId: string): Promise<BotWithTokens[]> => {
    await needMember(store.read, actor, workspaceId)
    const tokens = Map.groupBy(await store.read.bots.tokens(workspaceId), (token) => token.bot_user_id)
    return (await store.read.bots.of(workspaceId)).map(({ user }) => ({
      bot: userJson(user),
      tokens: (tokens.get(user.id) ?? []).map((token) => tokenJson(token)),
    }))
  },

  /** The bots that this person owns, one entry for each workspace. */
  own: async (actor: Actor): Promise<OwnedBotEntry[]> =>
    (await store.read.accounts.ownedBots(actor.user.id)).map(({ bot, ...entry }) => ({ bot: userJson(bot), ...entry })),

  /**
   * Makes a bot and, unless told otherwise, its first token, whose secret is told only now. The same setup nonce with
   * the same request gives the same bot, and its token another secret.
   */
  create: (actor: Actor, workspaceId: string, input: BotInput): Promise<NewBot> =>
    store.write(workspaceId, async (tx) => {
      const owner_user_id = input.owner_user_id?.trim() || null
      needMaker(actor, await standingIn(tx, actor, workspaceId), owner_user_id)
      const name = displayName(input.display_name)
      const looks = { owner_user_id, handle: handle(input.handle ?? ""), avatar_url: avatarUrl(input.avatar_url ?? "") }
      const wanted = input.initial_token !== false
      const given = { name: tokenName(input.token_name), scopes: expandScopes(input.scopes), created_by: actor.user.id }
      const nonce = input.setup_nonce
      const digest = hashSecret(JSON.stringify(["bot", workspaceId, name, looks, given.name, given.scopes, wanted]))

      const earlier = nonce ? await tx.bots.findRequest(actor.user.id, nonce) : undefined
      if (earlier) {
        if (earlier.digest !== digest) nonceTaken()
        const [made] = await tx.members.among(workspaceId, [earlier.bot_user_id])
        if (!made) return nonceTaken()
        return {
          bot: userJson(made.user),
          ...(earlier.token_id ? { bot_token: await rotateToken(tx, earlier.token_id) } : {}),
        }
      }

      if (looks.handle && (await tx.accounts.byHandle(looks.handle))) fail("invalid", "handle is already taken")
      const bot = newUser(name, { kind: "bot", ...looks })
      await tx.accounts.insert(bot)
      await join(tx, workspaceId, bot, "bot")
      await tx.bots.settle(bot.id, workspaceId)
      await audit(tx, actor, workspaceId, "bot.created", "bot", bot.id, { display_name: name })
      const token = wanted ? await mintToken(tx, bot, workspaceId, given) : undefined
      if (nonce)
        await tx.bots.insertRequest({
          created_by: actor.user.id,
          nonce,
          workspace_id: workspaceId,
          digest,
          bot_user_id: bot.id,
          token_id: token?.id ?? null,
          created_at: bot.created_at,
        })
      return { bot: userJson(bot), ...(token ? { bot_token: token } : {}) }
    }),

  /** Takes a bot out of a workspace: managers, and the owner of the bot. */
  leave: (actor: Actor, workspaceId: string, botId: string): Promise<void> =>
    store.write(workspaceId, async (tx) => {
      const standing = await standingIn(tx, actor, workspaceId)
      needFreedom(standing)
      const bot = await tx.accounts.find(botId)
      if (!isManager(standing) && bot?.owner_user_id !== actor.user.id)
        fail("forbidden", "workspace manager permission required")
      await expel(tx, await botIn(tx, workspaceId, botId), workspaceId, timestamp())
      await audit(tx, actor, workspaceId, "bot.membership_removed", "bot", botId)
      tx.signal({ type: "bot.membership_removed", workspace_id: workspaceId, payload: { bot_user_id: botId } })
    }),

  /** Deletes a bot for good: its owner, or who manages every workspace in which a service bot is or was. */
  remove: async (actor: Actor, botId: string): Promise<DeletedBot> => {
    const workspaces = await store.read.bots.workspacesEver(botId)
    return store.write(workspaces, (tx) => deleteBot(tx, actor, botId, workspaces))
  },
})

/** Deletes a bot; the write must hold every workspace in which it is or was. */
export const deleteBot = async (tx: Tx, actor: Actor, botId: string, workspaces: string[]): Promise<DeletedBot> => {
  const bot = await tx.accounts.find(botId)
  if (bot?.kind !== "bot" || bot.deleted_at) return fail("not_found", "bot not found")
  await needDeleter(tx, actor, bot, workspaces)
  const tombstone = { former_handle: bot.handle, handle: "", deleted_at: timestamp() }
  const current = await tx.members.workspacesOf(botId)
  for (const id of current) await expel(tx, bot, id, tombstone.deleted_at)
  await tx.bots.revoke({ bot_user_id: botId }, tombstone.deleted_at)
  await tx.bots.removeCodes(botId)
  await tx.accounts.update(botId, tombstone)
  tellProfile(tx, { ...bot, ...tombstone }, workspaces)
  const { display_name } = bot
  const { former_handle, deleted_at } = tombstone
  for (const workspace_id of workspaces) {
    await audit(tx, actor, workspace_id, "bot.deleted", "bot", botId, { display_name, former_handle })
    tx.signal({
      type: "bot.deleted",
      workspace_id,
      payload: { bot_user_id: botId, display_name, former_handle, deleted_at },
    })
  }
  return { id: botId, display_name, former_handle, deleted_at }
}

/** Who shares no workspace with the bot does not learn that it exists. */
const needDeleter = async (tx: Tx, actor: Actor, bot: Row<"users">, workspaces: string[]) => {
  if (bot.owner_user_id === actor.user.id) return
  const standings = []
  for (const id of workspaces) standings.push(await tx.members.find(id, actor.user.id))
  if (standings.every((standing) => standing === undefined)) fail("not_found", "bot not found")
  if (bot.owner_user_id) fail("forbidden", "only the bot owner can manage this bot")
  for (const standing of standings) {
    if (!standing || !isManager(standing)) return fail("forbidden", "workspace manager permission required")
    needFreedom(standing)
  }
}
