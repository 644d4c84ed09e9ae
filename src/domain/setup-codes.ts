import type { BotSetupCode, SetupClaim, SetupDefaults } from "../api/objects.ts"
import { fail } from "../errors.ts"
import { hashSecret, newId, timestamp } from "../ids.ts"
import type { Queries, Row } from "../store/index.ts"
import { type Actor, type Standing, standingIn } from "./access.ts"
import { audit } from "./audit.ts"
import { botIn, botRefusal, needBotRights } from "./bot-rights.ts"
import { mintToken, tokenName } from "./bot-tokens.ts"
import type { Deps } from "./deps.ts"
import { slidingWindow } from "./limits.ts"
import { expandScopes } from "./scopes.ts"

export type CodeInput = {
  name?: string | undefined
  scopes?: string[] | undefined
  defaults?: SetupDefaults | undefined
}

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
const lifeMs = 10 * 60_000

const newCode = (): string =>
  Array.from(
    crypto.getRandomValues(new Uint8Array(12)),
    (byte, at) => (at === 4 || at === 8 ? "-" : "") + alphabet[byte & 31],
  ).join("")

/** A code without what people may write otherwise: case, hyphens, spaces. */
const bare = (code: string): string => code.toUpperCase().replace(/[\s-]/g, "")

const hashCode = (code: string): string => hashSecret(`bot-setup-code:${bare(code)}`)

const cleanDefaults = (given: SetupDefaults = {}, scopes: string[]): SetupDefaults => {
  const { defaultTo, allowFrom, agentActivity } = given
  if (agentActivity && !scopes.includes("agent_activity:write"))
    fail("invalid", "defaults.agentActivity needs the scope agent_activity:write")
  return {
    ...(defaultTo?.trim() ? { defaultTo: defaultTo.trim() } : {}),
    ...(allowFrom ? { allowFrom: [...new Set(allowFrom.map((entry) => entry.trim()))] } : {}),
    ...(agentActivity === undefined ? {} : { agentActivity }),
  }
}

/** Codes that a bot's program exchanges for a token. */
export const setupCodes = ({ store, config }: Deps) => {
  const attempts = slidingWindow({ limit: 10, windowMs: 60_000 })

  /** Where a program finds this server, as far as anybody knows; `local` is how a trusted local caller reached it. */
  const contract = (local: string | undefined): { contract_version: 1; api_base_url: string } | undefined => {
    const base = (config.public_api_url || config.public_url || local || "").replace(/\/+$/, "")
    return base ? { contract_version: 1, api_base_url: base } : undefined
  }

  /** Whether who made a code could still make it. */
  const stillStands = async (q: Queries, row: Row<"bot_setup_codes">, bot: Row<"users">): Promise<boolean> => {
    const standing = await q.members.find(row.workspace_id, row.created_by)
    return standing !== undefined && botRefusal(row.created_by, standing as Standing, bot) === undefined
  }

  return {
    /** Makes a code, which is told only now; a pending one of the same bot and token name is void. */
    create: (
      actor: Actor,
      workspaceId: string,
      botId: string,
      input: CodeInput,
      local?: string,
    ): Promise<BotSetupCode> =>
      store.write(workspaceId, async (tx) => {
        const standing = await standingIn(tx, actor, workspaceId)
        const bot = await botIn(tx, workspaceId, botId)
        needBotRights(actor, standing, bot)
        const token_name = tokenName(input.name)
        const scopes = expandScopes(input.scopes)
        const defaults = cleanDefaults(input.defaults, scopes)
        const code = newCode()
        const row = {
          id: newId("bsc"),
          bot_user_id: botId,
          workspace_id: workspaceId,
          token_name,
          created_by: actor.user.id,
          created_at: timestamp(),
          expires_at: timestamp(new Date(Date.now() + lifeMs)),
        }
        await tx.bots.removeCodes(botId, { workspace_id: workspaceId, token_name })
        await tx.bots.insertCode({
          ...row,
          scopes: JSON.stringify(scopes),
          defaults: JSON.stringify(defaults),
          code_hash: hashCode(code),
        })
        await audit(tx, actor, workspaceId, "bot_setup_code.created", "bot_setup_code", row.id, {
          bot_user_id: botId,
          token_name,
        })
        const reach = contract(local)
        return {
          ...row,
          scopes,
          defaults,
          code,
          ...(reach ? { ...reach, claim_url: `${reach.api_base_url}/api/bot-setup-codes/claim` } : {}),
        }
      }),

    /** Exchanges a code for a token. Whatever does not work is not found; too many tries from one address are refused. */
    claim: async (code: string, address: string, local?: string): Promise<SetupClaim> => {
      if (!attempts.take(address)) fail("rate_limited", "too many setup code attempts; try again in a minute")
      const unusable = () => fail("not_found", "setup code is invalid or expired")
      const found = await store.read.bots.codeByHash(hashCode(code))
      if (!found) return unusable()
      return store.write(found.workspace_id, async (tx) => {
        const row = await tx.bots.codeByHash(found.code_hash)
        if (!row || row.expires_at <= timestamp()) return unusable()
        const [member] = await tx.members.among(row.workspace_id, [row.bot_user_id])
        const workspace = await tx.workspaces.find(row.workspace_id)
        if (!member || member.user.deleted_at || !workspace) return unusable()
        const bot = member.user
        if (!(await stillStands(tx, row, bot))) return unusable()
        await tx.bots.removeCodes(bot.id, { id: row.id })
        const scopes: string[] = JSON.parse(row.scopes)
        const { token } = await mintToken(tx, bot, workspace.id, {
          name: row.token_name,
          scopes,
          created_by: row.created_by,
        })
        await audit(tx, { user: bot }, workspace.id, "bot_setup_code.claimed", "bot_setup_code", row.id, {
          bot_user_id: bot.id,
          token_name: row.token_name,
        })
        const defaults: SetupDefaults = JSON.parse(row.defaults)
        const landing = defaults.defaultTo ? undefined : await tx.channels.landing(workspace.id)
        return {
          token,
          // The plugin refuses an empty handle.
          bot: { id: bot.id, handle: bot.handle || bot.id, display_name: bot.display_name },
          workspace: { id: workspace.id, route_id: workspace.route_id, slug: workspace.slug, name: workspace.name },
          defaults: { ...(landing ? { defaultTo: `channel:${landing.name}` } : {}), ...defaults },
          ...contract(local),
        }
      })
    },
  }
}
