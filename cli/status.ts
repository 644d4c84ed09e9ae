import { connect } from "./client.ts"
import type { Run } from "./commands.ts"
import { format } from "./flags.ts"
import { json, line } from "./io.ts"

/** Who is signed in. */
export const whoami: Run = async ({ flags }, io) => {
  const how = format(flags)
  const { api } = await connect(flags, io)
  const { user } = await api.me.get()
  if (how === "json") io.out(json({ user }))
  else io.out(how === "plain" ? line(user.id) : line(user.id, user.display_name))
}

/** What a call would work with. Only a channel that was asked for must be there. */
export const status: Run = async ({ flags }, io) => {
  const how = format(flags)
  const { api, server, place, tryPlace, channelName } = await connect(flags, io)
  const { user } = await api.me.get()
  const { workspace, channel } = channelName() === undefined ? await tryPlace() : await place()
  if (how === "json") return io.out(json({ server, user, workspace, channel }))
  const rows = [
    ["server", server],
    ["user", user.id],
    ["workspace", workspace.id],
    ["channel", channel?.id ?? ""],
  ] as const
  for (const [name, value] of rows) io.out(how === "plain" ? line(value) : line(name, value))
}
