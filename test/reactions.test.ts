import { expect, test } from "bun:test"
import { refused } from "./support/refused.ts"
import { onBothEngines } from "./support/server.ts"

onBothEngines("a reaction", (server) => {
  const posted = async () => {
    const room = await server().room()
    const { message } = await room.owner.client.messages.post(room.channel, { body: "nice" })
    return { ...room, message, client: room.owner.client }
  }

  test("is counted for everybody and marked for who gave it; the most used come first, then by emoji", async () => {
    const { workspace, channel, message, client } = await posted()
    const ada = await server().member(workspace, "Ada")
    await client.reactions.add(message.id, "🦀")
    await client.reactions.add(message.id, "👍")
    const { reactions, event } = await ada.client.reactions.add(message.id, "🦀")
    const hers = [
      { emoji: "🦀", count: 2, reacted_by_me: true },
      { emoji: "👍", count: 1, reacted_by_me: false },
    ]
    expect(reactions).toEqual(hers)
    expect(event).toMatchObject({
      type: "reaction.added",
      channel_id: channel,
      seq: 1,
      payload: { message_id: message.id, emoji: "🦀", user_id: ada.id, count: 2 },
    })
    expect((await ada.client.messages.get(message.id)).message.reactions).toEqual(hers)
    expect((await client.messages.list(channel)).messages[0]!.reactions).toEqual([
      { emoji: "🦀", count: 2, reacted_by_me: true },
      { emoji: "👍", count: 1, reacted_by_me: true },
    ])
  })

  test("given twice counts once, and tells once; taken back twice likewise", async () => {
    const { workspace, message, owner, client } = await posted()
    const heard = await owner.listen(workspace)
    const path = `/api/messages/${message.id}/reactions`
    const added = await Promise.all([1, 2, 3].map(() => owner.call("POST", path, { emoji: "👍" })))
    expect(added.map(({ status }) => status).sort()).toEqual([200, 200, 201])
    for (const { status, body } of added) {
      expect(body).toMatchObject({ reactions: [{ emoji: "👍", count: 1, reacted_by_me: true }] })
      if (status === 200) expect(body).toMatchObject({ event: { id: "", cursor: "", type: "", workspace_id: "" } })
    }
    const removed = await Promise.all([1, 2].map(() => client.reactions.remove(message.id, "👍")))
    expect(removed.map(({ event }) => event.type).sort()).toEqual(["", "reaction.removed"])
    for (const { reactions } of removed) expect(reactions).toEqual([])
    await client.messages.post(message.channel_id!, { body: "the end" })
    await heard.heard(({ type }) => type === "message.created")
    expect(heard.events.map(({ type }) => type)).toEqual(["reaction.added", "reaction.removed", "message.created"])
    expect(heard.events[1]!.payload).toMatchObject({ count: 0 })
    expect((await client.messages.get(message.id)).message).not.toHaveProperty("reactions")
    heard.close()
  })

  test("may be any emoji or name, whatever the path has to escape", async () => {
    const { message, client } = await posted()
    for (const emoji of ["100%", "%25", ":party_parrot:", "a/b", "?", "#", "👩‍👩‍👧‍👦", "é", "...", "+1"]) {
      expect((await client.reactions.add(message.id, emoji)).reactions.map((each) => each.emoji)).toEqual([emoji])
      expect((await client.reactions.remove(message.id, emoji)).reactions).toEqual([])
    }
  })

  test("is a short text without white space", async () => {
    const { message, owner } = await posted()
    for (const emoji of ["", " ", "a b", "x".repeat(65), 7, null, undefined, ["👍"]])
      expect((await owner.call("POST", `/api/messages/${message.id}/reactions`, { emoji })).status).toBe(400)
  })

  test("can be given to replies, whose events have no place in the channel", async () => {
    const { message, client } = await posted()
    const { message: reply } = await client.threads.reply(message.id, { body: "yes" })
    const { event } = await client.reactions.add(reply.id, "👍")
    expect(event).toMatchObject({ type: "reaction.added", payload: { message_id: reply.id } })
    expect(event).not.toHaveProperty("seq")
    expect((await client.threads.open(message.id)).replies[0]!.reactions).toHaveLength(1)
  })

  test("cannot come from outside", async () => {
    const { message, client } = await posted()
    await client.reactions.add(message.id, "👍")
    const { client: otto } = await server().as("Otto Outside")
    expect(await refused(otto.reactions.add(message.id, "👎"))).toBe(404)
    expect(await refused(otto.reactions.remove(message.id, "👍"))).toBe(404)
    expect(await refused(client.reactions.add("msg_none", "👍"))).toBe(404)
    expect((await client.messages.get(message.id)).message.reactions).toHaveLength(1)
  })
})
