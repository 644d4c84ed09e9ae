import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { browserAt, newKeys, routed, seconds, signed } from "./support/identity.ts"
import { startServer, type TestServer } from "./support/server.ts"

const team = "https://team.example.org"
const env = { CLICKCLACK_ACCESS_TEAM_DOMAIN: team, CLICKCLACK_ACCESS_AUD: "app" }
const engines = ["sqlite", "postgres"] as const
type Me = { user: { id: string; display_name: string } }
type Sessions = { sessions: { id: string; current: boolean }[] }
type Workspaces = { workspaces: { id: string; slug: string; role: string }[] }

for (const engine of engines)
  describe(`Cloudflare Access (${engine})`, () => {
    let keys: Awaited<ReturnType<typeof newKeys>>
    let certs: Bun.Server<undefined>
    let asked = 0
    let down = false
    let server: TestServer
    const start = () => startServer(engine, env, { fetch: routed({ [team]: certs.url.origin }) })
    beforeAll(async () => {
      keys = await newKeys("a1")
      certs = Bun.serve({
        hostname: "127.0.0.1",
        port: 0,
        fetch: (request) => {
          if (new URL(request.url).pathname !== "/cdn-cgi/access/certs") return new Response("?", { status: 404 })
          asked++
          return down ? new Response("down", { status: 500 }) : Response.json({ keys: [keys.jwk] })
        },
      })
      server = await start()
    })
    afterAll(async () => {
      await server.stop()
      certs.stop(true)
    })

    const assertion = (change: Record<string, unknown> = {}, signer = keys.signer) =>
      signed(signer, {
        ...{ iss: team, aud: ["app"], sub: "u1", iat: seconds(), exp: seconds(600), email: "ada@example.org" },
        ...change,
      })
    const bring = (token: string) => ({ "Cf-Access-Jwt-Assertion": token })
    const ask = async (token: string, headers: Record<string, string> = {}, path = "/api/me", on = server) => {
      const browser = browserAt(on.url)
      const response = await browser.visit(path, { headers: { ...bring(token), ...headers } })
      return { browser, response, status: response.status }
    }

    test("whom it lets through is signed in; on an empty server as its owner, then as members", async () => {
      const first = await ask(await assertion({ email: "First@Example.org", name: "First" }))
      expect(first.status).toBe(200)
      const { user }: Me = await first.browser.read("/api/me")
      expect(user.display_name).toBe("First")
      const { workspaces }: Workspaces = await first.browser.read("/api/workspaces")
      expect(workspaces).toMatchObject([{ slug: "clickclack", role: "owner" }])
      const second = await ask(await assertion({ email: "second@example.org" }))
      const { workspaces: joined }: Workspaces = await second.browser.read("/api/workspaces")
      expect(joined).toMatchObject([{ slug: "clickclack", role: "member" }])
      const again = await ask(await assertion({ email: "first@example.org" }))
      expect(((await again.browser.read("/api/me")) as Me).user.id).toBe(user.id)
    })

    test("one assertion makes one session, however often it comes; an ended one is followed by another", async () => {
      const token = await assertion({ email: "once@example.org" })
      const many = await Promise.all(Array.from({ length: 5 }, () => ask(token)))
      const cookies = new Set(many.map(({ browser }) => browser.jar.get("cc_session")))
      expect(cookies.size).toBe(1)
      const { browser } = many[0]!
      const { sessions }: Sessions = await browser.read("/api/me/sessions")
      expect(sessions.length).toBe(1)
      const headers = { "X-ClickClack-CSRF": "1" }
      const ended = await browser.visit(`/api/me/sessions/${sessions[0]?.id}`, { method: "DELETE", headers })
      expect(ended.status).toBe(204)
      const next = await ask(token)
      expect([next.status, cookies.has(next.browser.jar.get("cc_session"))]).toEqual([200, false])
    })

    test("what it did not say, or not now, or not of this app, counts as nothing", async () => {
      const { signer: stranger } = await newKeys("a1")
      const bad = await Promise.all([
        assertion({ aud: ["other"] }),
        assertion({ iss: "https://else.example.org" }),
        assertion({ exp: seconds(-40) }),
        assertion({ exp: undefined }),
        assertion({ iat: seconds(60) }),
        assertion({ iat: undefined }),
        assertion({ nbf: seconds(60) }),
        assertion({ email: undefined }),
        assertion({ email: "nobody" }),
        assertion({}, stranger),
        "rubbish",
        "",
      ])
      for (const token of bad) expect((await ask(token)).status).toBe(401)
      expect((await ask(await assertion({ exp: seconds(-15), iat: seconds(15) }))).status).toBe(200)
    })

    test("it stands in for a session that has ended, and not for a bad token", async () => {
      const good = await assertion({ email: "back@example.org" })
      expect((await ask(good, { Cookie: "cc_session=sst_old" })).status).toBe(200)
      expect((await ask("rubbish", { Cookie: "cc_session=sst_old" })).status).toBe(401)
      expect((await ask(good, { Cookie: "cc_session=sst_a; cc_session=sst_b" })).status).toBe(401)
      expect((await ask(good, { Authorization: "Bearer sst_old" })).status).toBe(401)
    })

    test("pages of other sites cannot act through it", async () => {
      const token = await assertion({ email: "csrf@example.org" })
      const change = async (headers: Record<string, string>) => {
        const init = { method: "PATCH", body: JSON.stringify({ display_name: "Changed" }) }
        return (await browserAt(server.url).visit("/api/me", { ...init, headers: { ...bring(token), ...headers } }))
          .status
      }
      expect(await change({})).toBe(403)
      expect(await change({ "X-ClickClack-CSRF": "1", Origin: "https://evil.example" })).toBe(403)
      expect(await change({ "X-ClickClack-CSRF": "1" })).toBe(200)
    })

    test("an invitation is accepted by who it says is there, not by somebody new", async () => {
      const owner = await ask(await assertion({ email: "first@example.org" }))
      const headers = { "Content-Type": "application/json", "X-ClickClack-CSRF": "1" }
      const { workspaces }: Workspaces = await owner.browser.read("/api/workspaces")
      const made = await owner.browser.visit(`/api/workspaces/${workspaces[0]?.id}/invites`, {
        ...{ method: "POST", headers, body: "{}" },
      })
      const { token }: { token: string } = await made.json()
      const accepted = await browserAt(server.url).visit("/api/invites/accept", {
        method: "POST",
        headers: { ...headers, ...bring(await assertion({ email: "guest@example.org", name: "Guest" })) },
        body: JSON.stringify({ token }),
      })
      expect([accepted.status, ((await accepted.json()) as Me).user.display_name]).toEqual([200, "Guest"])
    })

    test("an unknown key is looked for at most every half minute, and keys that cannot be had let nobody in", async () => {
      const other = await newKeys("a2")
      const before = asked
      for (let n = 0; n < 3; n++) expect((await ask(await assertion({}, other.signer))).status).toBe(401)
      expect(asked).toBe(before)
      down = true
      const late = await start()
      expect((await ask(await assertion(), {}, "/api/me", late)).status).toBe(401)
      down = false
      expect((await ask(await assertion(), {}, "/api/me", late)).status).toBe(200)
      await late.stop()
    })
  })
