import type { Draft, Reducers } from "./types.ts"

/** Something that begins with a slash: registered ones call out, those of a bot's menu are sent as they are. */
export type Command = { name: string; description: string; hint: string; bot: string; registered: boolean }
/** What a command answered to me alone. */
export type Whisper = { id: string; place: string; bot: string; command: string; text: string; failed: boolean }

export type Commands = { list: Command[]; known: boolean; whispers: Whisper[] }

export const noCommands = (): Commands => ({ list: [], known: false, whispers: [] })

type Registered = { command: string; description: string; bot_user_id: string; revoked_at?: string }
type FromMenu = { command: string; description: string; args_hint: string; bot: { id: string } }

/** Both kinds in one list by name; where both know a name, the registered one counts. */
export const loadCommands = (draft: Draft, registered: Registered[], menus: FromMenu[]) => {
  const active = registered.filter((one) => !one.revoked_at)
  const taken = new Set(active.map((one) => one.command))
  const list: Command[] = [
    ...active.map((one) => ({
      name: one.command,
      description: one.description,
      hint: "",
      bot: one.bot_user_id,
      registered: true,
    })),
    ...menus
      .filter((one) => !taken.has(one.command))
      .map((one) => ({
        name: one.command,
        description: one.description,
        hint: one.args_hint,
        bot: one.bot.id,
        registered: false,
      })),
  ]
  list.sort((a, b) => a.name.localeCompare(b.name))
  draft.commands = { ...draft.commands, list, known: true }
}

/** The command at the start of a text, and what follows it. */
export const splitCommand = (body: string) => {
  const found = /^(\/[a-z0-9_-]{1,32})(?:\s+([\s\S]*))?$/i.exec(body)
  return found ? { name: found[1]!.toLowerCase(), text: found[2]?.trim() ?? "" } : undefined
}

/** Shows me an answer, or takes it away. */
export const putWhisper = (draft: Draft, whisper: Whisper) => {
  draft.commands = { ...draft.commands, whispers: [...draft.commands.whispers.slice(-4), whisper] }
}
export const dropWhisper = (draft: Draft, id: string) => {
  draft.commands = { ...draft.commands, whispers: draft.commands.whispers.filter((one) => one.id !== id) }
}

export const commands: Reducers = {
  "bot_command.updated": (draft) => {
    draft.commands = { ...draft.commands, known: false }
  },
}
