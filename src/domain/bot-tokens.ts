import type { BotToken } from "../api/objects.ts"
import { fail } from "../errors.ts"
import { hashSecret, newId, newSecret, timestamp } from "../ids.ts"
import type { Row, Tx } from "../store/index.ts"
import { type Actor, standingIn } from "./access.ts"
import { audit } from "./audit.ts"
import { botIn, needBotRights, needMember, tokenJson } from "./bot-rights.ts"
import type { Deps } from "./deps.ts"
import { expandScopes } from "./scopes.ts"

export type TokenInput = { name?: string | undefined; scopes?: string[] | undefined; setup_nonce?: string | undefined }

/** Makes a token. Its secret is told only now. */
export const mintToken = async (
  tx: Tx,
  bot: Row<"users">,
  workspaceId: string,
  given: { name: string; scopes: string[]; created_by: string },
): Promise<BotToken & { token: string }> => {
  const secret = newSecret("ccb")
  const row: Row<"bot_tokens"> = {
    id: newId("btok"),
    bot_user_id: bot.id,
    workspace_id: workspaceId,
    owner_user_id: bot.owner_user_id,
    name: given.name,
    token_hash: hashSecret(secret),
    scopes: JSON.stringify(given.scopes),
    created_by: given.created_by,
    created_at: timestamp(),
    last_used_at: null,
    revoked_at: null,
  }
  await tx.bots.insertToken(row)
  return { ...tokenJson(row), token: secret }
}

/** Gives a token row another secret; sockets with the old one close. A revoked token stays dead. */
export const rotateToken = async (tx: Tx, id: string): Promise<BotToken> => {
  const row = await tx.bots.findToken(id)
  if (!row || row.revoked_at) return nonceTaken()
  const secret = newSecret("ccb")
  await tx.bots.rotate(id, hashSecret(secret))
  tellRevoked(tx, row)
  return { ...tokenJson(row), token: secret }
}

export const nonceTaken = (): never => fail("conflict", "setup nonce was already used for a different request")

/** Ends the sockets that were opened with this token. */
export const tellRevoked = (tx: Tx, { id, workspace_id }: Pick<Row<"bot_tokens">, "id" | "workspace_id">) =>
  tx.emit({ workspace_id, type: "bot_token.revoked", audience: "system", payload: { token_id: id } })

/** A token's name: trimmed, `default` when blank. */
export const tokenName = (text: string | undefined): string => {
  const name = text?.trim() || "default"
  return [...name].length <= 80 ? name : fail("invalid", "a token name has at most 80 characters")
}

/** Credentials of bots. */
export const botTokens = ({ store }: Deps) => {
  const q = store.read

  const list = async (actor: Actor, workspaceId: string, botId: string): Promise<BotToken[]> => {
    await needMember(q, actor, workspaceId)
    await botIn(q, workspaceId, botId)
    return (await q.bots.tokens(workspaceId, botId)).map((row) => tokenJson(row))
  }

  /** The same setup nonce with the same request gives the same row with another secret. */
  const create = (actor: Actor, workspaceId: string, botId: string, input: TokenInput): Promise<BotToken> =>
    store.write(workspaceId, async (tx) => {
      const standing = await standingIn(tx, actor, workspaceId)
      const bot = await botIn(tx, workspaceId, botId)
      needBotRights(actor, standing, bot)
      const given = { name: tokenName(input.name), scopes: expandScopes(input.scopes), created_by: actor.user.id }
      const nonce = input.setup_nonce
      const digest = hashSecret(JSON.stringify(["token", workspaceId, botId, given.name, given.scopes]))
      const earlier = nonce ? await tx.bots.findRequest(actor.user.id, nonce) : undefined
      if (earlier)
        return earlier.digest === digest && earlier.token_id ? rotateToken(tx, earlier.token_id) : nonceTaken()
      const token = await mintToken(tx, bot, workspaceId, given)
      if (nonce)
        await tx.bots.insertRequest({
          created_by: actor.user.id,
          nonce,
          workspace_id: workspaceId,
          digest,
          bot_user_id: botId,
          token_id: token.id,
          created_at: token.created_at,
        })
      await audit(tx, actor, workspaceId, "bot_token.created", "bot_token", token.id, {
        bot_user_id: botId,
        name: token.name,
      })
      return token
    })

  /** The one workspace of a bot, for those who can see the bot there. */
  const soleWorkspace = async (actor: Actor, botId: string): Promise<string> => {
    const homes = await q.members.workspacesOf(botId)
    const own = new Set(await q.members.workspacesOf(actor.user.id))
    const [only] = homes.filter((id) => own.has(id))
    if (homes.length > 1 && only) fail("invalid", "the bot lives in several workspaces: name one of them")
    return only ?? fail("not_found", "bot not found")
  }

  return {
    list,
    create,

    listSole: async (actor: Actor, botId: string) => list(actor, await soleWorkspace(actor, botId), botId),

    createSole: async (actor: Actor, botId: string, input: TokenInput) =>
      create(actor, await soleWorkspace(actor, botId), botId, input),

    /** Again is harmless: the time of the first stays. */
    revoke: async (actor: Actor, tokenId: string): Promise<BotToken> => {
      const found = (await q.bots.findToken(tokenId)) ?? fail("not_found", "bot token not found")
      return store.write(found.workspace_id, async (tx) => {
        const standing = await standingIn(tx, actor, found.workspace_id)
        const bot = (await tx.accounts.find(found.bot_user_id)) ?? fail("not_found", "bot not found")
        needBotRights(actor, standing, bot)
        const [ended] = await tx.bots.revoke({ id: tokenId }, timestamp())
        if (!ended) return tokenJson((await tx.bots.findToken(tokenId)) ?? fail("not_found", "bot token not found"))
        tellRevoked(tx, ended)
        await audit(tx, actor, ended.workspace_id, "bot_token.revoked", "bot_token", tokenId, { bot_user_id: bot.id })
        return tokenJson(ended)
      })
    },
  }
}
