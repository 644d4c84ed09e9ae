import { afterEach } from "bun:test"

export type Dial = { cursor: string; protocol: string | null; socket: Bun.ServerWebSocket<Dial> }
export type Script = {
  dialled?: (dial: Dial, nth: number) => void
  refuse?: (nth: number) => boolean
  http?: (request: Request, url: URL) => Response | undefined | Promise<Response | undefined>
}

/** Run after each test, the last one first. */
export const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

/** A server that does what the test says; counts the attempts to open a socket. */
export const scripted = (script: Script, port = 0) => {
  const attempts: { cursor: string; at: number }[] = []
  const dials: Dial[] = []
  const server = Bun.serve<Dial, never>({
    port,
    fetch: async (request, self) => {
      const url = new URL(request.url)
      if (url.pathname !== "/api/realtime/ws")
        return (await script.http?.(request, url)) ?? Response.json({ error: "route not found" }, { status: 404 })
      const cursor = url.searchParams.get("after_cursor") ?? ""
      attempts.push({ cursor, at: performance.now() })
      if (script.refuse?.(attempts.length)) return Response.json({ error: "not now" }, { status: 503 })
      const protocol = request.headers.get("sec-websocket-protocol")
      const headers = protocol ? { "Sec-WebSocket-Protocol": protocol } : undefined
      const data = { cursor, protocol } as Dial
      return self.upgrade(request, { data, headers }) ? undefined : new Response("upgrade", { status: 426 })
    },
    websocket: {
      open: (socket) => {
        const dial = Object.assign(socket.data, { socket })
        dials.push(dial)
        script.dialled?.(dial, dials.length)
      },
      message: () => {},
    },
  })
  cleanups.push(() => server.stop(true))
  return { url: server.url.origin, port: server.port, attempts, dials, stop: () => server.stop(true) }
}

export const cursorOf = (n: number) => `cur_${String(n).padStart(26, "0")}`
export const eventOf = (n: number) =>
  JSON.stringify({
    id: `evt_${n}`,
    cursor: cursorOf(n),
    type: "channel.created",
    workspace_id: "wsp_1",
    created_at: "2026-01-01T00:00:00Z",
    payload: { channel_id: `chn_${n}` },
  })
