import type { SlashCommand } from "../api/objects.ts"
import { fail } from "../errors.ts"
import { newId, timestamp } from "../ids.ts"
import type { Row } from "../store/index.ts"
import { type Actor, managerOf } from "./access.ts"
import { callbackUrl, installationIn } from "./anchored.ts"
import { needBot } from "./apps.ts"
import { audit } from "./audit.ts"
import { commandName } from "./bot-commands.ts"
import { needMember } from "./bot-rights.ts"
import type { Deps } from "./deps.ts"
import { newSigningSecret } from "./signing.ts"

export type CommandInput = {
  command: string
  callback_url: string
  bot_user_id: string
  description?: string | undefined
  app_installation_id?: string | undefined
}

const commandJson = (row: Row<"slash_commands">, secret?: string): SlashCommand => ({
  id: row.id,
  workspace_id: row.workspace_id,
  ...(row.app_installation_id ? { app_installation_id: row.app_installation_id } : {}),
  command: row.command,
  description: row.description,
  callback_url: row.callback_url,
  ...(secret ? { signing_secret: secret } : {}),
  bot_user_id: row.bot_user_id,
  created_by: row.created_by,
  created_at: row.created_at,
  ...(row.revoked_at ? { revoked_at: row.revoked_at } : {}),
})

const missing = () => fail("not_found", "slash command not found")

/** Commands that call an address; what it answers is posted as their bot. */
export const slashCommands = ({ store }: Deps) => ({
  list: async (actor: Actor, workspaceId: string): Promise<SlashCommand[]> => {
    await needMember(store.read, actor, workspaceId)
    return (await store.read.slashCommands.list(workspaceId)).map((row) => commandJson(row))
  },

  /** One active command of a name; its secret is told only now. */
  create: (actor: Actor, workspaceId: string, input: CommandInput): Promise<SlashCommand> =>
    store.write(workspaceId, async (tx) => {
      await managerOf(tx, actor, workspaceId)
      const command = commandName(input.command)
      const bot = await needBot(tx, workspaceId, input.bot_user_id)
      const installation = await installationIn(tx, workspaceId, input.app_installation_id)
      const row: Row<"slash_commands"> = {
        id: newId("cmd"),
        workspace_id: workspaceId,
        app_installation_id: installation?.id ?? null,
        command,
        description: input.description ?? "",
        callback_url: callbackUrl(input.callback_url),
        signing_secret: newSigningSecret(),
        bot_user_id: bot.id,
        created_by: actor.user.id,
        created_at: timestamp(),
        revoked_at: null,
      }
      if (await tx.slashCommands.byName(workspaceId, command)) fail("conflict", `${command} is registered already`)
      await tx.slashCommands.insert(row)
      await audit(tx, actor, workspaceId, "slash_command.created", "slash_command", row.id, { command })
      return commandJson(row, row.signing_secret)
    }),

  /** Again is harmless: the time of the first stays. */
  revoke: async (actor: Actor, id: string): Promise<SlashCommand> => {
    const found = (await store.read.slashCommands.find(id)) ?? missing()
    return store.write(found.workspace_id, async (tx) => {
      await managerOf(tx, actor, found.workspace_id)
      const [ended] = await tx.slashCommands.revoke({ id }, timestamp())
      if (!ended) return commandJson((await tx.slashCommands.find(id)) ?? missing())
      const { workspace_id, command } = ended
      await audit(tx, actor, workspace_id, "slash_command.revoked", "slash_command", id, { command })
      return commandJson(ended)
    })
  },

  rotateSecret: async (actor: Actor, id: string): Promise<SlashCommand> => {
    const found = (await store.read.slashCommands.find(id)) ?? missing()
    return store.write(found.workspace_id, async (tx) => {
      await managerOf(tx, actor, found.workspace_id)
      const row = (await tx.slashCommands.find(id)) ?? missing()
      if (row.revoked_at) fail("invalid", "the slash command is revoked")
      const secret = newSigningSecret()
      await tx.slashCommands.setSecret(id, secret)
      const { workspace_id, command } = row
      await audit(tx, actor, workspace_id, "slash_command.secret_rotated", "slash_command", id, { command })
      return commandJson(row, secret)
    })
  },
})
