import { connect } from "./client.ts"
import type { Run } from "./commands.ts"
import { format, text } from "./flags.ts"
import { json, line } from "./io.ts"
import { store } from "./stored.ts"

/** The channels of the workspace, one a line. */
export const listChannels: Run = async ({ flags }, io) => {
  const how = format(flags)
  const { api, workspace: selected } = await connect(flags, io)
  const workspace = await selected()
  const { channels } = await api.channels.list(workspace.id)
  if (how === "json") return io.out(json({ workspace, channels }))
  for (const { id, name, kind } of channels) io.out(how === "plain" ? line(id) : line(id, name, kind))
}

/** Stores a channel, and the workspace that it is in, as the place to work in. */
export const useChannel: Run = async ({ flags, args: [name = ""] }, io) => {
  const how = format(flags)
  const { server, place, ensureHome } = await connect({ ...flags, channel: name }, io)
  ensureHome()
  const { workspace, channel } = await place()
  await store(io.env, { server, workspace: workspace.id, channel: channel.id })
  if (how === "json") io.out(json({ workspace, channel }))
  else io.out(how === "plain" ? line(channel.id) : line(`using #${channel.name} of ${workspace.name}`))
}

/** Makes a channel in the workspace. */
export const createChannel: Run = async ({ flags, args: [name = ""] }, io) => {
  const how = format(flags)
  const { api, workspace: selected } = await connect(flags, io)
  const { id } = await selected()
  const answer = await api.channels.create(id, { name, kind: text(flags, "kind"), display_title: text(flags, "title") })
  const { channel } = answer
  if (how === "json") io.out(json(answer))
  else io.out(how === "plain" ? line(channel.id) : line(channel.id, channel.name, channel.kind))
}
