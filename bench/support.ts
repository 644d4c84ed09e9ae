import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** What the load programs share: a server of its own on one core, requests without a client library on the other. */

const root = join(import.meta.dir, "..")
const pinned = (core: number) => (Bun.which("taskset") ? ["taskset", "-c", `${core}`] : [])

export type Place = {
  url: string
  port: number
  pid: number
  data: string
  token: string
  workspace: string
  channel: string
  stop: () => Promise<void>
}

/** The binary, if it is built, else the source. */
export const program = async (): Promise<string[]> => {
  const binary = join(root, "dist/clickclack")
  return (await Bun.file(binary).exists()) ? [binary] : [process.execPath, join(root, "cli/main.ts")]
}

const run = async (args: string[]): Promise<string> => {
  const child = Bun.spawn([...(await program()), ...args], { stdout: "pipe", stderr: "inherit" })
  const text = await new Response(child.stdout).text()
  if ((await child.exited) !== 0) throw new Error(`${args.join(" ")} failed`)
  return text.trim()
}

/** Starts a server with one owner, a workspace and a channel, pinned to the first core. */
export const startPlace = async ({ db }: { db?: string } = {}): Promise<Place> => {
  const data = await mkdtemp(join(tmpdir(), "clickclack-bench-"))
  const where = ["--data", data, ...(db ? ["--db", db] : [])]
  await run(["admin", "bootstrap", "--name", "Bench", "--email", "bench@example.org", ...where])
  const magic = await run([
    "admin",
    "magic-link",
    "create",
    "--email",
    "bench@example.org",
    "--name",
    "Bench",
    ...where,
  ])
  const probe = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } })
  const { port } = probe
  probe.stop(true)
  const child = Bun.spawn(
    [...pinned(0), ...(await program()), "serve", "--addr", `127.0.0.1:${port}`, "--access-log", "off", ...where],
    {
      stdout: "ignore",
      stderr: "inherit",
    },
  )
  const url = `http://127.0.0.1:${port}`
  for (;;) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined)
    if (answer?.ok) break
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`)
    await Bun.sleep(5)
  }
  const post = async (path: string, body: unknown, token = "") => {
    const answer = await fetch(url + path, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
    return answer.json()
  }
  const { token } = (await post("/api/auth/magic/consume", { token: magic })) as { token: string }
  const { workspace } = (await post("/api/workspaces", { name: "Bench" }, token)) as { workspace: { id: string } }
  const { channel } = (await post(`/api/workspaces/${workspace.id}/channels`, { name: "talk" }, token)) as {
    channel: { id: string }
  }
  return {
    ...{ url, port, pid: child.pid, data, token, workspace: workspace.id, channel: channel.id },
    stop: async () => {
      child.kill("SIGTERM")
      await child.exited
      await rm(data, { recursive: true, force: true })
    },
  }
}

/** Pins this process to the second core, so that load and server do not share one. */
export const pinLoad = (): void => {
  if (Bun.which("taskset")) Bun.spawnSync(["taskset", "-a", "-cp", "1", `${process.pid}`])
}

/** One connection that sends a request after the other; answers its status and body. */
export const connection = async (port: number) => {
  let received = ""
  let done: ((answer: { status: number; body: string }) => void) | undefined
  const socket = await Bun.connect({
    hostname: "127.0.0.1",
    port,
    socket: {
      data(_, bytes) {
        received += bytes.toString("latin1")
        const head = received.indexOf("\r\n\r\n")
        if (head < 0) return
        const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? 0)
        if (received.length < head + 4 + length) return
        const answer = { status: Number(received.slice(9, 12)), body: received.slice(head + 4) }
        received = ""
        done?.(answer)
      },
    },
  })
  return {
    send: (method: string, path: string, token: string, json = "") =>
      new Promise<{ status: number; body: string }>((resolve) => {
        done = resolve
        socket.write(
          `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`,
        )
      }),
    close: () => socket.end(),
  }
}

/**
 * A socket that only counts: the frames it was sent and whether it was hung up. Written by hand, because a client that makes
 * an event of each frame is slower than the server.
 */
export const ear = async ({ port, token, workspace }: Place, cursor: string) => {
  let [frames, closed, upgraded] = [0, false, false]
  let rest: Uint8Array = new Uint8Array()
  const socket = await Bun.connect({
    hostname: "127.0.0.1",
    port,
    socket: {
      data(_, bytes) {
        let data: Uint8Array = rest.length > 0 ? Buffer.concat([rest, bytes]) : bytes
        if (!upgraded) {
          const head = Buffer.from(data).indexOf("\r\n\r\n")
          if (head < 0) {
            rest = data
            return
          }
          upgraded = true
          data = data.subarray(head + 4)
        }
        let at = 0
        for (;;) {
          if (data.length < at + 2) break
          const short = (data[at + 1] ?? 0) & 127
          const head = short === 126 ? 4 : short === 127 ? 10 : 2
          if (data.length < at + head) break
          const length = short === 126 ? ((data[at + 2] ?? 0) << 8) | (data[at + 3] ?? 0) : short
          if (data.length < at + head + length) break
          if (((data[at] ?? 0) & 15) === 1) frames++
          at += head + length
        }
        rest = new Uint8Array(data.subarray(at))
      },
      close() {
        closed = true
      },
    },
  })
  const path = `/api/realtime/ws?workspace_id=${workspace}&after_cursor=${cursor}`
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\nAuthorization: Bearer ${token}\r\n\r\n`,
  )
  while (!upgraded && !closed) await Bun.sleep(1)
  return { frames: () => frames, closed: () => closed, close: () => socket.end() }
}

export const percentile = (values: number[], part: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? Number.NaN
