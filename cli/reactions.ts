import { usageError } from "./argv.ts"
import { connect } from "./client.ts"
import type { Run } from "./commands.ts"
import { format } from "./flags.ts"
import { json, line } from "./io.ts"

const change =
  (verb: "add" | "remove", done: string): Run =>
  async ({ flags, args: [message = "", emoji = ""] }, io) => {
    const how = format(flags)
    if (how === "plain") throw usageError("reactions have no --plain output", ["reactions", verb])
    const { api } = await connect(flags, io)
    const answer = await api.reactions[verb](message, emoji)
    io.out(how === "json" ? json(answer) : line(`reaction ${done} on ${message}`))
  }

/** Reacts to a message. */
export const add = change("add", "added")

/** Takes a reaction back. */
export const remove = change("remove", "removed")
