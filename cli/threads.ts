import { usageError } from "./argv.ts"
import { messageBody } from "./body.ts"
import { connect } from "./client.ts"
import type { Run } from "./commands.ts"
import { format, integer, text } from "./flags.ts"
import { json, line } from "./io.ts"
import { authorOf } from "./messages.ts"

/** A message and a window of the replies to it. */
export const open: Run = async ({ flags, args: [root = ""] }, io) => {
  const how = format(flags)
  const [before_seq, after_seq] = [integer(flags, "before-seq", 0), integer(flags, "after-seq", 0)]
  const latest = flags.latest === true ? "true" : undefined
  if ([before_seq, after_seq, latest].filter((one) => one !== undefined).length > 1)
    throw usageError("--latest, --before-seq and --after-seq exclude each other", ["threads", "open"])
  const { api } = await connect(flags, io)
  const window = { limit: integer(flags, "limit", 1, 200) ?? 100, before_seq, after_seq, latest }
  const page = await api.threads.open(root, window)
  if (how === "json") return io.out(json(page))
  io.out(how === "plain" ? line(page.root.id) : line(page.root.id, page.root.body))
  for (const reply of page.replies)
    io.out(how === "plain" ? line(reply.id) : line(reply.id, authorOf(reply), reply.body))
}

/** Posts into the thread of a message. */
export const reply: Run = async (given, io) => {
  const [root = ""] = given.args
  const how = format(given.flags)
  const body = await messageBody(given, io)
  const { api } = await connect(given.flags, io)
  const answer = await api.threads.reply(root, { body, quoted_message_id: text(given.flags, "reply-to") })
  const { id } = answer.message
  if (how === "json") io.out(json(answer))
  else io.out(how === "plain" ? line(id) : line(`replied ${id} to ${root}`))
}
