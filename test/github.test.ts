import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { outside } from "./support/database.ts"
import { type Account, begun, browserAt, type GitHub, sha256, startGitHub, startKnown } from "./support/identity.ts"
import type { TestServer } from "./support/server.ts"

const start = "/api/auth/github/start"
const engines = ["sqlite", "postgres"] as const
let people = 0
const account = (login: string, more: Partial<Account> = {}): Account => ({ id: ++people, login, ...more })
const verifier = "v".repeat(64)

for (const engine of engines)
  describe(`GitHub (${engine})`, () => {
    let github: GitHub
    const servers: TestServer[] = []
    beforeAll(() => {
      github = startGitHub()
    })
    afterAll(async () => {
      for (const server of servers) await server.stop()
      github.stop()
    })

    /** A server with these organisations, where Olive was first unless it is to be empty. */
    const serverWith = async (allowed = "", moderators = "", more: Record<string, string> & { empty?: "yes" } = {}) => {
      const { empty, ...env } = more
      const orgs = { CLICKCLACK_GITHUB_ALLOWED_ORG: allowed, CLICKCLACK_GITHUB_MODERATOR_ORG: moderators }
      const server = await startKnown(engine, { ...github.env, ...orgs, ...env }, github.fetch)
      servers.push(server)
      if (!empty) await server.owner()
      return server
    }
    /** Takes an account through GitHub: how the callback answered, and the browser after it. */
    const signIn = async (server: TestServer, who: Account, from = start, headers = {}) => {
      github.know(who)
      const browser = browserAt(server.url)
      const { state } = await begun(browser, from)
      const callback = `/api/auth/github/callback?code=${who.login}&state=${state}`
      const response = await browser.visit(callback, { headers })
      return { browser, callback, response, status: response.status, to: response.headers.get("location") ?? "" }
    }
    type Me = { user: { id: string; display_name: string; handle: string; avatar_url: string } }
    type Workspaces = { workspaces: { id: string; slug: string; role: string }[] }
    const me = async ({ browser }: Awaited<ReturnType<typeof signIn>>) => {
      const { user }: Me = await browser.read("/api/me")
      const { workspaces }: Workspaces = await browser.read("/api/workspaces")
      return { ...user, workspaces, roles: Object.fromEntries(workspaces.map(({ slug, role }) => [slug, role])) }
    }

    describe("with open sign-in", () => {
      let server: TestServer
      beforeAll(async () => {
        server = await serverWith("", "", { CLICKCLACK_METRICS_ENABLED: "true" })
      })

      test("a new account arrives with its name, login and picture, and GitHub is told the verifier", async () => {
        const octo = account("Octo-Cat", { name: "  Octo\u0007 Cat " })
        const back = await signIn(server, octo)
        expect([back.status, back.to]).toEqual([302, `${server.url}/`])
        const { display_name, handle, avatar_url, roles } = await me(back)
        expect({ display_name, handle, avatar_url, roles }).toEqual({
          display_name: "Octo Cat",
          handle: "octo-cat",
          avatar_url: `https://avatars.example/${octo.id}`,
          roles: { guests: "member" },
        })
        expect(github.traded.at(-1)?.get("code_verifier")).toMatch(/^[\w-]{43,128}$/)
        expect(github.traded.at(-1)?.get("redirect_uri")).toBe(`${server.url}/api/auth/github/callback`)
        expect(JSON.stringify(await back.browser.read("/api/me"))).not.toContain("github.example")
      })

      test("names that are empty, long or taken as a handle still make people", async () => {
        await me(await signIn(server, account("taken")))
        const second = await me(
          await signIn(server, account("Taken", { name: "é".repeat(60), email: "second@github.example" })),
        )
        expect([second.handle, second.display_name]).toEqual(["", "é".repeat(40)])
        expect((await me(await signIn(server, account("x", { name: null })))).display_name).toBe("x")
      })

      test("an account is the same person under a new login and address, and keeps the name chosen here", async () => {
        const id = ++people
        const first = await me(await signIn(server, { id, login: "before" }))
        const again = await signIn(server, { id, login: "after", email: "new@github.example" })
        expect((await me(again)).id).toBe(first.id)
        expect((await me(again)).display_name).toBe("before")
      })

      test("a verified address is that of the person who is here with it; one that is not verified is nobody's", async () => {
        const ada = await server.as("Ada Address")
        expect((await me(await signIn(server, account("ada", { email: "ADA.address@example.org" })))).id).toBe(ada.id)
        const imposter = account("imposter", { email: "ada.address@example.org", verified: false })
        expect((await me(await signIn(server, imposter))).id).not.toBe(ada.id)
      })

      test("who was first owns the workspace of guests, which keeps its slug and its waiting room", async () => {
        const owner = await server.owner()
        const { workspaces } = (await owner.call("GET", "/api/workspaces")).body as unknown as Workspaces
        const guests = workspaces.find(({ slug }) => slug === "guests")
        expect(guests?.role).toBe("owner")
        expect((await owner.call("PATCH", `/api/workspaces/${guests?.id}`, { slug: "lobby" })).status).toBe(400)
        expect((await owner.call("PATCH", `/api/workspaces/${guests?.id}`, { name: "Lobby" })).status).toBe(200)
        const { channels } = await owner.client.channels.list(guests?.id ?? "")
        expect(channels.map(({ name }) => name)).toEqual(["general", "guest"])
        const room = channels.find(({ name }) => name === "guest")?.id ?? ""
        expect((await owner.call("PATCH", `/api/channels/${room}`, { name: "foyer" })).status).toBe(400)
      })

      test("a state works once, and not in another browser", async () => {
        const back = await signIn(server, account("once"))
        expect((await back.browser.visit(back.callback)).status).toBe(400)
        const other = browserAt(server.url)
        const mine = browserAt(server.url)
        const { state } = await begun(mine, start)
        await begun(other, start)
        const callback = `/api/auth/github/callback?code=once&state=${state}`
        expect((await other.visit(callback)).status).toBe(400)
        expect((await mine.visit(callback)).status).toBe(302)
      })

      test("whoever says no on GitHub is not signed in, and that state is used up", async () => {
        const browser = browserAt(server.url)
        const { state } = await begun(browser, start)
        github.know(account("no"))
        const denied = await browser.visit(`/api/auth/github/callback?error=access_denied&state=${state}`)
        expect([denied.status, browser.jar.has("cc_session")]).toEqual([400, false])
        expect((await browser.visit(`/api/auth/github/callback?code=no&state=${state}`)).status).toBe(400)
      })

      test("a browser that comes back after ten minutes begins again", async () => {
        github.know(account("late"))
        const browser = browserAt(server.url)
        const { state } = await begun(browser, start)
        await outside(server, "update oauth_transactions set expires_at = '2020-01-01T00:00:00.000Z'")
        expect((await browser.visit(`/api/auth/github/callback?code=late&state=${state}`)).status).toBe(400)
      })

      test("a code that GitHub does not know is its failure, and a person reads about it on a page", async () => {
        const browser = browserAt(server.url)
        const { state } = await begun(browser, start)
        const headers = { Accept: "text/html,*/*" }
        const response = await browser.visit(`/api/auth/github/callback?code=unknown&state=${state}`, { headers })
        expect([response.status, response.headers.get("content-type")]).toEqual([502, "text/html; charset=utf-8"])
        const page = await response.text()
        expect(page).toContain("GitHub did not take the code")
        expect(page).toContain(`href="${server.url}/sign-in"`)
      })

      test("the binding cookie goes with the last sign-in of the browser", async () => {
        const browser = browserAt(server.url)
        github.know(account("tabs"))
        const [one, two] = [await begun(browser, start), await begun(browser, start)]
        await browser.visit(`/api/auth/github/callback?code=tabs&state=${one.state}`)
        expect(browser.jar.has("cc_oauth_binding")).toBe(true)
        await browser.visit(`/api/auth/github/callback?code=tabs&state=${two.state}`)
        expect(browser.jar.has("cc_oauth_binding")).toBe(false)
      })

      test("8192 may be under way, 8 of them in one browser; what is too old makes room", async () => {
        const browser = browserAt(server.url)
        const many = await Promise.all(Array.from({ length: 4 }, () => begun(browserAt(server.url), start)))
        expect(many.map(({ response }) => response.status)).toEqual([302, 302, 302, 302])
        await browser.visit(start)
        const statuses = await Promise.all(Array.from({ length: 10 }, async () => (await browser.visit(start)).status))
        expect(statuses.filter((status) => status === 302).length).toBe(7)
        expect(statuses.filter((status) => status === 503).length).toBe(3)
        const [row] = await outside(server, "select count(*) as pending from oauth_transactions")
        const rows = Array.from(
          { length: 8_192 - Number(row?.pending) },
          (_, n) => `('fill${n}','github','b','v','n','2026','2999')`,
        )
        await outside(
          server,
          `insert into oauth_transactions (state_hash, provider, binding_hash, verifier_secret, nonce, created_at, expires_at) values ${rows.join()}`,
        )
        expect((await browserAt(server.url).visit(start)).status).toBe(503)
        await outside(server, "update oauth_transactions set expires_at = '2020' where state_hash like 'fill%'")
        expect((await browserAt(server.url).visit(start)).status).toBe(302)
      })

      test("the figures tell what became of sign-ins", async () => {
        const text = await (await fetch(`${server.url}/metrics`)).text()
        for (const event of [
          "browser_start",
          "browser_succeeded",
          "state_rejected",
          "provider_failed",
          "capacity_rejected",
        ])
          expect(text).toMatch(new RegExp(`clickclack_github_oauth_events_total\\{event="${event}"\\} [1-9]`))
      })
    })

    describe("the desktop app", () => {
      let server: TestServer
      beforeAll(async () => {
        server = await serverWith()
      })
      const desktop = (protocol: number, challenge = sha256(verifier)) =>
        `/api/auth/github/desktop/start?desktop_protocol=${protocol}&code_challenge=${challenge}`
      const consume = (code: string, code_verifier: string, headers = {}) =>
        browserAt(server.url).visit("/api/auth/github/desktop/consume", {
          method: "POST",
          headers: { "Content-Type": "application/json", ...headers },
          body: JSON.stringify({ code, code_verifier }),
        })

      test("trades its code once, with its own verifier, by either protocol", async () => {
        for (const [protocol, address] of [
          [1, /^clickclack:\/\/auth\/callback\?code=([0-9a-f]{32})$/],
          [2, /^chat\.clickclack\.desktop:\/auth\/callback\?code=([\w-]{43})$/],
        ] as const) {
          const back = await signIn(server, account(`desk${protocol}`), desktop(protocol))
          expect([back.status, back.browser.jar.has("cc_session")]).toEqual([302, false])
          const code = address.exec(back.to)?.[1] ?? ""
          expect((await consume(code, "w".repeat(64))).status).toBe(400)
          expect((await consume(code, verifier, { Origin: "https://evil.example" })).status).toBe(403)
          const done = await consume(code, verifier)
          expect([done.status, await done.json()]).toEqual([200, { ok: true }])
          const Cookie = done.headers.getSetCookie()[0]?.split(";")[0] ?? ""
          const { user }: Me = await (await fetch(`${server.url}/api/me`, { headers: { Cookie } })).json()
          expect(user.display_name).toBe(`desk${protocol}`)
          expect((await consume(code, verifier)).status).toBe(400)
        }
      })

      test("is late after five minutes", async () => {
        const back = await signIn(server, account("slow"), desktop(2))
        await outside(server, "update desktop_oauth_grants set expires_at = '2020-01-01T00:00:00.000Z'")
        expect((await consume(new URL(back.to).searchParams.get("code") ?? "", verifier)).status).toBe(400)
      })

      test("waits when 4096 others have a code that they have not traded", async () => {
        const { id } = await server.owner()
        const rows = Array.from({ length: 4_096 }, (_, n) => `('fill${n}','${id}','c','2026','2999')`)
        await outside(
          server,
          `insert into desktop_oauth_grants (code_hash, user_id, challenge, created_at, expires_at) values ${rows.join()}`,
        )
        expect((await signIn(server, account("crowd"), desktop(2))).status).toBe(503)
        await outside(server, "update desktop_oauth_grants set expires_at = '2020'")
        expect((await signIn(server, account("crowd"), desktop(2))).status).toBe(302)
      })
    })

    describe("organisations", () => {
      test("an allowed one opens the default workspace, to whoever is really in it", async () => {
        const server = await serverWith("acme")
        expect((await me(await signIn(server, account("in", { orgs: ["acme"] })))).roles).toEqual({
          clickclack: "member",
        })
        for (const orgs of [["other"], ["acme?"], []]) {
          const out = await signIn(server, account(`out${orgs}`.replace(/\W/g, ""), { orgs }))
          expect([out.status, out.browser.jar.has("cc_session")]).toEqual([403, false])
        }
        expect(await outside(server, "select id from users where display_name like 'out%'")).toEqual([])
      })

      test("one that does not let the app look vouches for nobody", async () => {
        github.hide("shy")
        const server = await serverWith("shy")
        expect((await signIn(server, account("shy-member", { orgs: ["shy"] }))).status).toBe(403)
        github.hide("")
      })

      test("the moderators' one raises its members at their next sign-in, and lowers nobody", async () => {
        const server = await serverWith("", "mods")
        const mara = account("mara")
        expect((await me(await signIn(server, mara))).roles).toEqual({ guests: "guest" })
        const heard = await server.owner()
        const workspace = (await me(await signIn(server, mara))).workspaces[0]?.id ?? ""
        const ears = await heard.listen(workspace)
        const raised = await me(await signIn(server, { ...mara, orgs: ["mods"] }))
        expect(raised.roles).toEqual({ guests: "moderator" })
        const event = await ears.heard(({ type }) => type === "member.moderation_updated")
        expect(event.payload).toMatchObject({ user_id: raised.id, role: "moderator" })
        ears.close()
        expect((await me(await signIn(server, mara))).roles).toEqual({ guests: "moderator" })
      })

      test("approval by a moderator outlasts the next sign-in, and so does a block", async () => {
        const server = await serverWith("", "mods")
        const gus = account("gus")
        const { id, workspaces } = await me(await signIn(server, gus))
        const owner = await server.owner()
        const path = `/api/workspaces/${workspaces[0]?.id}/moderation/members/${id}`
        await owner.call("PATCH", path, { role: "member", blocked: true })
        expect((await me(await signIn(server, gus))).roles).toEqual({ guests: "member" })
        const { members } = (await owner.call("GET", path.replace(/\/[^/]+$/, ""))).body as unknown as {
          members: { user: { id: string }; blocked_at?: string }[]
        }
        expect(members.find(({ user }) => user.id === id)?.blocked_at).toBeString()
      })

      test("with both, being a moderator elsewhere does not replace being in the allowed one", async () => {
        const server = await serverWith("acme", "mods")
        expect((await signIn(server, account("modonly", { orgs: ["mods"] }))).status).toBe(403)
        expect((await me(await signIn(server, account("both", { orgs: ["mods", "acme"] })))).roles).toEqual({
          guests: "moderator",
        })
      })
    })

    describe("an empty server", () => {
      test("belongs to the first of the allowed organisation", async () => {
        const server = await serverWith("acme", "", { empty: "yes" })
        expect((await me(await signIn(server, account("first", { orgs: ["acme"] })))).roles).toEqual({
          clickclack: "owner",
        })
        expect((await me(await signIn(server, account("second", { orgs: ["acme"] })))).roles).toEqual({
          clickclack: "member",
        })
      })

      test("does not belong to a stranger whom only GitHub knows", async () => {
        const server = await serverWith("", "", { empty: "yes" })
        const both = await Promise.all(["s1", "s2"].map((login) => signIn(server, account(login))))
        for (const back of both) expect((await me(back)).roles).toEqual({ guests: "member" })
      })
    })
  })
