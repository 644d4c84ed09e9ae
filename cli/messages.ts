import type { Message } from "../sdk/index.ts"
import { messageBody } from "./body.ts"
import { connect } from "./client.ts"
import type { Run } from "./commands.ts"
import { format, integer, text } from "./flags.ts"
import { json, line } from "./io.ts"

/** Posts into the selected channel. */
export const send: Run = async (given, io) => {
  const how = format(given.flags)
  const body = await messageBody(given, io)
  const { api, place } = await connect(given.flags, io)
  const { channel } = await place()
  const answer = await api.messages.post(channel.id, { body, quoted_message_id: text(given.flags, "reply-to") })
  const { id } = answer.message
  if (how === "json") io.out(json(answer))
  else io.out(how === "plain" ? line(id) : line(`sent ${id} to #${channel.name}`))
}

export const authorOf = (message: Message) => message.author?.display_name ?? message.author_id

/** A root message as a line of a list. */
export const messageLine = (message: Message) =>
  line(message.channel_seq ?? "", message.id, authorOf(message), message.body)

/** The newest messages of the selected channel, or those after a sequence number, oldest first. */
export const list: Run = async ({ flags }, io) => {
  const how = format(flags)
  const limit = integer(flags, "limit", 1, 200) ?? 20
  const after_seq = integer(flags, "after-seq", 0)
  const { api, place } = await connect(flags, io)
  const { channel } = await place()
  const { messages } = await api.messages.list(channel.id, after_seq === undefined ? { limit } : { limit, after_seq })
  if (how === "json") return io.out(json({ channel, messages }))
  for (const message of messages) io.out(how === "plain" ? line(message.id) : messageLine(message))
}
