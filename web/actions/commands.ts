import { isApiError } from "../../sdk/index.ts"
import type { Base } from "../base.ts"
import { dropWhisper, loadCommands, putWhisper, splitCommand, type Whisper } from "../state/commands.ts"
import { reason } from "./attempt.ts"

/** What begins with a slash: which ones there are, and calling them. */
export const createCommands = ({ client, state, change }: Base) => {
  let loading: Promise<void> | undefined

  const fetchAll = async () => {
    const { workspaceId } = state
    const [{ slash_commands }, { bot_commands }] = await Promise.all([
      client.slashCommands.list(workspaceId),
      client.bots.commands(workspaceId),
    ])
    if (state.workspaceId === workspaceId) change((draft) => loadCommands(draft, slash_commands, bot_commands))
  }

  /** Asks for them; who may not see the list has none. */
  const refresh = () => {
    loading ??= fetchAll()
      .catch((error: unknown) => {
        if (!isApiError(error)) throw error
        if (error.status === 403) change((draft) => loadCommands(draft, [], []))
      })
      .finally(() => {
        loading = undefined
      })
    return loading
  }
  /** Asks once, and again after a bot changed its menu. */
  const load = () => (state.commands.known ? Promise.resolve() : refresh())

  const whisper = (what: Omit<Whisper, "id">) =>
    change((draft) => putWhisper(draft, { ...what, id: crypto.randomUUID() }))

  return {
    load,
    refresh,
    /** True when only the list, which is not here yet, can tell whether that is a command. */
    unsure: (place: string, body: string) =>
      !state.commands.known && !place.startsWith("dm_") && splitCommand(body) !== undefined,
    /** The registered command that a text calls in a channel; anything else is words. */
    registered: (place: string, body: string) => {
      const split = place.startsWith("dm_") ? undefined : splitCommand(body)
      return split && state.commands.list.find((one) => one.registered && one.name === split.name)
    },
    /** Calls it. False when it failed; then what went wrong is shown to me. */
    run: async (place: string, body: string) => {
      const split = splitCommand(body)
      if (!split) return false
      const bot = state.commands.list.find((one) => one.name === split.name)?.bot ?? ""
      try {
        const { response_type, text } = await client.hooks.slash(place, split.name, split.text)
        if (response_type !== "in_channel" && text) whisper({ place, bot, command: split.name, text, failed: false })
        return true
      } catch (error) {
        whisper({ place, bot, command: split.name, text: reason(error), failed: true })
        return false
      }
    },
    dismiss: (id: string) => change((draft) => dropWhisper(draft, id)),
  }
}
