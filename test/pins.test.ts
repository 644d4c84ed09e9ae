import { expect, test } from "bun:test"
import { refused } from "./support/refused.ts"
import { onBothEngines } from "./support/server.ts"

onBothEngines("a pin", (server) => {
  test("comes with its message, also when it is read from the log later", async () => {
    const { workspace, channel, owner } = await server().room()
    const tail = await owner.client.events.tail(workspace)
    const { message } = await owner.client.messages.post(channel, { body: "keep this" })
    const { event } = await owner.client.pins.add(channel, message.id)
    expect(event.payload).toMatchObject({ message: { id: message.id, body: "keep this", author: { id: owner.id } } })
    const { events } = await owner.client.events.list({ workspace_id: workspace, after_cursor: tail })
    expect(events.find(({ id }) => id === event.id)).toEqual(event)
  })

  test("is one of a hundred at most, and stands once, whoever is quicker", async () => {
    const { channel, owner } = await server().room()
    const messages = await Promise.all(
      Array.from({ length: 101 }, (_, at) => owner.client.messages.post(channel, { body: `${at}` })),
    )
    const [first] = messages
    const twice = await Promise.allSettled([1, 2].map(() => owner.client.pins.add(channel, first!.message.id)))
    expect(twice.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"])
    for (const { message } of messages.slice(1, 100)) await owner.client.pins.add(channel, message.id)
    expect(await refused(owner.client.pins.add(channel, messages[100]!.message.id))).toBe(409)
    expect((await owner.client.pins.list(channel, { limit: "1000" })).messages).toHaveLength(100)
  })

  test("in a private channel is nobody else's business", async () => {
    const { workspace, owner } = await server().room()
    const ada = await server().member(workspace, "Ada Pins")
    const hidden = (await owner.client.channels.create(workspace, { name: "hidden", kind: "private" })).channel.id
    const { message } = await owner.client.messages.post(hidden, { body: "secret" })
    const heard = await ada.listen(workspace)
    await owner.client.pins.add(hidden, message.id)
    await owner.client.channels.create(workspace, { name: "sentinel" })
    await heard.heard(({ type }) => type === "channel.created")
    expect(heard.events.map(({ type }) => type)).toEqual(["channel.created"])
    expect(await refused(ada.client.pins.list(hidden))).toBe(404)
    expect(await refused(ada.client.pins.remove(hidden, message.id))).toBe(404)
    heard.close()
  })
})
