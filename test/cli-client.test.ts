import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { run } from "../cli/main.ts"

/** A server that answers as it is told and remembers what it was asked. */
type Asked = { method: string; path: string; query: Record<string, string>; body: unknown; headers: Headers }
const asked: Asked[] = []
const answers = new Map<string, (call: Asked) => Response | object>()

const user = { id: "usr_1", kind: "human", display_name: "Ada\tLove", handle: "ada", avatar_url: "", created_at: "" }
const workspaces = [
  { id: "wsp_1", route_id: "T1", slug: "acme", name: "Acme Inc.", role: "owner" },
  { id: "wsp_2", route_id: "T2", slug: "beta", name: "Beta", role: "member" },
]
const channel = (id: string, name: string, workspace_id: string) => ({
  id,
  route_id: `C${id}`,
  name,
  workspace_id,
  kind: "public",
})
const message = { id: "msg_1", channel_id: "chn_1", channel_seq: 7, author_id: "usr_1", author: user, body: "one\ntwo" }

beforeAll(() => {
  answers.set("GET /api/me", () => ({ user }))
  answers.set("GET /api/workspaces", () => ({ workspaces }))
  answers.set("GET /api/workspaces/wsp_1/channels", () => ({ channels: [channel("chn_1", "general", "wsp_1")] }))
  answers.set("GET /api/workspaces/wsp_2/channels", () => ({ channels: [channel("chn_2", "lab", "wsp_2")] }))
  answers.set("POST /api/auth/magic/consume", () => ({
    user,
    session: { id: "ses_1", token: "sst_1" },
    token: "sst_1",
  }))
  answers.set("POST /api/auth/logout", () => ({ ok: true }))
  answers.set("POST /api/channels/chn_1/messages", () => ({ message, event: { type: "message.created" } }))
  answers.set("POST /api/channels/chn_2/messages", () => ({ message, event: { type: "message.created" } }))
  answers.set("GET /api/channels/chn_1/messages", () => ({ messages: [message], newest_seq: 7 }))
  answers.set("POST /api/messages/msg_1/thread/replies", () => ({ message, thread_state: {}, events: [] }))
  answers.set("DELETE /api/messages/msg_1/reactions/%F0%9F%91%8D", () => ({ event: {}, reactions: [] }))
  for (const status of [400, 401, 403, 404, 409, 500])
    answers.set(`GET /api/messages/msg_${status}/thread`, () => Response.json({ error: `told ${status}` }, { status }))
})

const server = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url)
    const text = await request.text()
    const body: unknown = text ? JSON.parse(text) : undefined
    const call = {
      method: request.method,
      path: pathname,
      query: Object.fromEntries(searchParams),
      body,
      headers: request.headers,
    }
    asked.push(call)
    const answer = answers.get(`${call.method} ${call.path}`)?.(call)
    if (answer instanceof Response) return answer
    return answer ? Response.json(answer) : Response.json({ error: "route not found" }, { status: 404 })
  },
})
const url = `http://127.0.0.1:${server.port}`

const homes: string[] = []
afterAll(() => {
  server.stop(true)
  for (const home of homes) rmSync(home, { recursive: true, force: true })
})

/** A machine with an empty home, on which one command after the other is run. */
const machine = () => {
  const home = mkdtempSync(join(tmpdir(), "clickclack-cli-"))
  homes.push(home)
  const config = join(home, "clickclack/config.json")
  const call = async (
    args: string[],
    { env = {}, stdin = "" }: { env?: Record<string, string>; stdin?: string } = {},
  ) => {
    const [out, err]: [string[], string[]] = [[], []]
    asked.length = 0
    const code = await run(args, {
      out: (text) => void out.push(text),
      write: async (text) => void out.push(text),
      err: (text) => void err.push(text),
      env: { HOME: home, XDG_CONFIG_HOME: home, XDG_STATE_HOME: join(home, "state"), CLICKCLACK_SERVER: url, ...env },
      stdin: async () => stdin,
      ask: () => null,
      signal: new AbortController().signal,
    })
    return { code, out: out.join(""), err: err.join("") }
  }
  const ok = async (...args: string[]) => {
    const { code, out, err } = await call(args)
    if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}: ${err}`)
    return out
  }
  return { home, config, call, ok, stored: (): unknown => JSON.parse(readFileSync(config, "utf8")) }
}

const last = (): Asked => asked.at(-1) ?? expect.unreachable("the server was not asked")

describe("what is printed", () => {
  test("a line stays a line, whatever stands in it", async () => {
    const { ok } = machine()
    expect(await ok("whoami")).toBe("usr_1\tAda\\tLove\n")
    expect(await ok("messages", "list")).toBe("7\tmsg_1\tAda\\tLove\tone\\ntwo\n")
    expect(await ok("workspaces", "list")).toBe("wsp_1\tacme\tAcme Inc.\nwsp_2\tbeta\tBeta\n")
    expect(await ok("status", "--plain")).toBe(`${url}\nusr_1\nwsp_1\nchn_1\n`)
  })

  test("--json is what the API answered, indented by two spaces", async () => {
    expect(await machine().ok("whoami", "--json")).toBe(`${JSON.stringify({ user }, null, 2)}\n`)
  })

  test("--json and --plain exclude each other, and reactions have no --plain", async () => {
    const { call } = machine()
    expect(await call(["whoami", "--json", "--plain"])).toMatchObject({ code: 2, out: "" })
    expect(await call(["reactions", "add", "msg_1", "👍", "--plain"])).toMatchObject({ code: 2, out: "" })
    expect(asked).toEqual([])
  })
})

describe("what is sent", () => {
  test("a text from one source, to the selected channel, with a quote", async () => {
    const { home, ok, call } = machine()
    writeFileSync(join(home, "note.md"), "# Note\n\n")
    expect(await ok("send", "--reply-to", "msg_9", "--", "--hello", "there")).toBe("sent msg_1 to #general\n")
    expect(last()).toMatchObject({
      path: "/api/channels/chn_1/messages",
      body: { body: "--hello there", quoted_message_id: "msg_9" },
    })
    await ok("send", "--file", join(home, "note.md"))
    expect(last().body).toMatchObject({ body: "# Note" })
    await call(["send", "--stdin"], { stdin: "007\n" })
    expect(last().body).toMatchObject({ body: "007" })
    await ok("reply", "msg_1", "--body", "0x10")
    expect(last()).toMatchObject({ path: "/api/messages/msg_1/thread/replies", body: { body: "0x10" } })
  })

  test("no text, an empty one or two of them is a mistake that reaches nobody", async () => {
    const { call } = machine()
    for (const args of [[], ["--body", " "], ["--body", "a", "b"], ["--stdin"]]) {
      expect(await call(["send", ...args])).toMatchObject({ code: 2, out: "" })
      expect(asked).toEqual([])
    }
  })

  test("an emoji is encoded in the path", async () => {
    expect(await machine().ok("reactions", "remove", "msg_1", "👍")).toBe("reaction removed on msg_1\n")
  })

  test("pages within their limits", async () => {
    const { ok, call } = machine()
    await ok("messages", "list", "--after-seq=3", "--limit=2")
    expect(last().query).toEqual({ after_seq: "3", limit: "2" })
    for (const limit of ["0", "201", "-1", "many", "1.5"])
      expect(await call(["messages", "list", `--limit=${limit}`])).toMatchObject({ code: 2 })
  })

  test("a channel id finds its workspace by itself, unless another one is asked for", async () => {
    const { ok, call } = machine()
    await ok("send", "--channel", "chn_2", "hi")
    expect(last().path).toBe("/api/channels/chn_2/messages")
    expect(await call(["send", "--channel", "chn_2", "--workspace", "acme", "hi"])).toMatchObject({ code: 4 })
  })
})

describe("credentials", () => {
  const bearer = () => last().headers.get("authorization")

  test("come from the flag, else the environment, else what is stored", async () => {
    const { ok, call } = machine()
    await ok("whoami")
    expect(bearer()).toBeNull()
    await ok("login", "--magic-token", "mgt_1")
    expect([last().body, bearer()]).toEqual([{ token: "mgt_1" }, null])
    await ok("whoami")
    expect(bearer()).toBe("Bearer sst_1")
    await call(["whoami"], { env: { CLICKCLACK_TOKEN: "sst_env" } })
    expect(bearer()).toBe("Bearer sst_env")
    await call(["whoami", "--token", "sst_flag"], { env: { CLICKCLACK_TOKEN: "sst_env" } })
    expect(bearer()).toBe("Bearer sst_flag")
  })

  test("--user acts as somebody and leaves the stored session alone", async () => {
    const { ok } = machine()
    await ok("login", "--magic-token", "mgt_1")
    await ok("whoami", "--user-id", "usr_2")
    expect([bearer(), last().headers.get("x-clickclack-user")]).toEqual([null, "usr_2"])
    await ok("whoami", "--user", "usr_2", "--token", "sst_2")
    expect(bearer()).toBe("Bearer sst_2")
  })

  test("are sent to the server that they are stored for, however its address is written", async () => {
    const { ok, call } = machine()
    await ok("login", "--magic-token", "mgt_1")
    await ok("whoami", "--server", `HTTP://127.0.0.1:${server.port}/`)
    expect(bearer()).toBe("Bearer sst_1")
    await call(["whoami", "--server", url.replace("127.0.0.1", "localhost")])
    expect(asked.some(({ headers }) => headers.has("authorization"))).toBe(false)
  })

  test("logout revokes and forgets, also when the server is away, and again", async () => {
    const { ok, call, stored, config } = machine()
    await ok("login", "--magic-token", "mgt_1", "--workspace", "beta")
    expect(await ok("logout")).toBe("logged out\n")
    expect([last().path, bearer()]).toEqual(["/api/auth/logout", "Bearer sst_1"])
    expect(stored()).toEqual({ server: url, workspace: "beta" })
    expect(await ok("logout", "--plain")).toBe("logged_out\n")
    expect(asked).toEqual([])

    const away = "http://127.0.0.1:9"
    writeFileSync(config, JSON.stringify({ server: away, token: "sst_1" }))
    const gone = await call(["logout", "--server", away])
    expect(gone).toMatchObject({ code: 0, out: "logged out\n" })
    expect(gone.err).toContain("did not revoke")
    expect(stored()).toEqual({ server: away })
  })
})

describe("the stored file", () => {
  test("is readable by its owner alone and keeps what it does not know", async () => {
    const { ok, config, home, stored } = machine()
    await ok("login", "--magic-token", "mgt_1")
    expect([statSync(config).mode & 0o777, statSync(join(home, "clickclack")).mode & 0o777]).toEqual([0o600, 0o700])
    writeFileSync(config, JSON.stringify({ server: url, token: "sst_1", theirs: [1] }))
    await ok("channels", "use", "lab", "--workspace", "beta")
    expect(stored()).toEqual({ server: url, token: "sst_1", theirs: [1], workspace: "wsp_2", channel: "chn_2" })
    expect(await ok("status")).toEndWith("workspace\twsp_2\nchannel\tchn_2\n")
    await ok("workspaces", "use", "ACME INC.")
    expect(stored()).toEqual({ server: url, token: "sst_1", theirs: [1], workspace: "wsp_1" })
  })

  test("is written through a symbolic link, which stays one", async () => {
    const { ok, config, home, stored } = machine()
    mkdirSync(join(home, "clickclack"))
    symlinkSync("../elsewhere.json", config)
    await ok("login", "--magic-token", "mgt_1")
    expect(stored()).toMatchObject({ token: "sst_1" })
    expect(JSON.parse(readFileSync(join(home, "elsewhere.json"), "utf8"))).toMatchObject({ token: "sst_1" })
  })

  test("that is read-only is left alone, before the token of the link is spent", async () => {
    const { call, config, home, stored } = machine()
    mkdirSync(join(home, "clickclack"))
    writeFileSync(config, "{}")
    chmodSync(config, 0o400)
    const refused = await call(["login", "--magic-token", "mgt_1"])
    expect(refused).toMatchObject({ code: 1, out: "" })
    expect(refused.err).toContain("read-only")
    expect([asked, stored()]).toEqual([[], {}])
  })

  test("that is broken is named", async () => {
    const { call, config, home } = machine()
    mkdirSync(join(home, "clickclack"))
    writeFileSync(config, "server: x")
    expect((await call(["whoami"])).err).toBe(`${config} is not valid JSON: mend or remove it\n`)
  })

  test("takes no choice for another server than its own", async () => {
    const { ok, call } = machine()
    await ok("login", "--magic-token", "mgt_1")
    const other = await call(["workspaces", "use", "acme", "--server", url.replace("127.0.0.1", "localhost")])
    expect(other).toMatchObject({ code: 1, out: "" })
  })
})

describe("failures", () => {
  test("have the server's status and words on standard error, and an exit code of their own", async () => {
    const { call } = machine()
    const codes = { 400: 1, 401: 3, 403: 5, 404: 4, 409: 1, 500: 11 }
    for (const [status, code] of Object.entries(codes))
      expect(await call(["threads", "open", `msg_${status}`])).toEqual({
        code,
        out: "",
        err: `${status}: told ${status}\n`,
      })
  })

  test("to reach the server have theirs", async () => {
    const away = await machine().call(["whoami", "--server", "http://127.0.0.1:9"])
    expect(away).toMatchObject({ code: 10, out: "" })
    expect(away.err).toContain("cannot be reached")
  })

  test("to find workspace or channel are told as not found", async () => {
    const { call } = machine()
    expect(await call(["status", "--workspace", "nowhere"])).toMatchObject({
      code: 4,
      err: "workspace nowhere not found\n",
    })
    expect(await call(["send", "--channel", "#nowhere", "hi"])).toMatchObject({ code: 4, out: "" })
  })

  test("to write the command line come with the usage", async () => {
    const wrong = await machine().call(["reactions", "add", "msg_1"])
    expect(wrong).toMatchObject({ code: 2, out: "" })
    expect(wrong.err).toBe(
      "<emoji> is missing\nusage: clickclack reactions add <message> <emoji> [flags]\nclickclack reactions add --help tells more.\n",
    )
  })

  test("--verbose tells every request on standard error", async () => {
    const { out, err } = await machine().call(["whoami", "--verbose", "--plain"])
    expect(out).toBe("usr_1\n")
    expect(err).toMatch(/^GET http:\/\/127\.0\.0\.1:\d+\/api\/me → 200 in \d+ ms\n$/)
  })
})
