import type { AppInstallation, DeletedBot } from "../api/objects.ts"
import { fail } from "../errors.ts"
import { hashSecret, newId, timestamp } from "../ids.ts"
import type { Queries, Row } from "../store/index.ts"
import { type Actor, managerOf } from "./access.ts"
import { audit } from "./audit.ts"
import { needMember } from "./bot-rights.ts"
import { nonceTaken, tellRevoked } from "./bot-tokens.ts"
import { deleteBot } from "./bots.ts"
import type { Deps } from "./deps.ts"
import { displayName, slug } from "./rules.ts"

export type AppInput = {
  app_slug: string
  bot_user_id: string
  display_name?: string | undefined
  config?: Record<string, unknown> | undefined
  setup_nonce?: string | undefined
}

export type AppEnd = {
  revoke_slash_commands?: boolean | undefined
  revoke_event_subscriptions?: boolean | undefined
  revoke_bot_tokens?: boolean | undefined
  delete_bot?: boolean | undefined
}

export const installationJson = (row: Row<"app_installations">): AppInstallation => ({
  id: row.id,
  workspace_id: row.workspace_id,
  app_slug: row.app_slug,
  display_name: row.display_name,
  bot_user_id: row.bot_user_id,
  config: JSON.parse(row.config),
  created_by: row.created_by,
  created_at: row.created_at,
  ...(row.revoked_at ? { revoked_at: row.revoked_at } : {}),
})

/** The bot that an app, a command or a hook speaks through: one that lives in the workspace. */
export const needBot = async (q: Queries, workspaceId: string, id: string): Promise<Row<"users">> => {
  const [found] = await q.members.among(workspaceId, [id])
  if (!found || found.user.deleted_at) return fail("not_found", "bot not found")
  return found.user.kind === "bot" ? found.user : fail("invalid", "bot_user_id must be a bot of the workspace")
}

const missing = () => fail("not_found", "app installation not found")

/** Apps: a bot and what hangs on it. */
export const apps = ({ store }: Deps) => ({
  list: async (actor: Actor, workspaceId: string): Promise<AppInstallation[]> => {
    await needMember(store.read, actor, workspaceId)
    return (await store.read.apps.list(workspaceId)).map(installationJson)
  },

  /** The same setup nonce with the same request gives the same installation again. */
  install: (actor: Actor, workspaceId: string, input: AppInput): Promise<AppInstallation> =>
    store.write(workspaceId, async (tx) => {
      await managerOf(tx, actor, workspaceId)
      const app_slug = slug(input.app_slug) || fail("invalid", "app_slug must have letters or digits")
      const bot = await needBot(tx, workspaceId, input.bot_user_id)
      const row: Row<"app_installations"> = {
        id: newId("app"),
        workspace_id: workspaceId,
        app_slug,
        display_name: displayName(input.display_name?.trim() || app_slug),
        bot_user_id: bot.id,
        config: JSON.stringify(input.config ?? {}),
        created_by: actor.user.id,
        created_at: timestamp(),
        revoked_at: null,
      }
      const nonce = input.setup_nonce
      const digest = hashSecret(JSON.stringify(["app", workspaceId, app_slug, row.display_name, bot.id, row.config]))
      const earlier = nonce ? await tx.bots.findRequest(actor.user.id, nonce) : undefined
      if (earlier) {
        if (earlier.digest !== digest || !earlier.installation_id) return nonceTaken()
        const made = await tx.apps.find(earlier.installation_id)
        return made && !made.revoked_at ? installationJson(made) : nonceTaken()
      }
      await tx.apps.insert(row)
      if (nonce)
        await tx.bots.insertRequest({
          created_by: actor.user.id,
          nonce,
          workspace_id: workspaceId,
          digest,
          bot_user_id: bot.id,
          installation_id: row.id,
          created_at: row.created_at,
        })
      await audit(tx, actor, workspaceId, "app_installation.created", "app_installation", row.id, {
        app_slug,
        bot_user_id: bot.id,
      })
      return installationJson(row)
    }),

  /** Ends an installation and, as asked, what hangs on it: all or nothing. Again is harmless. */
  revoke: async (
    actor: Actor,
    id: string,
    {
      revoke_slash_commands = true,
      revoke_event_subscriptions = true,
      revoke_bot_tokens = false,
      delete_bot = false,
    }: AppEnd,
  ) => {
    const found = (await store.read.apps.find(id)) ?? missing()
    const { workspace_id, bot_user_id } = found
    const homes = delete_bot ? await store.read.bots.workspacesEver(bot_user_id) : []
    return store.write([...new Set([workspace_id, ...homes])], async (tx) => {
      await managerOf(tx, actor, workspace_id)
      const at = timestamp()
      const [ended] = await tx.apps.revoke({ id }, at)
      const of = { app_installation_id: id }
      const commands = revoke_slash_commands ? await tx.slashCommands.revoke(of, at) : []
      const subscriptions = revoke_event_subscriptions ? await tx.subscriptions.revoke(of, at) : []
      const tokens = revoke_bot_tokens || delete_bot ? await tx.bots.revoke({ bot_user_id, workspace_id }, at) : []
      for (const token of tokens) tellRevoked(tx, token)
      const revoked = {
        slash_commands: commands.length,
        event_subscriptions: subscriptions.length,
        bot_tokens: tokens.length,
      }
      if (ended) await audit(tx, actor, workspace_id, "app_installation.revoked", "app_installation", id, revoked)
      const gone = delete_bot && (await tx.accounts.find(bot_user_id))?.deleted_at
      const deleted_bot: DeletedBot | undefined =
        delete_bot && !gone ? await deleteBot(tx, actor, bot_user_id, homes) : undefined
      const installation = installationJson(ended ?? (await tx.apps.find(id)) ?? missing())
      return { installation, revoked, ...(deleted_bot ? { deleted_bot } : {}) }
    })
  },
})
