import { expect, test } from "bun:test"
import { refusal, refused } from "./support/refused.ts"
import { onBothEngines } from "./support/server.ts"

onBothEngines("a workspace", (server) => {
  const name = () => `Team ${crypto.randomUUID()}`

  test("belongs to who makes it, who may give it away and is a moderator then", async () => {
    const { workspace, owner } = await server().room()
    const ada = await server().member(workspace, "Ada Heir")
    expect(await refused(ada.client.workspaces.transfer(workspace, ada.id))).toBe(403)
    expect(await refused(owner.client.workspaces.transfer(workspace, "usr_none"))).toBe(400)
    expect(await refused(owner.client.workspaces.transfer(workspace, owner.id))).toBe(400)
    const heard = await ada.listen(workspace)
    const { workspace: given, event } = await owner.client.workspaces.transfer(workspace, ada.id)
    expect(given.role).toBe("moderator")
    expect(await heard.heard(({ type }) => type === "workspace.ownership_transferred")).toEqual(event)
    expect(event.payload).toMatchObject({ workspace_id: workspace, new_owner_user_id: ada.id })
    expect((await ada.client.workspaces.get(workspace)).workspace.role).toBe("owner")
    expect(await refused(owner.client.workspaces.transfer(workspace, owner.id))).toBe(403)
    expect(await refused(owner.client.workspaces.remove(workspace))).toBe(403)
    heard.close()
  })

  test("has a slug that nobody else has, and keeps what is not named in a change", async () => {
    const { client } = await server().owner()
    const { workspace } = await client.workspaces.create({ name: name() })
    expect(workspace).toMatchObject({ role: "owner", icon_url: "" })
    expect(workspace.route_id).toMatch(/^T[0-9A-HJKMNP-TV-Z]{16}$/)
    expect(workspace.slug).toMatch(/^team-[0-9a-f-]+$/)
    const { workspace: renamed } = await client.workspaces.update(workspace.id, { name: " New name " })
    expect(renamed).toEqual({ ...workspace, name: "New name" })
    const { workspace: other } = await client.workspaces.create({ name: "", slug: `Ünique ${crypto.randomUUID()}` })
    expect(other.name).toBe("Untitled")
    expect(await refusal(client.workspaces.update(other.id, { slug: workspace.slug }))).toEqual({
      status: 400,
      message: "workspace slug is already taken",
    })
    for (const slug of ["clickclack", "Guests", "???"])
      expect(await refused(client.workspaces.create({ name: "x", slug }))).toBe(400)
    for (const wrong of [
      {},
      { name: " " },
      { name: "x".repeat(81) },
      { icon_url: "https://x.example/i.png" },
      { icon_url: "/api/uploads/upl_none" },
    ])
      expect(await refused(client.workspaces.update(workspace.id, wrong))).toBe(400)
    expect((await client.workspaces.update(workspace.id, { slug: workspace.slug })).workspace.slug).toBe(workspace.slug)
    const same = `same-${crypto.randomUUID()}`
    const race = await Promise.allSettled([1, 2, 3].map(() => client.workspaces.create({ name: same })))
    expect(race.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected", "rejected"])
    for (const each of race) if (each.status === "rejected") expect([400, 409]).toContain(each.reason.status)
  })

  test("is changed by managers who are free to act, and its members hear it", async () => {
    const { workspace, owner } = await server().room()
    const [ada, mo] = [await server().member(workspace, "Ada"), await server().member(workspace, "Mo", "moderator")]
    expect(await refused(ada.client.workspaces.update(workspace, { name: "mine" }))).toBe(403)
    const heard = await ada.listen(workspace)
    const { event } = await mo.client.workspaces.update(workspace, { name: "Moderated" })
    expect(await heard.heard(({ type }) => type === "workspace.updated")).toEqual(event)
    expect(event.payload).toMatchObject({ workspace: { name: "Moderated" } })
    expect(event.payload).not.toHaveProperty("workspace.role")
    await owner.client.moderation.update(workspace, mo.id, { blocked: true })
    expect(await refused(mo.client.workspaces.update(workspace, { name: "mine" }))).toBe(403)
    heard.close()
  })

  test("when it is deleted, everything in it is gone and its sockets close", async () => {
    const { workspace, channel, owner } = await server().room()
    const ada = await server().member(workspace, "Ada")
    const { message } = await ada.client.messages.post(channel, { body: "for ever" })
    const { conversation } = await ada.client.dms.create(workspace, [owner.id])
    const { bot, bot_token } = await server().services.admin.createBot({
      workspace,
      createdBy: owner.id,
      display_name: "Robo",
    })
    const sockets = [await owner.listen(workspace), await ada.listen(workspace)]
    expect(await refused(ada.client.workspaces.remove(workspace))).toBe(403)
    await owner.client.workspaces.remove(workspace)
    for (const socket of sockets) expect(await socket.ended).toEqual({ code: 1008, reason: "workspace access revoked" })
    for (const { client } of [owner, ada]) {
      expect(await refused(client.workspaces.get(workspace))).toBe(404)
      expect(await refused(client.messages.get(message.id))).toBe(404)
      expect(await refused(client.messages.post(channel, { body: "x" }))).toBe(404)
      expect(await refused(client.messages.post(conversation.id, { body: "x" }))).toBe(404)
      expect(await refused(client.channels.list(workspace))).toBe(404)
      expect(await refused(client.events.list({ workspace_id: workspace }))).toBe(404)
      await expect(client.workspaces.list()).resolves.not.toMatchObject({ workspaces: [{ id: workspace }] })
    }
    const asBot = await owner.call("GET", "/api/me", undefined, { Authorization: `Bearer ${bot_token.token}` })
    expect([bot.kind, asBot.status]).toEqual(["bot", 401])
  })

  test("deleted in the middle of posting leaves nothing behind but clear answers", async () => {
    const { workspace, channel, owner } = await server().room()
    const posts = Array.from({ length: 20 }, (_, n) =>
      owner.call("POST", `/api/channels/${channel}/messages`, { body: `${n}` }),
    )
    const removal = owner.call("DELETE", `/api/workspaces/${workspace}`)
    const more = Array.from({ length: 20 }, (_, n) =>
      owner.call("POST", `/api/channels/${channel}/messages`, { body: `${n}` }),
    )
    const answers = await Promise.all([...posts, ...more])
    expect((await removal).status).toBe(204)
    for (const { status } of answers) expect([201, 404]).toContain(status)
  })

  test("does not exist for who is not in it", async () => {
    const { workspace, owner } = await server().room()
    const { client, call } = await server().as("Otto Outside")
    for (const id of [workspace, "wsp_none", "x"]) {
      expect(await refused(client.workspaces.get(id))).toBe(404)
      expect(await refused(client.workspaces.update(id, { name: "mine" }))).toBe(404)
      expect([403, 404]).toContain(await refused(client.workspaces.transfer(id, owner.id)))
      expect([403, 404]).toContain((await call("DELETE", `/api/workspaces/${id}`)).status)
      expect(await refused(client.presence.list(id))).toBe(404)
      expect(await refused(client.events.tail(id))).toBe(404)
    }
    expect((await client.workspaces.list()).workspaces).toEqual([])
  })

  test("is made by anybody but those who are only guests", async () => {
    const { workspace, owner } = await server().room()
    const gil = await server().member(workspace, `Gil ${crypto.randomUUID()}`)
    await owner.client.moderation.update(workspace, gil.id, { role: "guest" })
    expect(await refused(gil.client.workspaces.create({ name: name() }))).toBe(403)
    expect((await owner.client.workspaces.list()).workspaces.map(({ id }) => id)).toContain(workspace)
  })
})
