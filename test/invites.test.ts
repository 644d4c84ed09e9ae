import { expect, test } from "bun:test"
import { createClient } from "../sdk/index.ts"
import { outside } from "./support/database.ts"
import { refusal, refused } from "./support/refused.ts"
import { onBothEngines } from "./support/server.ts"

let people = 0
const stranger = () => ({ display_name: `New ${++people}`, email: `new.${people}.${crypto.randomUUID()}@example.org` })

onBothEngines("an invitation", (server) => {
  const anybody = () => createClient({ baseUrl: server().url })
  const invited = async (input: { role?: "member" | "moderator" | "guest"; max_uses?: number } = {}) => {
    const room = await server().room()
    const { invite, token, url } = await room.owner.client.invites.create(room.workspace, input)
    return { ...room, invite, token, url }
  }

  test("is a link that tells where it leads, and lets a new person in, signed in", async () => {
    const { workspace, owner, invite, token, url } = await invited()
    expect(url).toBe(`${server().url}/invite#${token}`)
    expect(token).toMatch(/^inv_[0-9a-hjkmnp-tv-z]{26}$/)
    expect(invite).toMatchObject({ workspace_id: workspace, role: "member", created_by: owner.id, uses: 0 })
    expect(invite).not.toHaveProperty("max_uses")
    expect(Date.parse(invite.expires_at) - Date.parse(invite.created_at)).toBe(168 * 3_600_000)

    const preview = (await anybody().invites.inspect(token)).invite
    expect(preview).toMatchObject({ inviter_name: "Olive Owner", role: "member", expires_at: invite.expires_at })
    expect(preview.workspace_name).toStartWith("Room ")

    const heard = await owner.listen(workspace)
    const who = stranger()
    const answer = await fetch(`${server().url}/api/invites/accept`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ token, ...who }),
    })
    expect(answer.status).toBe(201)
    expect(answer.headers.get("set-cookie")).toMatch(/^cc_session=sst_[0-9a-z]{26};.*HttpOnly/)
    const joined = (await answer.json()) as Awaited<ReturnType<ReturnType<typeof anybody>["invites"]["accept"]>>
    expect(joined).toMatchObject({
      user: { display_name: who.display_name },
      workspace: { id: workspace, role: "member" },
    })
    const { client } = { client: createClient({ baseUrl: server().url, token: joined.token! }) }
    expect((await client.me.get()).user.id).toBe(joined.user.id)
    expect((await client.channels.list(workspace)).channels).toHaveLength(1)
    expect(await heard.heard(({ type }) => type === "member.joined")).toMatchObject({
      payload: { user_id: joined.user.id, role: "member", member: { user: { id: joined.user.id }, role: "member" } },
    })
    expect((await owner.client.invites.list(workspace)).invites).toMatchObject([{ id: invite.id, uses: 1 }])
    heard.close()
  })

  test("brings in whoever is signed in as themselves; a second time changes nothing", async () => {
    const { workspace, owner, token } = await invited({ role: "moderator", max_uses: 5 })
    const ada = await server().as("Ada Elsewhere")
    const accepted = await ada.call("POST", "/api/invites/accept", { token })
    expect(accepted.status).toBe(200)
    expect(accepted.body).toMatchObject({ user: { id: ada.id }, workspace: { id: workspace, role: "moderator" } })
    expect(accepted.body).not.toHaveProperty("token")
    const tail = await owner.client.events.tail(workspace)
    expect((await ada.client.invites.accept({ token })).workspace).toMatchObject({ role: "moderator" })
    expect((await owner.client.invites.accept({ token })).workspace).toMatchObject({ role: "owner" })
    expect(await owner.client.events.tail(workspace)).toBe(tail)
    expect((await owner.client.invites.list(workspace)).invites[0]!.uses).toBe(1)
  })

  test("lets in no more people than it may, also when many come at once", async () => {
    const { workspace, owner, token } = await invited({ max_uses: 3 })
    const tries = await Promise.allSettled(
      Array.from({ length: 10 }, () => anybody().invites.accept({ token, ...stranger() })),
    )
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(3)
    for (const each of tries) if (each.status === "rejected") expect(each.reason).toMatchObject({ status: 404 })
    const { members } = await owner.client.members.list(workspace)
    expect(members).toHaveLength(4)
    // Who was turned away was not made an account for nothing.
    const turnedAway = await outside(server(), "select count(*) as n from users where display_name like 'New %'")
    const inside = await outside(
      server(),
      "select count(distinct user_id) as n from workspace_members m join users u on u.id = m.user_id where display_name like 'New %'",
    )
    expect(Number(turnedAway[0]!.n)).toBe(Number(inside[0]!.n))
    expect((await owner.client.invites.list(workspace)).invites).toMatchObject([{ max_uses: 3, uses: 3 }])
    expect(await refused(anybody().invites.inspect(token))).toBe(404)
  })

  test("is refused in the same words when it is unknown, used up, expired or revoked", async () => {
    const [used, expired, revoked] = [await invited({ max_uses: 1 }), await invited(), await invited()]
    await anybody().invites.accept({ token: used.token, ...stranger() })
    await outside(
      server(),
      `update invites set expires_at = '2020-01-01T00:00:00.000Z' where id = '${expired.invite.id}'`,
    )
    expect((await revoked.owner.client.invites.revoke(revoked.invite.id)).invite.revoked_at).toBeString()
    const words = new Set<string>()
    for (const token of ["inv_none", "", used.token, expired.token, revoked.token]) {
      const { inspect, accept } = anybody().invites
      for (const call of [() => inspect(token), () => accept({ token, ...stranger() })]) {
        const { status, message } = await refusal(call())
        expect(status).toBe(404)
        words.add(message)
      }
    }
    expect(words.size).toBe(1)
  })

  test("signs nobody in to an account that is there already", async () => {
    const { workspace, owner, token } = await invited({ max_uses: 1 })
    const ada = await server().as("Ada Elsewhere")
    for (const email of [ada.email, ` ${ada.email.toUpperCase()} `])
      expect(await refused(anybody().invites.accept({ token, display_name: "Not Ada", email }))).toBe(409)
    for (const wrong of [
      {},
      { display_name: "X" },
      { email: "x@example.org" },
      { display_name: " ", email: "x@example.org" },
      { display_name: "X", email: "x" },
    ])
      expect(await refused(anybody().invites.accept({ token, ...wrong }))).toBe(400)
    expect((await owner.client.invites.list(workspace)).invites[0]!.uses).toBe(0)
    expect((await anybody().invites.accept({ token, ...stranger() })).workspace.id).toBe(workspace)
  })

  test("is made and revoked by managers; only the owner invites moderators", async () => {
    const { workspace, owner, invite } = await invited()
    const [ada, mo] = [await server().member(workspace, "Ada"), await server().member(workspace, "Mo", "moderator")]
    const otto = await server().as("Otto Outside")
    for (const [{ client }, status] of [
      [ada, 403],
      [otto, 404],
    ] as const) {
      expect(await refused(client.invites.create(workspace))).toBe(status)
      expect(await refused(client.invites.list(workspace))).toBe(status)
      expect(await refused(client.invites.revoke(invite.id))).toBe(status)
    }
    expect((await mo.client.invites.create(workspace, { role: "guest" })).invite.role).toBe("guest")
    expect(await refused(mo.client.invites.create(workspace, { role: "moderator" }))).toBe(403)
    expect((await mo.client.invites.revoke(invite.id)).invite.id).toBe(invite.id)
    expect(await refused(owner.client.invites.revoke("inv_none"))).toBe(404)
    const list = await owner.call("GET", `/api/workspaces/${workspace}/invites`)
    expect(list.text).not.toMatch(/token/)
  })

  test("has bounds: an hour to a year, one to a thousand uses, and never the role of the owner", async () => {
    const { workspace, owner } = await server().room()
    for (const wrong of [
      { role: "owner" },
      { role: "bot" },
      { expires_in_hours: 0 },
      { expires_in_hours: 8761 },
      { expires_in_hours: 1.5 },
      { max_uses: 0 },
      { max_uses: 1001 },
      { max_uses: "2" },
    ])
      expect((await owner.call("POST", `/api/workspaces/${workspace}/invites`, wrong)).status).toBe(400)
    expect((await owner.call("POST", `/api/workspaces/${workspace}/invites`)).status).toBe(201)
    const { invite } = await owner.client.invites.create(workspace, {
      expires_in_hours: 1,
      max_uses: 1000,
      role: "guest",
    })
    expect(invite).toMatchObject({ role: "guest", max_uses: 1000 })
  })

  test("is accepted as JSON from our own pages only, and not with a credential that is no longer good", async () => {
    const { token } = await invited()
    const accept = (headers: Record<string, string>) =>
      fetch(`${server().url}/api/invites/accept`, {
        method: "POST",
        headers,
        body: JSON.stringify({ token, ...stranger() }),
      })
    expect((await accept({ "Content-Type": "text/plain" })).status).toBe(415)
    expect((await accept({ "Content-Type": "application/json", Origin: "https://evil.example" })).status).toBe(403)
    expect((await accept({ "Content-Type": "application/json", Authorization: "Bearer sst_none" })).status).toBe(401)
  })
})
