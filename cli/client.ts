import { type Channel, createClient, type Workspace } from "../sdk/index.ts"
import { type FlagValues, usageError } from "./argv.ts"
import { exit, failure } from "./exit.ts"
import { text } from "./flags.ts"
import type { Io } from "./io.ts"
import { readStored } from "./stored.ts"

const patience = 10_000

/** One form for the address of a server, so that a slash or capitals do not hide what is stored for it. */
const normalise = (address: string): string => {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (!url || !/^https?:$/.test(url.protocol))
    throw usageError(`the server must be an http(s) URL, not ${JSON.stringify(address)}`)
  return url.origin + url.pathname.replace(/\/+$/, "")
}

/** Ends a request after ten seconds or when the person interrupts, and tells about it with --verbose. */
const patientFetch = (io: Io, verbose: boolean) => async (url: string, init: RequestInit) => {
  const began = performance.now()
  const tell = (outcome: string) => {
    if (verbose) io.err(`${init.method} ${url} → ${outcome} in ${Math.round(performance.now() - began)} ms\n`)
  }
  const limits = [AbortSignal.timeout(patience), io.signal, ...(init.signal ? [init.signal] : [])]
  try {
    const answer = await fetch(url, { ...init, signal: AbortSignal.any(limits) })
    tell(String(answer.status))
    return answer
  } catch (error) {
    tell(error instanceof Error ? error.message : String(error))
    throw error
  }
}

type Options = {
  headers?: Record<string, string>
  /** Without any credential. */
  anonymous?: boolean
}

/** The server, the credentials and the choices of one call: flags beat the environment, which beats what is stored. */
export const connect = async (flags: FlagValues, io: Io, { headers = {}, anonymous = false }: Options = {}) => {
  const stored = await readStored(io.env)
  const given = (flag: string, variable: string) => text(flags, flag) ?? (io.env[variable] || undefined)
  const server = normalise(given("server", "CLICKCLACK_SERVER") ?? stored.server ?? "http://localhost:8080")
  const home = stored.server !== undefined && normalise(stored.server) === server
  const mine = home ? stored : {}
  const userId = anonymous ? undefined : given("user", "CLICKCLACK_USER_ID")
  const session = userId === undefined ? mine.token : undefined
  const token = anonymous ? undefined : (given("token", "CLICKCLACK_TOKEN") ?? session)
  const chosen = {
    workspace: given("workspace", "CLICKCLACK_WORKSPACE"),
    channel: given("channel", "CLICKCLACK_CHANNEL"),
  }

  const api = createClient({
    baseUrl: server,
    token,
    fetch: patientFetch(io, flags.verbose === true),
    headers: { ...(userId ? { "X-ClickClack-User": userId } : {}), ...headers },
  })

  const pick = (workspaces: Workspace[], name: string) => {
    const same = (one: string) => one.toLowerCase() === name.toLowerCase()
    return (
      workspaces.find(({ id, route_id }) => id === name || route_id === name) ??
      workspaces.find(({ slug }) => same(slug)) ??
      workspaces.find((workspace) => same(workspace.name))
    )
  }

  /** The workspace of --workspace, else the stored one, else the first. */
  const workspace = async (): Promise<Workspace> => {
    const { workspaces } = await api.workspaces.list()
    const name = chosen.workspace ?? mine.workspace
    const found = name === undefined ? workspaces[0] : pick(workspaces, name)
    return found ?? missing(name === undefined ? "you are in no workspace yet" : `workspace ${name} not found`)
  }

  const inWorkspace = async (id: string, name: string): Promise<Channel | undefined> => {
    const { channels } = await api.channels.list(id)
    const wanted = name.replace(/^#/, "")
    const same = (channel: Channel) => channel.name.toLowerCase() === wanted.toLowerCase()
    return channels.find((channel) => channel.id === name || channel.route_id === name) ?? channels.find(same)
  }

  /** The workspace and the channel of --channel, else the stored one, else general; a `chn_…` finds its workspace. */
  const place = async (): Promise<{ workspace: Workspace; channel: Channel }> => {
    const { channel: found, workspace: at } = await tryPlace()
    return found
      ? { workspace: at, channel: found }
      : missing(`channel ${channelName() ?? "general"} not found in ${at.name}`)
  }

  // A stored channel belongs to the stored workspace; beside a --workspace it says nothing.
  const channelName = () => chosen.channel ?? (chosen.workspace === undefined ? mine.channel : undefined)

  const tryPlace = async (): Promise<{ workspace: Workspace; channel?: Channel }> => {
    const first = await workspace()
    const name = channelName()
    const channel = await inWorkspace(first.id, name ?? "general")
    if (channel || !name?.startsWith("chn_") || chosen.workspace !== undefined) return { workspace: first, channel }
    const { workspaces } = await api.workspaces.list()
    for (const other of workspaces.filter(({ id }) => id !== first.id)) {
      const found = await inWorkspace(other.id, name)
      if (found) return { workspace: other, channel: found }
    }
    return { workspace: first }
  }

  /** What is chosen with `use` goes with the stored server: for another one there would be no session beside it. */
  const ensureHome = () => {
    if (stored.server !== undefined && !home)
      throw failure(`a session of ${stored.server} is stored: log in to ${server} first`)
  }

  return { api, server, token, userId, stored, home, chosen, workspace, place, tryPlace, channelName, pick, ensureHome }
}

const missing = (message: string): never => {
  throw failure(message, exit.notFound)
}
