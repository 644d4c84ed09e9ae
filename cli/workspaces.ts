import { connect } from "./client.ts"
import type { Run } from "./commands.ts"
import { exit, failure } from "./exit.ts"
import { format, text } from "./flags.ts"
import { json, line } from "./io.ts"
import { store } from "./stored.ts"

/** Your workspaces, one a line. */
export const listWorkspaces: Run = async ({ flags }, io) => {
  const how = format(flags)
  const { api } = await connect(flags, io)
  const { workspaces } = await api.workspaces.list()
  if (how === "json") return io.out(json({ workspaces }))
  for (const { id, slug, name } of workspaces) io.out(how === "plain" ? line(id) : line(id, slug, name))
}

/** Stores a workspace as the one to work in; a channel of another one is forgotten. */
export const useWorkspace: Run = async ({ flags, args: [name = ""] }, io) => {
  const how = format(flags)
  const { api, server, pick, ensureHome } = await connect(flags, io)
  ensureHome()
  const workspace = pick((await api.workspaces.list()).workspaces, name)
  if (!workspace) throw failure(`workspace ${name} not found`, exit.notFound)
  await store(io.env, { server, workspace: workspace.id, channel: undefined })
  if (how === "json") io.out(json({ workspace }))
  else io.out(how === "plain" ? line(workspace.id) : line(`using workspace ${workspace.name}`))
}

/** Makes a workspace. */
export const createWorkspace: Run = async ({ flags, args: [name = ""] }, io) => {
  const how = format(flags)
  const { api } = await connect(flags, io)
  const answer = await api.workspaces.create({ name, slug: text(flags, "slug") })
  const { id, slug } = answer.workspace
  if (how === "json") io.out(json(answer))
  else io.out(how === "plain" ? line(id) : line(id, slug, answer.workspace.name))
}
