import { afterAll, beforeEach, describe, expect, test } from "bun:test"
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { run } from "../cli/main.ts"

const cursor = (place: number) => `cur_${String(place).padStart(26, "0")}`
const message = (seq: number, more: object = {}) => ({
  id: `msg_${seq}`,
  channel_id: "chn_1",
  channel_seq: seq,
  author_id: "usr_2",
  author: { id: "usr_2", kind: "human", display_name: "Bo" },
  body: `text ${seq}`,
  ...more,
})
const posted = (place: number, seq: number, channel_id = "chn_1") => ({
  id: `evt_${place}`,
  cursor: cursor(place),
  type: "message.created",
  workspace_id: "wsp_1",
  channel_id,
  seq,
  created_at: "2026-11-22T00:00:00Z",
  payload: { message_id: `msg_${seq}`, author_id: "usr_2", message: message(seq) },
})

/** The log of a server; its newest events are told to every socket that asks for what came after its cursor. */
let log: ReturnType<typeof posted>[] = []
let messages: ReturnType<typeof message>[] = []
let kind = "human"
let dialled: (string | null)[] = []
const posts: { body: string; nonce?: string }[] = []
let correlation: string | null = null
let onPost = (_: number) => {}

const server = Bun.serve<{ after: string }>({
  hostname: "127.0.0.1",
  port: 0,
  async fetch(request, self) {
    const { pathname, searchParams } = new URL(request.url)
    const after = searchParams.get("after_cursor")
    if (pathname === "/api/realtime/ws") {
      dialled.push(after)
      const upgraded = self.upgrade(request, {
        data: { after: after ?? "" },
        headers: { "Sec-WebSocket-Protocol": request.headers.get("sec-websocket-protocol") ?? "" },
      })
      return upgraded ? undefined : new Response("no", { status: 426 })
    }
    if (pathname === "/api/me") return Response.json({ user: { id: "usr_1", kind, display_name: "Ada" } })
    if (pathname === "/api/workspaces")
      return Response.json({ workspaces: [{ id: "wsp_1", slug: "acme", name: "Acme" }] })
    if (pathname === "/api/workspaces/wsp_1/channels")
      return Response.json({ channels: [{ id: "chn_1", name: "general" }] })
    if (pathname === "/api/realtime/events") return Response.json({ events: [], tail_cursor: log.at(-1)?.cursor ?? "" })
    if (pathname === "/api/channels/chn_1/messages" && request.method === "POST") {
      posts.push((await request.json()) as { body: string })
      correlation = request.headers.get("x-correlation-id")
      const question = message(messages.length + 1)
      messages.push(question)
      onPost(question.channel_seq)
      return Response.json({ message: question }, { status: 201 })
    }
    if (pathname === "/api/channels/chn_1/messages") {
      const from = Number(searchParams.get("after_seq") ?? 0)
      return Response.json({
        messages: messages.filter(({ channel_seq }) => channel_seq > from),
        newest_seq: messages.length,
      })
    }
    return Response.json({ error: "route not found" }, { status: 404 })
  },
  websocket: {
    open: (socket) => {
      // An ephemeral event comes first, which nobody asked for.
      socket.send(JSON.stringify({ id: "", cursor: "", type: "presence.changed", workspace_id: "wsp_1", payload: {} }))
      for (const event of log) if (event.cursor > socket.data.after) socket.send(JSON.stringify(event))
    },
    message: () => {},
  },
})
const home = mkdtempSync(join(tmpdir(), "clickclack-tail-"))
afterAll(() => {
  server.stop(true)
  rmSync(home, { recursive: true, force: true })
})
beforeEach(() => {
  ;[log, messages, dialled, kind] = [[], [], [], "human"]
  onPost = () => {}
})

const call = async (
  args: string[],
  signal = new AbortController().signal,
  heard: (text: string) => void = () => {},
) => {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await run(["--server", `http://127.0.0.1:${server.port}`, "--token", "sst_1", ...args], {
    out: (text) => {
      out.push(text)
      heard(text)
    },
    write: async (text) => void out.push(text),
    err: (text) => void err.push(text),
    env: { HOME: home, XDG_CONFIG_HOME: home, XDG_STATE_HOME: home },
    stdin: async () => "",
    ask: () => null,
    signal,
  })
  return { code, out: out.join(""), err: err.join("") }
}

describe("events tail", () => {
  test("prints stored events and goes on, at the next run, where it ended", async () => {
    log = [posted(1, 1), posted(2, 2), posted(3, 3)]
    const first = await call(["events", "tail", "--from-start", "--count", "2"])
    expect(first).toMatchObject({ code: 0, err: "" })
    expect(first.out.split("\n")[0]).toBe(
      `${cursor(1)}\t2026-11-22T00:00:00Z\tmessage.created\t{"message_id":"msg_1","author_id":"usr_2"}`,
    )
    const files = readdirSync(join(home, "clickclack/cursors"))
    expect(files).toEqual([`127.0.0.1_${server.port}_wsp_1_usr_1`])
    expect(readFileSync(join(home, "clickclack/cursors", files[0] ?? ""), "utf8")).toBe(`${cursor(2)}\n`)

    expect((await call(["events", "tail", "--count", "1", "--plain"])).out).toBe(`${cursor(3)}\n`)
    expect(dialled).toEqual([null, cursor(2)])
    const again = await call(["events", "tail", "--after-cursor", cursor(2), "--count", "1", "--json"])
    expect(JSON.parse(again.out)).toEqual(posted(3, 3))
  })

  test("ends when it is interrupted, with the place that it had reached", async () => {
    log = [posted(7, 7)]
    const ending = new AbortController()
    const { code } = await call(["events", "tail", "--from-start"], ending.signal, () => ending.abort())
    expect(code).toBe(0)
    const [name = ""] = readdirSync(join(home, "clickclack/cursors"))
    expect(readFileSync(join(home, "clickclack/cursors", name), "utf8")).toBe(`${cursor(7)}\n`)
  })

  test("takes one place to begin at", async () => {
    expect(await call(["events", "tail", "--from-start", "--after-cursor", cursor(1)])).toMatchObject({ code: 2 })
  })
})

test("messages tail prints the newest messages, then each new one of the channel once", async () => {
  messages = [message(1), message(2)]
  log = [posted(1, 1), posted(2, 2)]
  const heard = call(["messages", "tail", "--count", "1"], undefined, (text) => {
    // What comes after the list: another channel's message, one that stood in the list already, and a new one.
    if (text.startsWith("2\t")) log.push(posted(3, 9, "chn_2"), posted(4, 2), posted(5, 3))
  })
  expect((await heard).out).toBe("1\tmsg_1\tBo\ttext 1\n2\tmsg_2\tBo\ttext 2\n3\tmsg_3\tBo\ttext 3\n")
})

test("an interrupted command ends at once and says nothing", async () => {
  expect(await call(["whoami"], AbortSignal.abort())).toEqual({ code: 130, out: "", err: "" })
})

describe("canary", () => {
  const quick = ["--poll-interval", "1ms", "--timeout", "5s"]
  const bot = { id: "usr_3", kind: "bot", display_name: "Agent" }

  test("passes when a bot quotes the question and says exactly the word", async () => {
    onPost = (seq) => {
      const answer = { author: bot, quoted_message_id: `msg_${seq}`, body: "fakeco-canary-ok run-9" }
      messages.push(
        message(seq + 1, { ...answer, body: "let me think" }),
        message(seq + 2, { ...answer, author: undefined }),
      )
      messages.push(
        message(seq + 3, { ...answer, quoted_message_id: "msg_0" }),
        message(seq + 4, { ...answer, body: ` ${answer.body}\n` }),
      )
    }
    const { code, out } = await call(["canary", ...quick, "--correlation-id", "run-9", "--run-id", "7", "--json"])
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      status: "passed",
      correlation_id: "run-9",
      run_id: "7",
      case_id: "msg_1",
      request_message_id: "msg_1",
      response_message_id: "msg_5",
      workspace_id: "wsp_1",
      channel_id: "chn_1",
      gateway_preflight: "skipped",
    })
    expect(correlation).toBe("run-9")
    expect(posts.at(-1)?.body).toContain("fakeco-canary-ok run-9")
    expect(posts.at(-1)?.nonce).toBeString()
  })

  test("fails when nobody answers in time, for a bot, and when the gateway is not well", async () => {
    expect(await call(["canary", "--poll-interval", "1ms", "--timeout", "20ms"])).toMatchObject({ code: 1, out: "" })
    const unwell = await call(["canary", ...quick, "--gateway-health-url", `http://127.0.0.1:${server.port}/nowhere`])
    expect(unwell).toMatchObject({ code: 1, out: "", err: "the gateway is not well: it answered 404\n" })
    kind = "bot"
    const asked = posts.length
    expect(await call(["canary", ...quick])).toMatchObject({ code: 1, out: "" })
    expect(posts.length).toBe(asked)
  })

  test("refuses durations and ids that are none", async () => {
    for (const wrong of [
      ["--timeout", "soon"],
      ["--timeout", "0s"],
      ["--poll-interval", "5"],
      ["--correlation-id", "a b"],
    ])
      expect(await call(["canary", ...wrong])).toMatchObject({ code: 2, out: "" })
  })
})
