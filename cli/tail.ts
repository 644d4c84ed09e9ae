import type { Event } from "../sdk/index.ts"
import { usageError } from "./argv.ts"
import { connect } from "./client.ts"
import type { Run } from "./commands.ts"
import { cursorFile } from "./cursors.ts"
import { format, integer, text } from "./flags.ts"
import { follow } from "./follow.ts"
import { line } from "./io.ts"
import { messageLine } from "./messages.ts"

/** The event's own facts; the objects that come with it would drown them. */
const facts = ({ payload }: Event) =>
  JSON.stringify(Object.fromEntries(Object.entries(payload ?? {}).filter(([, value]) => typeof value !== "object")))

/** Every stored event of the workspace as it comes, going on where the last run ended. */
export const tailEvents: Run = async ({ flags }, io) => {
  const how = format(flags)
  const count = integer(flags, "count", 1)
  const given = text(flags, "after-cursor")
  if (given !== undefined && flags["from-start"]) throw usageError("--after-cursor and --from-start exclude each other")
  const { api, server, workspace: selected } = await connect(flags, io)
  const { user } = await api.me.get()
  const { id: workspaceId } = await selected()
  const cursors = await cursorFile(io.env, { server, workspaceId, userId: user.id })
  const cursor = flags["from-start"] ? "" : (given ?? cursors.stored)
  let heard = 0
  const onEvent = async (event: Event) => {
    if (how === "json") io.out(`${JSON.stringify(event)}\n`)
    else if (how === "plain") io.out(line(event.cursor))
    else io.out(line(event.cursor, event.created_at, event.type, facts(event)))
    await cursors.moveTo(event.cursor)
    return ++heard === count
  }
  try {
    await follow(api, { workspaceId, cursor, onEvent, verbose: flags.verbose === true }, io)
  } finally {
    await cursors.save()
  }
}

/** The newest messages of the channel, and then every new one as it comes. */
export const tailMessages: Run = async ({ flags }, io) => {
  const how = format(flags)
  const limit = integer(flags, "limit", 0, 200) ?? 20
  const count = integer(flags, "count", 1)
  const { api, place } = await connect(flags, io)
  const { workspace, channel } = await place()
  // The tail first: what is posted while the list is read comes twice and is passed over, and nothing is missed.
  const cursor = await api.events.tail(workspace.id)
  const { messages, newest_seq } = await api.messages.list(channel.id, { limit: Math.max(1, limit) })
  const print = (message: (typeof messages)[number]) => {
    if (how === "json") io.out(`${JSON.stringify(message)}\n`)
    else io.out(how === "plain" ? line(message.id) : messageLine(message))
  }
  if (limit > 0) messages.forEach(print)
  let heard = 0
  const onEvent = async (event: Event) => {
    if (event.type !== "message.created" || event.channel_id !== channel.id || (event.seq ?? 0) <= newest_seq)
      return false
    // A server of another make sends no objects with its events.
    print(event.payload.message ?? (await api.messages.get(event.payload.message_id)).message)
    return ++heard === count
  }
  await follow(api, { workspaceId: workspace.id, cursor, onEvent, verbose: flags.verbose === true }, io)
}
