import { describe, expect, test } from "bun:test"
import { createBot, createClient, isApiError } from "../sdk/index.ts"
import { endpoints, nameOf } from "../src/api/index.ts"
import { cleanups, cursorOf, scripted } from "./support/scripted.ts"

describe("requests", () => {
  test("reach every endpoint under its name", async () => {
    const asked: string[] = []
    const client = createClient({
      baseUrl: "https://chat.example.org/",
      fetch: async (url, init) => {
        asked.push(`${init.method} ${new URL(url).pathname}`)
        return new Response("{}")
      },
    })
    type Verb = (...inputs: unknown[]) => unknown
    for (const [noun, verbs] of Object.entries(client)) {
      if (noun === "request" || noun === "realtime") continue
      for (const [verb, ask] of Object.entries(verbs) as [string, Verb][]) {
        const file = { workspace_id: "wsp_1", file: new Blob(["x"]), filename: "x" }
        if (noun === "uploads" && verb === "create") await ask(file)
        else for (const place of ["chn_1", "dm_1"]) await ask(place, {}, {})
      }
    }
    // The socket has `realtime.connect`; a browser goes to the sign-ins; a hook is for programs without the SDK; the others are for people and for Prometheus.
    const elsewhere = [
      ...["realtime.socket", "server.metrics", "server.openapi", "server.docs", "server.docsStyle"],
      ...["auth.startGitHub", "auth.startGitHubDesktop", "auth.finishGitHub", "auth.startOpenId", "auth.finishOpenId"],
      "incomingHooks.post",
    ]
    for (const endpoint of endpoints) {
      if (elsewhere.includes(nameOf(endpoint))) continue
      const pattern = new RegExp(`^${endpoint.method} ${endpoint.path.replace(/\{\w+\}/g, "[^/]+")}$`)
      expect([nameOf(endpoint), asked.some((request) => pattern.test(request))]).toEqual([nameOf(endpoint), true])
    }
    for (const request of asked)
      expect([
        request,
        endpoints.some(({ method, path }) =>
          new RegExp(`^${method} ${path.replace(/\{\w+\}/g, "[^/]+")}$`).test(request),
        ),
      ]).toEqual([request, true])
  })

  test("carry the token, or the cookie and the header against forgery", async () => {
    const seen: RequestInit[] = []
    const fetch = async (_: string, init: RequestInit) => {
      seen.push(init)
      return new Response("{}")
    }
    const [bot, page] = [
      createClient({ baseUrl: "http://x", token: "ccb_1", fetch }),
      createClient({ baseUrl: "http://x", fetch }),
    ]
    await bot.messages.post("chn_1", { body: "hi" })
    await page.messages.post("chn_1", { body: "hi" })
    await page.me.get()
    const headers = seen.map((init) => new Headers(init.headers))
    expect(headers.map((each) => each.get("authorization"))).toEqual(["Bearer ccb_1", null, null])
    expect(headers.map((each) => each.get("x-clickclack-csrf"))).toEqual([null, "1", null])
    expect(seen.map((init) => init.credentials)).toEqual(["omit", "include", "include"])
    expect(seen[0]?.body).toBe('{"body":"hi"}')
  })

  test("encode what stands in a path", async () => {
    let asked = ""
    const fetch = async (url: string) => {
      asked = url
      return new Response("{}")
    }
    await createClient({ baseUrl: "http://x", fetch }).reactions.remove("msg_1", "a/b?👍")
    expect(asked).toBe(`http://x/api/messages/msg_1/reactions/${encodeURIComponent("a/b?👍")}`)
  })

  test("fail with the server's words, or with status 0 when nobody answers", async () => {
    const server = scripted({ http: () => Response.json({ error: "handle is already taken" }, { status: 400 }) })
    const client = createClient({ baseUrl: server.url })
    const refused = await client.me.update({ handle: "ada" }).catch((error: unknown) => error)
    expect(isApiError(refused) && [refused.status, refused.message]).toEqual([400, "handle is already taken"])
    server.stop()
    const unreachable = await client.me.get().catch((error: unknown) => error)
    expect(isApiError(unreachable) && unreachable.status).toBe(0)
  })
})

describe("a bot", () => {
  test("hears what others write, answers once even when it has to try again, and passes over itself", async () => {
    const posts: { body: string; nonce: string }[] = []
    const handled: string[] = []
    let refused = false
    const message = (id: string, author_id: string) => ({
      id,
      author_id,
      thread_root_id: id,
      workspace_id: "wsp_1",
      channel_id: "chn_1",
      body: "ping",
    })
    const told = (n: number, author_id: string) =>
      JSON.stringify({
        id: `evt_${n}`,
        cursor: cursorOf(n),
        type: "message.created",
        workspace_id: "wsp_1",
        channel_id: "chn_1",
        created_at: "2026-01-01T00:00:00Z",
        payload: { message_id: `msg_${n}`, author_id, message: message(`msg_${n}`, author_id) },
      })
    let done = () => {}
    const finished = new Promise<void>((resolve) => {
      done = resolve
    })
    const server = scripted({
      http: async (request, url) => {
        if (url.pathname === "/api/me") return Response.json({ user: { id: "usr_bot" } })
        if (url.pathname === "/api/workspaces") return Response.json({ workspaces: [{ id: "wsp_1", slug: "team" }] })
        if (url.pathname === "/api/realtime/events") return Response.json({ events: [], tail_cursor: cursorOf(1) })
        if (url.pathname !== "/api/channels/chn_1/messages") return undefined
        const post = (await request.json()) as { body: string; nonce: string }
        posts.push(post)
        if (!refused) {
          refused = true
          return Response.json({ error: "shutting down" }, { status: 503 })
        }
        return Response.json({ message: message("msg_reply", "usr_bot") }, { status: 201 })
      },
      dialled: ({ socket, cursor }) => {
        if (cursor < cursorOf(2)) socket.send(told(2, "usr_bot"))
        if (cursor < cursorOf(3)) socket.send(told(3, "usr_ada"))
      },
    })
    const bot = await createBot({
      baseUrl: server.url,
      token: "ccb_1",
      workspace: "team",
      onMessage: async ({ id }, { reply }) => {
        handled.push(id)
        await reply("pong")
        done()
      },
    })
    cleanups.push(bot.close)
    await finished
    expect(handled).toEqual(["msg_3", "msg_3"])
    expect(posts).toEqual([
      { body: "pong", nonce: "reply:msg_3:0" },
      { body: "pong", nonce: "reply:msg_3:0" },
    ])
  })

  test("says when it is not in the workspace that was asked for", async () => {
    const server = scripted({
      http: (_, { pathname }) =>
        pathname === "/api/me" ? Response.json({ user: { id: "usr_bot" } }) : Response.json({ workspaces: [] }),
    })
    const starting = createBot({ baseUrl: server.url, token: "ccb_1", workspace: "team", onMessage: () => {} })
    await expect(starting).rejects.toThrow("the bot is not in the workspace team")
  })
})
