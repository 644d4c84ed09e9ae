import { afterAll, beforeAll, describe } from "bun:test"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Client, createClient } from "../../sdk/index.ts"
import { type Config, loadConfig } from "../../src/config.ts"
import type { Event } from "../../src/events.ts"
import { createLog } from "../../src/log.ts"
import type { Fetch } from "../../src/providers/index.ts"
import { type Server, start } from "../../src/server.ts"
import { freshDatabase } from "./postgres.ts"

export type EngineName = "sqlite" | "postgres"

/** A whole server on a throwaway store. */
export type TestServer = Server & {
  config: Config
  data: string
  /** Signs somebody in, who is new unless the name was used before. */
  as(name: string): Promise<Person>
  /** The first user, who owns the workspace `clickclack` with `general`. */
  owner(): Promise<Person>
  /** A new person in a workspace. */
  member(workspaceId: string, name: string, role?: "member" | "moderator"): Promise<Person>
  /** A new workspace of the owner with a channel `talk`. */
  room(): Promise<Room>
}

export type Room = { workspace: string; channel: string; owner: Person }

export type Answer = { status: number; headers: Headers; body: Record<string, never>; text: string }

export type Person = {
  id: string
  email: string
  token: string
  /** The SDK, signed in. */
  client: Client
  /** A plain request, for what the SDK would not send. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  /** A socket on the workspace: from now on, or after the cursor. */
  listen(workspaceId: string, cursor?: string): Promise<Listener>
}

/** The events that one socket heard, in order. */
export type Listener = {
  events: Event[]
  /** Resolves with the first event, heard or still to come, that satisfies the test. */
  heard(test: (event: Event) => boolean): Promise<Event>
  ended: Promise<{ code: number; reason: string }>
  close(): void
}

/** Runs the same tests on both engines. */
export const onBothEngines = (name: string, tests: (server: () => TestServer) => void): void => {
  for (const engine of ["sqlite", "postgres"] as const)
    describe(`${name} (${engine})`, () => {
      let server: TestServer | undefined
      beforeAll(async () => {
        server = await startServer(engine)
      })
      afterAll(() => server?.stop())
      tests(() => server!)
    })
}

export const startServer = async (
  engine: EngineName,
  env: Record<string, string> = {},
  { addr = "127.0.0.1:0", fetch: outgoing }: { addr?: string; fetch?: Fetch } = {},
): Promise<TestServer> => {
  const data = await mkdtemp(join(tmpdir(), "clickclack-test-"))
  const database = engine === "postgres" ? await freshDatabase() : undefined
  const config = loadConfig({
    flags: { addr, data, ...(database ? { db: database.url } : {}) },
    env: { CLICKCLACK_ACCESS_LOG: "off", ...env },
  })
  const log = createLog((line) => void process.stderr.write(line))
  const server = await start(config, { log, ...(outgoing ? { fetch: outgoing } : {}) })
  const { admin } = server.services
  const emails = (name: string) => `${name.toLowerCase().replace(/[^a-z0-9]+/g, ".")}@example.org`
  let rooms = 0

  const as = async (name: string): Promise<Person> => {
    const email = emails(name)
    const { token } = await admin.createMagicLink({ email, name })
    const signedIn = await createClient({ baseUrl: server.url }).auth.consumeMagicLink(token)
    return personOn(server.url, { id: signedIn.user.id, email, token: signedIn.token })
  }
  const owner = async () => {
    await admin.bootstrap({ name: "Olive Owner", email: emails("Olive Owner") })
    return as("Olive Owner")
  }
  return {
    ...server,
    config,
    data,
    as,
    owner,
    member: async (workspaceId, name, role = "member") => {
      const [person, first] = [await as(name), await owner()]
      await admin.addMember({ workspace: workspaceId, createdBy: first.id, user: person.id, role })
      return person
    },
    room: async () => {
      const first = await owner()
      const { workspace } = await first.client.workspaces.create({ name: `Room ${++rooms} ${crypto.randomUUID()}` })
      const { channel } = await first.client.channels.create(workspace.id, { name: "talk" })
      return { workspace: workspace.id, channel: channel.id, owner: first }
    },
    stop: async () => {
      await server.stop()
      await rm(data, { recursive: true, force: true })
      await database?.drop()
    },
  }
}

/** Somebody with a token on a server. */
export const personOn = (url: string, { id, email, token }: { id: string; email: string; token: string }): Person => {
  const client = createClient({ baseUrl: url, token })
  return {
    id,
    email,
    token,
    client,
    call: async (method, path, body, headers = {}) => {
      const response = await fetch(url + path, {
        method,
        headers: {
          Authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { "Content-Type": "application/json" }),
          ...headers,
        },
        body: body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body),
      })
      const text = await response.text()
      const json = response.headers.get("content-type")?.startsWith("application/json") && text
      return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : {}, text }
    },
    listen: async (workspaceId, cursor) => {
      const after = cursor ?? (await client.events.tail(workspaceId))
      const query = new URLSearchParams({ workspace_id: workspaceId, after_cursor: after })
      const socket = new WebSocket(`${url.replace(/^http/, "ws")}/api/realtime/ws?${query}`, [
        `clickclack.bearer.${token}`,
      ])
      return listenerOn(socket)
    },
  }
}

/** Waits until the socket is open; rejects when it is refused. */
export const listenerOn = async (socket: WebSocket): Promise<Listener> => {
  const events: Event[] = []
  const waiting = new Set<() => void>()
  const ended = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.addEventListener("close", ({ code, reason }) => {
      resolve({ code, reason })
      for (const wake of waiting) wake()
    }),
  )
  socket.addEventListener("message", ({ data }) => {
    events.push(JSON.parse(String(data)))
    for (const wake of waiting) wake()
  })
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener("open", () => resolve())
    socket.addEventListener("error", () => reject(new Error("the socket was refused")))
  })
  return {
    events,
    ended,
    close: () => socket.close(),
    heard: (test) =>
      new Promise((resolve, reject) => {
        let looked = 0
        const look = () => {
          let found: Event | undefined
          while (!found && looked < events.length) {
            const event = events[looked++]!
            if (test(event)) found = event
          }
          if (!found && socket.readyState <= WebSocket.OPEN) return
          waiting.delete(look)
          if (found) resolve(found)
          else reject(new Error(`the socket ended; heard: ${events.map(({ type }) => type).join(", ")}`))
        }
        waiting.add(look)
        look()
      }),
  }
}
