import { expect, test } from "bun:test"
import { refused } from "./support/refused.ts"
import { onBothEngines } from "./support/server.ts"

onBothEngines("a topic", (server) => {
  test("of the whole workspace has a name of its own too", async () => {
    const { workspace, owner } = await server().room()
    await owner.client.topics.create(workspace, { name: "plans" })
    expect(await refused(owner.client.topics.create(workspace, { name: " plans " }))).toBe(400)
  })

  test("of a private channel is listed and made by its members alone", async () => {
    const { workspace, owner } = await server().room()
    const ada = await server().member(workspace, "Ada Topics")
    const hidden = (await owner.client.channels.create(workspace, { name: "hidden", kind: "private" })).channel.id
    const { topic } = await owner.client.topics.create(workspace, { name: "secret plans", channel_id: hidden })
    expect((await owner.client.topics.list(workspace)).topics).toEqual([topic])
    expect((await ada.client.topics.list(workspace)).topics).toEqual([])
    expect(await refused(ada.client.topics.create(workspace, { name: "mine", channel_id: hidden }))).toBe(404)
  })

  test("is not for guests to make, and not for blocked people", async () => {
    const { workspace, owner } = await server().room()
    const gus = await server().member(workspace, "Gus Topics")
    await owner.client.topics.create(workspace, { name: "inside" })
    await owner.client.moderation.update(workspace, gus.id, { role: "guest" })
    expect((await gus.client.topics.list(workspace)).topics).toEqual([])
    expect(await refused(gus.client.topics.create(workspace, { name: "mine" }))).toBe(403)
    await owner.client.moderation.update(workspace, gus.id, { role: "member", blocked: true })
    expect(await refused(gus.client.topics.create(workspace, { name: "mine" }))).toBe(403)
  })
})
