import { expect, test } from "bun:test"
import { createClient } from "../sdk/index.ts"
import { outside } from "./support/database.ts"
import { refused } from "./support/refused.ts"
import { listenerOn, onBothEngines, type Person, personOn } from "./support/server.ts"

/** A socket with headers, which browsers cannot open and programs can. */
const BunSocket = WebSocket as unknown as new (url: string, options: Bun.WebSocketOptions) => WebSocket

onBothEngines("a session", (server) => {
  /** The same person on another device. */
  const twice = async (name: string): Promise<[Person, Person]> => [await server().as(name), await server().as(name)]
  const cookie = (method: string, path: string, headers: Record<string, string>, body?: unknown) =>
    fetch(server().url + path, {
      method,
      headers: { ...(body === undefined ? {} : { "Content-Type": "application/json" }), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    })

  test("is listed with the others of its person, and with nobody else's", async () => {
    const [here, there] = await twice("Lena List")
    const { sessions } = await here.client.me.sessions()
    expect(sessions.map(({ current }) => current)).toEqual([true, false])
    expect(sessions[0]).toMatchObject({ id: expect.stringMatching(/^ses_/), user_agent: expect.any(String) })
    expect(Date.parse(sessions[0]!.expires_at) - Date.parse(sessions[0]!.created_at)).toBe(30 * 24 * 3_600_000)
    expect(JSON.stringify(sessions)).not.toContain(here.token.slice(4))
    const otto = await server().as("Otto Outside")
    expect(await refused(otto.client.me.endSession(sessions[0]!.id))).toBe(404)
    expect(await refused(here.client.me.endSession("ses_none"))).toBe(404)
    expect((await there.client.me.sessions()).sessions.map(({ current }) => current)).toEqual([false, true])
  })

  test("when it ends, its sockets close with 1008 at once, those of other devices stay", async () => {
    const { workspace, channel, owner } = await server().room()
    const { id } = await server().member(workspace, "Della Devices")
    await outside(server(), `delete from sessions where user_id = '${id}'`)
    const [here, there] = await twice("Della Devices")
    const [mine, other] = [await here.listen(workspace), await there.listen(workspace)]
    const { sessions } = await here.client.me.sessions()
    await there.client.me.endSession(sessions.find(({ current }) => current)!.id)
    expect(await mine.ended).toEqual({ code: 1008, reason: "session revoked; sign in again" })
    expect(await refused(here.client.me.get())).toBe(401)
    await expect(here.listen(workspace, "")).rejects.toThrow()
    await owner.client.messages.post(channel, { body: "still on?" })
    await other.heard(({ type }) => type === "message.created")
    expect(mine.events).toEqual([])
    expect((await there.client.me.sessions()).sessions.map(({ current }) => current)).toEqual([true])
    other.close()
  })

  test("signing out ends it; again is harmless", async () => {
    const { workspace } = await server().room()
    const ada = await server().member(workspace, "Ada Leaves")
    const heard = await ada.listen(workspace)
    expect(await ada.client.auth.logout()).toEqual({ ok: true })
    expect((await heard.ended).code).toBe(1008)
    expect(await refused(ada.client.me.get())).toBe(401)
    expect(await ada.client.auth.logout()).toEqual({ ok: true })
    expect((await cookie("POST", "/api/auth/logout", {}, {})).status).toBe(200)
    expect((await cookie("POST", "/api/auth/logout", { "Content-Type": "text/plain" }, {})).status).toBe(415)
    expect((await cookie("POST", "/api/auth/logout", { Origin: "https://evil.example" }, {})).status).toBe(403)
  })

  test("that has expired is no session any more", async () => {
    const ada = await server().as("Ada Expires")
    await outside(server(), `update sessions set expires_at = '2020-01-01T00:00:00.000Z' where user_id = '${ada.id}'`)
    expect(await refused(ada.client.me.get())).toBe(401)
    expect((await (await server().as("Ada Expires")).client.me.sessions()).sessions).toHaveLength(1)
  })

  test("begins with a link that works once and for a quarter of an hour", async () => {
    const { admin } = server().services
    const client = createClient({ baseUrl: server().url })
    const { token, magic_link } = await admin.createMagicLink({ email: "Link@Example.org", name: "Lou" })
    expect(Date.parse(magic_link.expires_at) - Date.parse(magic_link.created_at)).toBe(15 * 60_000)
    const tries = await Promise.allSettled([1, 2, 3].map(() => client.auth.consumeMagicLink(token)))
    expect(tries.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected", "rejected"])
    const late = await admin.createMagicLink({ email: "link@example.org" })
    await outside(
      server(),
      `update magic_links set expires_at = '2020-01-01T00:00:00.000Z' where id = '${late.magic_link.id}'`,
    )
    expect(await refused(client.auth.consumeMagicLink(late.token))).toBe(400)
    expect(await refused(client.auth.consumeMagicLink("mgt_none"))).toBe(400)
    const again = await admin.createMagicLink({ email: "link@example.org" })
    const { user } = await client.auth.consumeMagicLink(again.token)
    expect(user.display_name).toBe("Lou")
  })

  test("two links of a new address that open at once make one person", async () => {
    const { admin } = server().services
    const client = createClient({ baseUrl: server().url })
    const email = `${crypto.randomUUID()}@example.org`
    const links = await Promise.all([1, 2, 3].map(() => admin.createMagicLink({ email })))
    const signedIn = await Promise.all(links.map(({ token }) => client.auth.consumeMagicLink(token)))
    expect(new Set(signedIn.map(({ user }) => user.id)).size).toBe(1)
  })

  test("in a cookie needs the CSRF header and the same origin to change anything", async () => {
    const ada = await server().as("Ada Cookie")
    const { url } = server()
    const session = { Cookie: `other=1; cc_session=${ada.token}` }
    const change = async (headers: Record<string, string>) =>
      (await cookie("PATCH", "/api/me", { ...session, ...headers }, { avatar_url: "" })).status
    const csrf = { "X-ClickClack-CSRF": "1" }
    expect((await cookie("GET", "/api/me", session)).status).toBe(200)
    expect(await change({})).toBe(403)
    expect(await change({ "X-ClickClack-CSRF": "0" })).toBe(403)
    expect(await change(csrf)).toBe(200)
    expect(await change({ ...csrf, Origin: url })).toBe(200)
    expect(await change({ ...csrf, Origin: "https://evil.example" })).toBe(403)
    expect(await change({ ...csrf, Origin: "null" })).toBe(403)
    expect(await change({ ...csrf, "Sec-Fetch-Site": "cross-site" })).toBe(403)
    expect(await change({ ...csrf, "Sec-Fetch-Site": "same-origin" })).toBe(200)
    expect((await ada.call("PATCH", "/api/me", { avatar_url: "" }, { Origin: "https://evil.example" })).status).toBe(
      200,
    )
  })

  test("the first credential decides: a bad one is not forgiven for the sake of a good one", async () => {
    const ada = await server().as("Ada Cookie")
    const good = `cc_session=${ada.token}`
    const me = async (headers: Record<string, string>) => (await cookie("GET", "/api/me", headers)).status
    expect(await me({})).toBe(401)
    expect(await me({ Authorization: "Bearer sst_none", Cookie: good })).toBe(401)
    // What a proxy in front asks for is none of ours.
    expect(await me({ Authorization: "Basic YTpi", Cookie: good })).toBe(200)
    expect(await me({ Cookie: `${good}; ${good}` })).toBe(401)
    expect(await me({ Cookie: "cc_session=" })).toBe(401)
    expect(await me({ Cookie: good })).toBe(200)
    expect(await me({ "X-ClickClack-User": ada.id })).toBe(401)
    expect(await me({ Authorization: `bearer ${ada.token}` })).toBe(200)
  })

  test("opens a socket by header, cookie or subprotocol; a foreign page cannot use the cookie", async () => {
    const { workspace } = await server().room()
    const ada = await server().member(workspace, "Ada Socket")
    const address = `${server().url.replace("http", "ws")}/api/realtime/ws?workspace_id=${workspace}`
    const open = (options: Bun.WebSocketOptions) => listenerOn(new BunSocket(address, options))
    const byHeader = await open({ headers: { Authorization: `Bearer ${ada.token}` } })
    const byCookie = await open({ headers: { Cookie: `cc_session=${ada.token}` } })
    const sameOrigin = await open({ headers: { Cookie: `cc_session=${ada.token}`, Origin: server().url } })
    const offered = new WebSocket(address, ["other", `clickclack.bearer.${ada.token}`])
    const byProtocol = await listenerOn(offered)
    expect(offered.protocol).toBe(`clickclack.bearer.${ada.token}`)
    for (const listener of [byHeader, byCookie, sameOrigin, byProtocol]) listener.close()
    for (const headers of [
      {},
      { Cookie: `cc_session=${ada.token}`, Origin: "https://evil.example" },
      { Authorization: "Bearer sst_none" },
    ] as Record<string, string>[])
      await expect(open({ headers })).rejects.toThrow("refused")
    const otto = await server().as("Otto Outside")
    await expect(open({ headers: { Authorization: `Bearer ${otto.token}` } })).rejects.toThrow("refused")
    const plain = await ada.call("GET", `/api/realtime/ws?workspace_id=${workspace}`)
    expect(plain.status).toBe(426)
    expect((await ada.call("GET", "/api/realtime/ws")).status).toBe(400)
  })

  test("is not the business of a bot, whose own token closes its sockets when it is revoked", async () => {
    const { workspace, owner } = await server().room()
    const { bot, bot_token } = await server().services.admin.createBot({
      workspace,
      createdBy: owner.id,
      display_name: "Robo",
    })
    const robo = personOn(server().url, { id: bot.id, email: "", token: bot_token.token! })
    expect(await refused(robo.client.me.sessions())).toBe(403)
    const heard = await robo.listen(workspace)
    await owner.client.bots.revokeToken(bot_token.id)
    expect(await heard.ended).toMatchObject({ code: 1008, reason: "bot token revoked; reconnect with a valid token" })
    expect(await refused(robo.client.me.get())).toBe(401)
  })
})
