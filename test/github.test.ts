import { beforeAll, expect, test } from "bun:test"
import { outside } from "./support/database.ts"
import { account, githubStart, me, onGitHub, type Workspaces } from "./support/github.ts"
import { begun, browserAt } from "./support/identity.ts"
import type { TestServer } from "./support/server.ts"

onGitHub("signing in with GitHub", (at) => {
  let server: TestServer
  beforeAll(async () => {
    server = await at().serverWith({}, { CLICKCLACK_METRICS_ENABLED: "true" })
  })

  test("a new account arrives with its name, login and picture, and GitHub is told the verifier", async () => {
    const octo = account("Octo-Cat", { name: "  Octo\u0007 Cat " })
    const back = await at().signIn(server, octo)
    expect([back.status, back.to]).toEqual([302, `${server.url}/`])
    const { display_name, handle, avatar_url, roles } = await me(back)
    expect({ display_name, handle, avatar_url, roles }).toEqual({
      display_name: "Octo Cat",
      handle: "octo-cat",
      avatar_url: `https://avatars.example/${octo.id}`,
      roles: { guests: "member" },
    })
    expect(at().github.traded.at(-1)?.get("code_verifier")).toMatch(/^[\w-]{43,128}$/)
    expect(at().github.traded.at(-1)?.get("redirect_uri")).toBe(`${server.url}/api/auth/github/callback`)
    expect(JSON.stringify(await back.browser.read("/api/me"))).not.toContain("github.example")
  })

  test("names that are empty, long or taken as a handle still make people", async () => {
    await me(await at().signIn(server, account("taken")))
    const second = await me(
      await at().signIn(server, account("Taken", { name: "é".repeat(60), email: "second@github.example" })),
    )
    expect([second.handle, second.display_name]).toEqual(["", "é".repeat(40)])
    expect((await me(await at().signIn(server, account("x", { name: null })))).display_name).toBe("x")
  })

  test("an account is the same person under a new login and address, and keeps the name chosen here", async () => {
    const { id } = account("before")
    const first = await me(await at().signIn(server, { id, login: "before" }))
    const again = await at().signIn(server, { id, login: "after", email: "new@github.example" })
    expect((await me(again)).id).toBe(first.id)
    expect((await me(again)).display_name).toBe("before")
  })

  test("a verified address is that of the person who is here with it; one that is not verified is nobody's", async () => {
    const ada = await server.as("Ada Address")
    expect((await me(await at().signIn(server, account("ada", { email: "ADA.address@example.org" })))).id).toBe(ada.id)
    const imposter = account("imposter", { email: "ada.address@example.org", verified: false })
    expect((await me(await at().signIn(server, imposter))).id).not.toBe(ada.id)
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
    const back = await at().signIn(server, account("once"))
    expect((await back.browser.visit(back.callback)).status).toBe(400)
    const other = browserAt(server.url)
    const mine = browserAt(server.url)
    const { state } = await begun(mine, githubStart)
    await begun(other, githubStart)
    const callback = `/api/auth/github/callback?code=once&state=${state}`
    expect((await other.visit(callback)).status).toBe(400)
    expect((await mine.visit(callback)).status).toBe(302)
  })

  test("whoever says no on GitHub is not signed in, and that state is used up", async () => {
    const browser = browserAt(server.url)
    const { state } = await begun(browser, githubStart)
    at().github.know(account("no"))
    const denied = await browser.visit(`/api/auth/github/callback?error=access_denied&state=${state}`)
    expect([denied.status, browser.jar.has("cc_session")]).toEqual([400, false])
    expect((await browser.visit(`/api/auth/github/callback?code=no&state=${state}`)).status).toBe(400)
  })

  test("a browser that comes back after ten minutes begins again", async () => {
    at().github.know(account("late"))
    const browser = browserAt(server.url)
    const { state } = await begun(browser, githubStart)
    await outside(server, "update oauth_transactions set expires_at = '2020-01-01T00:00:00.000Z'")
    expect((await browser.visit(`/api/auth/github/callback?code=late&state=${state}`)).status).toBe(400)
  })

  test("a code that GitHub does not know is its failure, and a person reads about it on a page", async () => {
    const browser = browserAt(server.url)
    const { state } = await begun(browser, githubStart)
    const headers = { Accept: "text/html,*/*" }
    const response = await browser.visit(`/api/auth/github/callback?code=unknown&state=${state}`, { headers })
    expect([response.status, response.headers.get("content-type")]).toEqual([502, "text/html; charset=utf-8"])
    const page = await response.text()
    expect(page).toContain("GitHub did not take the code")
    expect(page).toContain(`href="${server.url}/sign-in"`)
  })

  test("the binding cookie goes with the last sign-in of the browser", async () => {
    const browser = browserAt(server.url)
    at().github.know(account("tabs"))
    const [one, two] = [await begun(browser, githubStart), await begun(browser, githubStart)]
    await browser.visit(`/api/auth/github/callback?code=tabs&state=${one.state}`)
    expect(browser.jar.has("cc_oauth_binding")).toBe(true)
    await browser.visit(`/api/auth/github/callback?code=tabs&state=${two.state}`)
    expect(browser.jar.has("cc_oauth_binding")).toBe(false)
  })

  test("8192 may be under way, 8 of them in one browser; what is too old makes room", async () => {
    const browser = browserAt(server.url)
    const many = await Promise.all(Array.from({ length: 4 }, () => begun(browserAt(server.url), githubStart)))
    expect(many.map(({ response }) => response.status)).toEqual([302, 302, 302, 302])
    await browser.visit(githubStart)
    const statuses = await Promise.all(
      Array.from({ length: 10 }, async () => (await browser.visit(githubStart)).status),
    )
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
    expect((await browserAt(server.url).visit(githubStart)).status).toBe(503)
    await outside(server, "update oauth_transactions set expires_at = '2020' where state_hash like 'fill%'")
    expect((await browserAt(server.url).visit(githubStart)).status).toBe(302)
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
