import type { Message, SlashCommandInvocation } from "../api/objects.ts"
import { fail } from "../errors.ts"
import type { Event } from "../events.ts"
import { firstId, newId, timestamp } from "../ids.ts"
import type { CallbackAnswer } from "../net/callback.ts"
import type { Row } from "../store/index.ts"
import { type Actor, findPlace } from "./access.ts"
import type { Deps } from "./deps.ts"
import type { messages } from "./messages.ts"
import { needWritable, placeToPostIn } from "./posting.ts"
import { signatureOf } from "./signing.ts"

type Said = { command?: string | undefined; text?: string | undefined; correlation_id?: string | undefined }

/** What came of a command: posted as it was said, or called out for. */
export type Spoken = {
  response_type: string
  text: string
  message?: Message
  event?: Event
  invocation?: SlashCommandInvocation
}

/** How long the record of a call is kept. */
const keptMs = 30 * 24 * 3_600_000

const invocationJson = (row: Row<"slash_command_invocations">): SlashCommandInvocation => ({
  id: row.id,
  command_id: row.command_id,
  workspace_id: row.workspace_id,
  channel_id: row.channel_id,
  user_id: row.user_id,
  text: row.text,
  payload_json: row.payload_json,
  response_status: row.response_status,
  ...(row.response_body ? { response_body: row.response_body } : {}),
  ...(row.error ? { error: row.error } : {}),
  created_at: row.created_at,
  ...(row.completed_at ? { completed_at: row.completed_at } : {}),
})

/** The answer of a callback: an object, whose texts are texts. */
const understood = ({ body, error }: CallbackAnswer): { response_type: string; text: string } | { error: string } => {
  if (error) return { error }
  const invalid = { error: "the target's answer is not a JSON object" }
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    return invalid
  }
  if (json === null || typeof json !== "object" || Array.isArray(json)) return invalid
  const { response_type = "in_channel", text = "" } = json as Record<string, unknown>
  if (typeof response_type !== "string" || typeof text !== "string") return invalid
  return { response_type: response_type || "in_channel", text: text.trim() }
}

/** What people say with a slash in front. */
export const slashCalls = ({ store, callback }: Deps, posts: ReturnType<typeof messages>) => {
  /** Writes the call down before it is made: it counts against a guest's budget, whatever comes of it. */
  const begin = (actor: Actor, command: Row<"slash_commands">, channelId: string, text: string) =>
    store.write(command.workspace_id, async (tx) => {
      const place = await placeToPostIn(tx, actor, command.workspace_id, channelId)
      await needWritable(tx, actor.user.id, place)
      const bot = (await tx.accounts.find(command.bot_user_id)) ?? fail("not_found", "bot not found")
      if (!(await findPlace(tx, { user: bot }, channelId)))
        fail("forbidden", "the bot of this command is not in this channel")
      const id = newId("sci")
      const row: Row<"slash_command_invocations"> = {
        id,
        command_id: command.id,
        workspace_id: command.workspace_id,
        channel_id: channelId,
        user_id: actor.user.id,
        text,
        payload_json: JSON.stringify({
          command_id: command.id,
          command: command.command,
          text,
          workspace_id: command.workspace_id,
          channel_id: channelId,
          user_id: actor.user.id,
          bot_user_id: bot.id,
          trigger_id: id,
        }),
        response_status: 0,
        response_body: null,
        error: null,
        created_at: timestamp(),
        completed_at: null,
      }
      await tx.slashCommands.insertInvocation(row)
      return { row, bot }
    })

  const call = async (actor: Actor, command: Row<"slash_commands">, channelId: string, said: Said): Promise<Spoken> => {
    const { row, bot } = await begin(actor, command, channelId, said.text?.trim() ?? "")
    const body = row.payload_json
    const answer = await callback({
      url: command.callback_url,
      body,
      headers: signatureOf(command.signing_secret, body),
    })
    const meant = understood(answer)
    const outcome = {
      response_status: answer.status,
      response_body: answer.body || null,
      error: "error" in meant ? meant.error : null,
      completed_at: timestamp(),
    }
    await store.write(null, (tx) => tx.slashCommands.completeInvocation(row.id, outcome))
    if ("error" in meant) return fail("upstream_failed", `the command failed: ${meant.error}`)
    const posted =
      meant.response_type === "in_channel" && meant.text
        ? await posts.post({ user: bot }, channelId, { body: meant.text, correlation_id: said.correlation_id })
        : undefined
    return {
      ...meant,
      ...(posted?.event ? { message: posted.message, event: posted.event } : {}),
      invocation: invocationJson({ ...row, ...outcome }),
    }
  }

  return {
    /** Calls out for a registered command; posts everything else as it was said. */
    speak: async (actor: Actor, channelId: string, said: Said): Promise<Spoken> => {
      const command = said.command?.trim() ?? ""
      const text = `${command} ${said.text?.trim() ?? ""}`.trim()
      if (!text) fail("invalid", "command or text is required")
      const workspaceId = await posts.workspaceOf(actor, channelId)
      const name = `/${command.toLowerCase().replace(/^\//, "")}`
      const registered = command ? await store.read.slashCommands.byName(workspaceId, name) : undefined
      if (registered) return call(actor, registered, channelId, said)
      const { message, event } = await posts.post(actor, channelId, { body: text, correlation_id: said.correlation_id })
      return { response_type: "in_channel", text, message, ...(event ? { event } : {}) }
    },

    /** Forgets old calls. */
    prune: () =>
      store.write(null, (tx) => tx.slashCommands.pruneInvocations(firstId("sci", new Date(Date.now() - keptMs)))),
  }
}
