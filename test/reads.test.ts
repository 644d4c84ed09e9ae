import { expect, test } from "bun:test"
import type { Message } from "../sdk/index.ts"
import { randomFrom } from "./support/random.ts"
import { refused } from "./support/refused.ts"
import { onBothEngines, type Person } from "./support/server.ts"

onBothEngines("unread", (server) => {
  const pair = async () => {
    const room = await server().room()
    return {
      ...room,
      ada: await server().member(room.workspace, "Ada"),
      bob: await server().member(room.workspace, "Bob"),
    }
  }
  const unread = async ({ client }: Person, workspace: string, channel: string) =>
    (await client.channels.list(workspace)).channels.find(({ id }) => id === channel)!.unread_count

  test("counts the messages of others after the mark; one's own, replies and deleted ones do not count", async () => {
    const { workspace, channel, ada, bob } = await pair()
    expect(await unread(ada, workspace, channel)).toBe(0)
    const { message: first } = await bob.client.messages.post(channel, { body: "1" })
    await ada.client.messages.post(channel, { body: "2" })
    const { message: third } = await bob.client.messages.post(channel, { body: "3" })
    await bob.client.threads.reply(first.id, { body: "a reply" })
    expect(await unread(ada, workspace, channel)).toBe(2)
    expect(await unread(bob, workspace, channel)).toBe(1)
    await bob.client.messages.remove(third.id)
    expect(await unread(ada, workspace, channel)).toBe(1)
    await ada.client.reads.mark(channel, 1)
    expect(await unread(ada, workspace, channel)).toBe(0)
    await bob.client.messages.remove(first.id)
    expect(await unread(ada, workspace, channel)).toBe(0)
    await bob.client.messages.post(channel, { body: "4" })
    expect(await unread(ada, workspace, channel)).toBe(1)
  })

  test("does not count what bots note of their work", async () => {
    const { workspace, channel, owner, ada } = await pair()
    const scopes = ["bot:write", "agent_activity:write"]
    const made = await server().services.admin.createBot({
      workspace,
      createdBy: owner.id,
      display_name: "Robo",
      scopes,
    })
    const post = (input: object) =>
      owner.call("POST", `/api/channels/${channel}/messages`, input, {
        Authorization: `Bearer ${made.bot_token.token}`,
      })
    expect((await post({ body: "thinking", kind: "agent_commentary", turn_id: "t" })).status).toBe(201)
    expect((await post({ body: "calling", kind: "agent_tool", turn_id: "t" })).status).toBe(201)
    expect(await unread(ada, workspace, channel)).toBe(0)
    expect((await post({ body: "done" })).status).toBe(201)
    expect(await unread(ada, workspace, channel)).toBe(1)
    await ada.client.reads.mark(channel, 2)
    expect(await unread(ada, workspace, channel)).toBe(1)
  })

  test("the mark goes forward only, never past the last message, and tells only the reader's own devices", async () => {
    const { workspace, channel, ada, bob } = await pair()
    for (let n = 1; n <= 3; n++) await bob.client.messages.post(channel, { body: `${n}` })
    const [hers, his] = [await ada.listen(workspace), await bob.listen(workspace)]
    const mark = async (seq: number) => (await ada.client.reads.mark(channel, seq)).receipt
    expect(await mark(0)).toEqual({ scope_id: channel, user_id: ada.id, last_read_seq: 0, last_read_at: "" })
    const moved = await mark(2)
    expect(moved).toMatchObject({ last_read_seq: 2 })
    expect(await mark(1)).toEqual(moved)
    expect(await mark(2)).toEqual(moved)
    expect(await mark(1e15)).toMatchObject({ last_read_seq: 3 })
    await bob.client.messages.post(channel, { body: "the end" })
    for (const listener of [hers, his]) await listener.heard(({ type }) => type === "message.created")
    expect(hers.events.map(({ type, seq }) => [type, seq])).toEqual([
      ["channel.read", 2],
      ["channel.read", 3],
      ["message.created", 4],
    ])
    expect(hers.events[0]!.payload).toEqual({ channel_id: channel, user_id: ada.id })
    expect(his.events.map(({ type }) => type)).toEqual(["message.created"])
    const seen = await ada.client.channels.list(workspace)
    expect(seen.channels.find(({ id }) => id === channel)).toMatchObject({
      last_seq: 4,
      last_read_seq: 3,
      unread_count: 1,
    })
    for (const listener of [hers, his]) listener.close()
  })

  test("a mark is a whole number from zero, in a channel that one sees", async () => {
    const { channel, ada } = await pair()
    for (const seq of [-1, 1.5, "1", null, undefined, true])
      expect((await ada.call("POST", `/api/channels/${channel}/read`, { seq })).status).toBe(400)
    expect(await refused((await server().as("Otto Outside")).client.reads.mark(channel, 0))).toBe(404)
    expect(await refused(ada.client.reads.mark("chn_none", 0))).toBe(404)
  })

  test.each([1, 2, 3])(
    "equals a recount after any history, in a channel and a conversation (seed %d)",
    async (seed) => {
      const { workspace, channel, owner, ada, bob } = await pair()
      const random = randomFrom(seed)
      const people = [owner, ada, bob]
      const { conversation } = await ada.client.dms.create(workspace, [owner.id, bob.id])
      const places = [channel, conversation.id]

      const messagesOf = async (place: string) => (await owner.client.messages.list(place, { limit: 200 })).messages
      const shown = async ({ client }: Person, place: string) =>
        place === channel
          ? (await client.channels.list(workspace)).channels.find(({ id }) => id === place)!
          : (await client.dms.get(place)).conversation
      const recount = (messages: Message[], { id }: Person, mark: number) =>
        messages.filter((each) => each.channel_seq! > mark && each.author_id !== id && !each.deleted_at).length
      const check = async () => {
        for (const place of places) {
          const messages = await messagesOf(place)
          for (const person of people) {
            const { unread_count, last_read_seq, last_seq } = await shown(person, place)
            expect([last_seq, unread_count]).toEqual([messages.length, recount(messages, person, last_read_seq)])
          }
        }
      }
      const step = async () => {
        const [person, place] = [random.pick(people), random.pick(places)]
        const dice = random.next()
        if (dice < 0.5) return person.client.messages.post(place, { body: "x" })
        const messages = await messagesOf(place)
        if (messages.length === 0) return
        const message = random.pick(messages)
        if (dice < 0.75) return person.client.reads.mark(place, random.below(messages.length + 2))
        if (dice < 0.8) return person.client.threads.reply(message.id, { body: "r" })
        const remover =
          random.chance(0.5) && place === channel ? owner : people.find(({ id }) => id === message.author_id)!
        return remover.client.messages.remove(message.id)
      }
      for (let n = 0; n < 60; n++) {
        // Some at the same time, as happens with several devices.
        await Promise.all(Array.from({ length: 1 + random.below(3) }, step))
        if (n % 10 === 9) await check()
      }
    },
  )
})
