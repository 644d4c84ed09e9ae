import { expect, test } from "bun:test"
import { outside } from "./support/database.ts"
import { refusal, refused } from "./support/refused.ts"
import { onBothEngines } from "./support/server.ts"

onBothEngines("a channel", (server) => {
  test("is made with a slug for a name, and seen by every member at once", async () => {
    const { workspace, owner } = await server().room()
    const ada = await server().member(workspace, "Ada")
    const heard = await ada.listen(workspace)
    const { channel, event } = await owner.client.channels.create(workspace, { name: " Größe & Weite! " })
    expect(channel).toMatchObject({
      workspace_id: workspace,
      name: "gr-e-weite",
      kind: "public",
      external_managed: false,
      last_seq: 0,
      last_read_seq: 0,
      unread_count: 0,
    })
    expect(channel.route_id).toMatch(/^C[0-9A-HJKMNP-TV-Z]{16}$/)
    for (const absent of ["display_title", "archived_at", "external_ref", "external_url", "sidebar_section"])
      expect(channel).not.toHaveProperty(absent)
    expect(await heard.heard(({ type }) => type === "channel.created")).toEqual(event)
    expect(event).toMatchObject({
      channel_id: channel.id,
      payload: { channel_id: channel.id, channel: { name: "gr-e-weite" } },
    })
    const { channels } = await ada.client.channels.list(workspace)
    expect(channels.map(({ name }) => name)).toEqual(["gr-e-weite", "talk"])
    heard.close()
  })

  test("has a name that nobody else has, in words that the plugin understands", async () => {
    const { workspace, owner } = await server().room()
    const { client } = owner
    const taken = await refusal(client.channels.create(workspace, { name: "TALK" }))
    expect(taken).toEqual({ status: 400, message: "UNIQUE constraint failed: channels.workspace_id, channels.name" })
    expect((await client.channels.create(workspace, { name: "???" })).channel.name).toBe("general")
    expect(await refused(client.channels.create(workspace, { name: "Guest" }))).toBe(400)
    const race = await Promise.allSettled([1, 2, 3].map(() => client.channels.create(workspace, { name: "race" })))
    expect(race.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected", "rejected"])
    const other = await client.workspaces.create({ name: `Other ${crypto.randomUUID()}` })
    expect((await client.channels.create(other.workspace.id, { name: "talk" })).channel.name).toBe("talk")
  })

  test("keeps exactly what is said about it, until it is cleared", async () => {
    const { workspace, owner } = await server().room()
    const { client } = owner
    const facts = {
      display_title: "Support 🦀 & more",
      external_managed: true,
      external_ref: "ref:1/2?x=%20",
      external_url: "https://tracker.example/x?y=1#z",
      sidebar_section: "Äußeres",
    }
    const { channel } = await client.channels.create(workspace, { name: "ext", kind: "project", ...facts })
    expect(channel).toMatchObject({ kind: "project", ...facts })
    const renamed = await client.channels.update(channel.id, { name: "Ext Two" })
    expect(renamed.channel).toMatchObject({ name: "ext-two", kind: "project", ...facts })
    const blank = { display_title: "", external_ref: " ", external_url: "", sidebar_section: "" }
    const { channel: cleared } = await client.channels.update(channel.id, blank)
    for (const name of Object.keys(blank)) expect(cleared).not.toHaveProperty(name)
    expect(cleared.external_managed).toBe(true)
    expect((await client.channels.update(channel.id, { display_title: "🦀".repeat(300) })).channel.display_title).toBe(
      "🦀".repeat(200),
    )
    for (const wrong of [{ external_url: "not a url" }, { name: "talk" }, { name: "guest" }, { kind: "private" }])
      expect(await refused(client.channels.update(channel.id, wrong))).toBe(400)
  })

  test("is changed by the workspace's owner alone; each change is told, also one that changes nothing", async () => {
    const { workspace, channel, owner } = await server().room()
    const [ada, mo] = [await server().member(workspace, "Ada"), await server().member(workspace, "Mo", "moderator")]
    for (const { client } of [ada, mo])
      expect(await refused(client.channels.update(channel, { name: "mine" }))).toBe(403)
    const heard = await ada.listen(workspace)
    const archived = await owner.client.channels.update(channel, { archived: true })
    expect(archived.event).toMatchObject({ type: "channel.updated", payload: { channel_id: channel, archived: true } })
    const again = await owner.client.channels.update(channel, { archived: true })
    expect(again.channel.archived_at).toBe(archived.channel.archived_at!)
    const { event } = await owner.client.channels.update(channel, { archived: false })
    expect(await heard.heard(({ id }) => id === event.id)).toEqual(event)
    expect(heard.events.map(({ type }) => type)).toEqual(["channel.updated", "channel.updated", "channel.updated"])
    expect((await owner.client.channels.list(workspace)).channels[0]).not.toHaveProperty("archived_at")
    heard.close()
  })

  test("takes messages also when it is archived", async () => {
    const { channel, owner } = await server().room()
    await owner.client.channels.update(channel, { archived: true })
    expect((await owner.client.messages.post(channel, { body: "still here" })).message.channel_seq).toBe(1)
    expect((await owner.client.reads.mark(channel, 1)).receipt.last_read_seq).toBe(1)
  })

  test("notifies each member as they choose", async () => {
    const { workspace, channel, owner } = await server().room()
    const ada = await server().member(workspace, "Ada")
    expect((await ada.client.channels.notifications(channel)).preference).toBe("all")
    expect((await ada.client.channels.setNotifications(channel, "muted")).preference).toBe("muted")
    expect((await ada.client.channels.setNotifications(channel, "mentions")).preference).toBe("mentions")
    expect((await ada.client.channels.notifications(channel)).preference).toBe("mentions")
    expect((await owner.client.channels.notifications(channel)).preference).toBe("all")
    const { status } = await ada.call("PATCH", `/api/channels/${channel}/notification-settings`, { preference: "loud" })
    expect(status).toBe(400)
  })

  test("is not made by guests or by those who are blocked or timed out, who may still read", async () => {
    const { workspace, channel, owner } = await server().room()
    const [ada, bob] = [await server().member(workspace, "Ada"), await server().member(workspace, "Bob")]
    await owner.client.moderation.update(workspace, ada.id, { blocked: true })
    await owner.client.moderation.update(workspace, bob.id, { timeout_minutes: 60 })
    for (const { client } of [ada, bob]) {
      expect(await refused(client.channels.create(workspace, { name: "mine" }))).toBe(403)
      expect(await refused(client.messages.post(channel, { body: "x" }))).toBe(403)
      expect((await client.channels.list(workspace)).channels).toHaveLength(1)
      expect((await client.reads.mark(channel, 0)).receipt.last_read_seq).toBe(0)
      expect((await client.channels.setNotifications(channel, "muted")).preference).toBe("muted")
    }
    await owner.client.moderation.update(workspace, ada.id, { blocked: false })
    await ada.client.messages.post(channel, { body: "back" })
    await owner.client.moderation.update(workspace, ada.id, { role: "guest" })
    expect(await refused(ada.client.channels.create(workspace, { name: "mine" }))).toBe(403)
  })

  test("is out of sight for guests, who have the waiting room and three posts a day in it", async () => {
    const { workspace, channel, owner } = await server().room()
    const { channel: waiting } = await owner.client.channels.create(workspace, { name: "waiting" })
    await outside(server(), `update channels set name = 'guest' where id = '${waiting.id}'`)
    const gil = await server().member(workspace, "Gil")
    await owner.client.moderation.update(workspace, gil.id, { role: "guest" })
    const { client } = gil
    expect((await client.channels.list(workspace)).channels.map(({ id }) => id)).toEqual([waiting.id])
    expect(await refused(client.messages.list(channel))).toBe(404)
    expect(await refused(client.messages.post(channel, { body: "x" }))).toBe(403)
    const { message: elsewhere } = await owner.client.messages.post(channel, { body: "not for guests" })
    expect(await refused(client.messages.get(elsewhere.id))).toBe(404)
    expect(await refused(client.dms.create(workspace, [owner.id]))).toBe(403)
    expect(await refused(client.dms.list(workspace))).toBe(403)
    const { message: first } = await client.messages.post(waiting.id, { body: "1" })
    await client.messages.remove(first.id)
    await client.threads.reply(first.id, { body: "2" })
    await client.messages.post(waiting.id, { body: "3" })
    expect(await refusal(client.messages.post(waiting.id, { body: "4" }))).toEqual({
      status: 429,
      message: "waiting room post limit reached",
    })
    const { events } = await client.events.list({ workspace_id: workspace, limit: 500 })
    expect(new Set(events.map(({ channel_id }) => channel_id).filter(Boolean))).toEqual(new Set([waiting.id]))
  })

  test("does not exist for who is not in the workspace", async () => {
    const { workspace, channel } = await server().room()
    const { client, call } = await server().as("Otto Outside")
    expect(await refused(client.channels.list(workspace))).toBe(404)
    expect(await refused(client.channels.create(workspace, { name: "mine" }))).toBe(404)
    expect(await refused(client.channels.update(channel, { name: "mine" }))).toBe(404)
    expect(await refused(client.channels.notifications(channel))).toBe(404)
    expect(await refused(client.channels.setNotifications(channel, "muted"))).toBe(404)
    expect((await call("GET", `/api/channels/${channel}/members`)).status).toBe(404)
  })
})
