import type { BotCommand, WorkspaceBotCommand } from "../api/objects.ts"
import { fail } from "../errors.ts"
import { newId, timestamp } from "../ids.ts"
import { type Actor, needFreedom, standingIn } from "./access.ts"
import type { Deps } from "./deps.ts"
import { userJson } from "./wire.ts"

type CommandInput = { command: string; description: string; args_hint?: string | undefined }

/** A command as it is stored: lower case, with its slash. */
export const commandName = (text: string): string => {
  const name = `/${text.trim().toLowerCase().replace(/^\//, "")}`
  return /^\/[a-z0-9_-]{1,32}$/.test(name)
    ? name
    : fail("invalid", "a command has 1 to 32 letters a-z, digits, _ or - after its slash")
}

/** What bots offer in the composer. Choosing an entry sends an ordinary message. */
export const botCommands = ({ store }: Deps) => ({
  /** The menus of all bots of a workspace, by handle and command. */
  list: async (actor: Actor, workspaceId: string): Promise<WorkspaceBotCommand[]> => {
    await standingIn(store.read, actor, workspaceId)
    return (await store.read.bots.commands(workspaceId)).map(({ command, bot }) => {
      const { id, handle, display_name, avatar_url } = userJson(bot)
      return {
        id: command.id,
        command: command.command,
        description: command.description,
        args_hint: command.args_hint,
        bot: { id, handle, display_name, avatar_url },
        created_at: command.created_at,
        updated_at: command.updated_at,
      }
    })
  },

  /** Replaces the menu of the bot that asks; an entry that stays keeps its id. */
  replace: (actor: Actor, input: CommandInput[]): Promise<BotCommand[]> => {
    const { bot } = actor
    if (!bot) return fail("forbidden", "only bots have a command menu")
    const wanted = input.map(({ command, description, args_hint = "" }) => ({
      command: commandName(command),
      description,
      args_hint,
    }))
    const { workspace_id } = bot
    const bot_user_id = actor.user.id
    if (new Set(wanted.map(({ command }) => command)).size < wanted.length)
      fail("invalid", "each command stands once in a menu")
    return store.write(workspace_id, async (tx) => {
      needFreedom(await standingIn(tx, actor, workspace_id))
      const before = new Map(
        (await tx.bots.commands(workspace_id, [bot_user_id])).map(({ command }) => [command.command, command]),
      )
      const at = timestamp()
      const rows = wanted.map((entry) => {
        const { id = newId("botcmd"), created_at = at } = before.get(entry.command) ?? {}
        return { id, workspace_id, bot_user_id, ...entry, created_at, updated_at: at }
      })
      await tx.bots.replaceCommands(workspace_id, bot_user_id, rows)
      tx.signal({ type: "bot_command.updated", workspace_id, payload: { workspace_id, bot_user_id } })
      return rows
    })
  },
})
