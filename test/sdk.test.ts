import { describe, expect, test } from "bun:test"
import { type Connection, type ConnectionState, createClient, type Event, type RealtimeOptions } from "../sdk/index.ts"
import { cleanups, cursorOf, type Dial, eventOf, scripted } from "./support/scripted.ts"

const send = (dial: Dial, ...numbers: number[]) => {
  for (const n of numbers) dial.socket.send(eventOf(n))
}
const page = (tail: number) => () => Response.json({ events: [], tail_cursor: cursorOf(tail) })

/** Connects, and lets the test wait for what it hears and for states. */
const follow = (url: string, options: Partial<RealtimeOptions> = {}) => {
  const heard: string[] = []
  const states: ConnectionState[] = []
  const waiters: (() => void)[] = []
  const told = () => {
    for (const waiter of waiters.splice(0)) waiter()
  }
  const until = async (condition: () => boolean) => {
    while (!condition()) await new Promise<void>((resolve) => waiters.push(resolve))
  }
  const connection: Connection = createClient({ baseUrl: url, token: "ccb_secret" }).realtime.connect({
    workspaceId: "wsp_1",
    ...options,
    onEvent: (event: Event) => {
      const result = options.onEvent?.(event)
      heard.push(event.id)
      told()
      return result
    },
    onState: (state, detail) => {
      states.push(state)
      options.onState?.(state, detail)
      told()
    },
  })
  cleanups.push(connection.close)
  const ids = (...numbers: number[]) => numbers.map((n) => `evt_${n}`)
  return { connection, heard, states, until, ids }
}

describe("a connection", () => {
  test("goes on after the last applied event when the server hangs up", async () => {
    const server = scripted({
      dialled: (dial, nth) => {
        if (nth === 1) {
          send(dial, 2, 3)
          dial.socket.close(1013, "realtime buffer overflow; reconnect with after_cursor to replay")
        } else send(dial, 4)
      },
    })
    const { heard, until, states, connection, ids } = follow(server.url, { cursor: cursorOf(1) })
    await until(() => heard.length === 3)
    expect(heard).toEqual(ids(2, 3, 4))
    expect(server.attempts.map(({ cursor }) => cursor)).toEqual([cursorOf(1), cursorOf(3)])
    expect(states).toEqual(["connecting", "open", "waiting", "connecting", "open"])
    expect(connection.cursor()).toBe(cursorOf(4))
  })

  test("hands over nothing twice, and what has no cursor as it comes", async () => {
    const typing = JSON.stringify({
      id: "eph_1",
      cursor: "",
      type: "typing.started",
      workspace_id: "wsp_1",
      payload: {},
    })
    const server = scripted({
      dialled: (dial) => {
        send(dial, 1, 2, 2, 1)
        dial.socket.send(typing)
        dial.socket.send(typing)
        send(dial, 3)
      },
    })
    const { heard, until } = follow(server.url, { cursor: cursorOf(1) })
    await until(() => heard.includes("evt_3"))
    expect(heard).toEqual(["evt_2", "eph_1", "eph_1", "evt_3"])
  })

  test("begins at the newest event when no cursor is given, and shows its token to the socket", async () => {
    const server = scripted({ http: page(7), dialled: (dial) => send(dial, 8) })
    const { heard, until } = follow(server.url)
    await until(() => heard.length === 1)
    expect(server.attempts.map(({ cursor }) => cursor)).toEqual([cursorOf(7)])
    expect(server.dials[0]?.protocol).toBe("clickclack.bearer.ccb_secret")
  })

  test("asks for everything anew when it is too far behind", async () => {
    let resyncs = 0
    const server = scripted({
      dialled: (dial, nth) => {
        if (nth === 1) dial.socket.close(4001, "realtime replay limit exceeded; resync required")
        else send(dial, 91)
      },
    })
    const { heard, until, ids } = follow(server.url, {
      cursor: cursorOf(1),
      onResync: async () => {
        resyncs++
        return cursorOf(90)
      },
    })
    await until(() => heard.length === 1)
    expect(heard).toEqual(ids(91))
    expect(resyncs).toBe(1)
    expect(server.attempts.map(({ cursor }) => cursor)).toEqual([cursorOf(1), cursorOf(90)])
  })

  test("stops for good when the credential is revoked", async () => {
    const server = scripted({ dialled: (dial) => dial.socket.close(1008, "bot token revoked") })
    let reason: string | undefined
    const { states, until, connection } = follow(server.url, {
      cursor: cursorOf(1),
      onState: (state, detail) => {
        if (state === "revoked") reason = detail.reason
      },
    })
    await until(() => states.includes("revoked"))
    connection.wake()
    expect(connection.state()).toBe("revoked")
    expect(reason).toBe("bot token revoked")
    expect(server.attempts).toHaveLength(1)
  })

  test("stops for good when the handshake is refused because the session is over", async () => {
    const server = scripted({
      refuse: () => true,
      http: () => Response.json({ error: "sign in" }, { status: 401 }),
    })
    const { states, until } = follow(server.url, { cursor: cursorOf(1) })
    await until(() => states.includes("revoked"))
    expect(server.attempts).toHaveLength(1)
  })

  test("waits longer after each refusal, first at most a quarter of a second", async () => {
    const server = scripted({ refuse: (nth) => nth <= 2, dialled: (dial) => send(dial, 2), http: page(1) })
    const waits: number[] = []
    const { heard, until, states } = follow(server.url, {
      cursor: cursorOf(1),
      onState: (state, { retryAt = 0 }) => {
        if (state === "waiting") waits.push(retryAt - Date.now())
      },
    })
    await until(() => heard.length === 1)
    expect(states.filter((state) => state === "waiting")).toHaveLength(2)
    for (const [nth, longest] of [250, 500].entries()) {
      expect(waits[nth]).toBeLessThanOrEqual(longest)
      expect(waits[nth]).toBeGreaterThan(longest / 2 - 50)
    }
  })

  test("comes back when the server was away", async () => {
    const first = scripted({ dialled: (dial) => send(dial, 2) })
    const { heard, until, states, ids } = follow(first.url, { cursor: cursorOf(1) })
    await until(() => heard.length === 1)
    first.stop()
    await until(() => states.includes("waiting"))
    const second = scripted({ dialled: (dial) => send(dial, 3) }, first.port)
    await until(() => heard.length === 2)
    expect(heard).toEqual(ids(2, 3))
    expect(second.attempts.map(({ cursor }) => cursor)).toEqual([cursorOf(2)])
  })

  test("waits for each event to be applied, and goes on from the last one that was", async () => {
    const applied: string[] = []
    let failed = false
    const server = scripted({ dialled: (dial, nth) => (nth === 1 ? send(dial, 2, 3, 4) : send(dial, 3, 4)) })
    const errors: unknown[] = []
    const { connection, until, ids } = follow(server.url, {
      cursor: cursorOf(1),
      onEvent: async (event) => {
        await Promise.resolve()
        if (event.id === "evt_3" && !failed) {
          failed = true
          throw new Error("disk full")
        }
        applied.push(event.id)
      },
      onError: (error) => errors.push(error),
    })
    await until(() => applied.length === 3 || connection.cursor() === cursorOf(4))
    expect(applied).toEqual(ids(2, 3, 4))
    expect(errors).toHaveLength(1)
    expect(server.attempts.map(({ cursor }) => cursor)).toEqual([cursorOf(1), cursorOf(2)])
  })

  test("tries at once when it is woken", async () => {
    let waiting = 0
    const server = scripted({ refuse: (nth) => nth <= 4, dialled: (dial) => send(dial, 2), http: page(1) })
    const { heard, until, connection } = follow(server.url, {
      cursor: cursorOf(1),
      onState: (state) => {
        if (state === "waiting" && ++waiting < 5) connection.wake()
      },
    })
    await until(() => heard.length === 1)
    const [first, last] = [server.attempts.at(0)?.at ?? 0, server.attempts.at(-1)?.at ?? 0]
    expect(last - first).toBeLessThan(1000)
  })

  test("is silent after it was closed", async () => {
    const server = scripted({ dialled: (dial) => send(dial, 2) })
    const { heard, until, connection } = follow(server.url, { cursor: cursorOf(1) })
    await until(() => heard.length === 1)
    connection.close()
    expect(connection.state()).toBe("closed")
    const [dial] = server.dials
    if (dial) send(dial, 3)
    expect(heard).toHaveLength(1)
  })
})
