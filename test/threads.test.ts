import { expect, test } from "bun:test"
import { refusal, refused } from "./support/refused.ts"
import { onBothEngines } from "./support/server.ts"

onBothEngines("a thread", (server) => {
  const begun = async () => {
    const room = await server().room()
    const { message: root } = await room.owner.client.messages.post(room.channel, { body: "root" })
    return { ...room, root, client: room.owner.client }
  }

  test("counts its replies and knows the three who answered last, newest first", async () => {
    const { workspace, channel, root, owner, client } = await begun()
    const people = await Promise.all(["Ada", "Bob", "Cid"].map((name) => server().member(workspace, name)))
    const ids = people.map(({ id }) => id)
    for (const { client: theirs } of people) await theirs.threads.reply(root.id, { body: "me too" })
    const fourth = await client.threads.reply(root.id, { body: "and I" })
    expect(fourth.thread_state).toMatchObject({
      root_message_id: root.id,
      reply_count: 4,
      last_reply_author_ids: [owner.id, ids[2], ids[1]],
    })
    expect(fourth.message).toMatchObject({
      parent_message_id: root.id,
      thread_root_id: root.id,
      thread_seq: 4,
      channel_id: channel,
    })
    expect(fourth.message).not.toHaveProperty("channel_seq")
    const again = await people[1]!.client.threads.reply(root.id, { body: "once more" })
    expect(again.thread_state.last_reply_author_ids).toEqual([ids[1]!, owner.id, ids[2]!])
    const { messages } = await client.messages.list(channel)
    expect(messages.map(({ id }) => id)).toEqual([root.id])
    expect(messages[0]!.thread_state).toEqual(again.thread_state)
  })

  test("gives each reply the next number, also when many answer at once", async () => {
    const { root, client } = await begun()
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, n) => client.threads.reply(root.id, { body: `${n}` })),
    )
    expect(replies.map(({ message }) => message.thread_seq!).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, n) => n + 1),
    )
    expect((await client.threads.open(root.id)).thread_state.reply_count).toBe(20)
  })

  test("is told as two events, the reply and the new state, in this order", async () => {
    const { workspace, channel, root, owner, client } = await begun()
    const heard = await owner.listen(workspace)
    const { message, thread_state, events } = await client.threads.reply(root.id, { body: "hello" })
    await heard.heard(({ type }) => type === "thread.state_updated")
    expect(heard.events).toEqual(events!)
    expect(heard.events).toMatchObject([
      {
        type: "thread.reply_created",
        channel_id: channel,
        payload: { message_id: message.id, root_message_id: root.id, message },
      },
      { type: "thread.state_updated", channel_id: channel, payload: { root_message_id: root.id, thread_state } },
    ])
    for (const event of heard.events) {
      expect(event).not.toHaveProperty("seq")
      expect(event.payload).not.toHaveProperty("author_id")
    }
    heard.close()
  })

  test("has one level: neither can a reply be answered nor does it have a thread", async () => {
    const { root, client } = await begun()
    const { message: reply } = await client.threads.reply(root.id, { body: "reply" })
    expect(await refusal(client.threads.reply(reply.id, { body: "deeper" }))).toEqual({
      status: 400,
      message: "nested thread replies are not supported",
    })
    expect(await refused(client.threads.open(reply.id))).toBe(400)
    expect(await refused(client.messages.route(reply.id))).toBe(404)
  })

  test("is read in windows, the earliest first", async () => {
    const { root, client } = await begun()
    for (let n = 1; n <= 6; n++) await client.threads.reply(root.id, { body: `${n}` })
    const page = async (query: Parameters<typeof client.threads.open>[1]) => {
      const { replies, has_older, has_newer, oldest_seq, newest_seq } = await client.threads.open(root.id, query)
      return [replies.map(({ thread_seq }) => thread_seq), oldest_seq, newest_seq, has_older, has_newer]
    }
    expect(await page({})).toEqual([[1, 2, 3, 4, 5, 6], 1, 6, false, false])
    expect(await page({ limit: 2 })).toEqual([[1, 2], 1, 2, false, true])
    expect(await page({ limit: 2, latest: true })).toEqual([[5, 6], 5, 6, true, false])
    expect(await page({ limit: 2, latest: false })).toEqual([[1, 2], 1, 2, false, true])
    expect(await page({ limit: 2, before_seq: 4 })).toEqual([[2, 3], 2, 3, true, true])
    expect(await page({ limit: 2, after_seq: 4 })).toEqual([[5, 6], 5, 6, true, false])
    expect(await page({ limit: 3, around_seq: 3 })).toEqual([[2, 3, 4], 2, 4, true, true])
    expect(await page({ after_seq: 6 })).toEqual([[], 0, 0, true, false])
    expect(await refused(page({ latest: true, after_seq: 1 }))).toBe(400)
    expect(await refused(page({ latest: "yes" }))).toBe(400)
    expect(await refused(page({ mode: "latest" }))).toBe(400)
    expect(await refused(page({ before_seq: -1 }))).toBe(400)
  })

  test("gives its root a public id when it is opened, and always the same", async () => {
    const { root, client } = await begun()
    expect(root).not.toHaveProperty("route_id")
    const opened = await Promise.all([client.threads.open(root.id), client.threads.open(root.id)])
    const routes = opened.map((page) => page.root.route_id)
    expect(routes[0]).toMatch(/^M[0-9A-HJKMNP-TV-Z]{16}$/)
    expect((await client.messages.get(root.id)).message.route_id).toBe(routes[0]!)
    expect((await client.messages.route(root.id)).message.route_id).toBe(routes[0]!)
    expect(routes[1]).toBe(routes[0])
  })

  test("keeps deleted replies in their place, and lives on below a deleted root", async () => {
    const { root, client } = await begun()
    const { message: first } = await client.threads.reply(root.id, { body: "first" })
    await client.messages.remove(first.id)
    await client.messages.remove(root.id)
    const { thread_state } = await client.threads.reply(root.id, { body: "second" })
    expect(thread_state.reply_count).toBe(2)
    const page = await client.threads.open(root.id)
    expect(page.root).toMatchObject({ body: "" })
    expect(page.replies.map(({ body }) => body)).toEqual(["", "second"])
  })

  test("quotes only what is said in it", async () => {
    const { channel, root, client } = await begun()
    const { message: first } = await client.threads.reply(root.id, { body: "first" })
    const { message: other } = await client.messages.post(channel, { body: "other" })
    const reply = (quoted_message_id: string) => client.threads.reply(root.id, { body: "see", quoted_message_id })
    expect((await reply(first.id)).message.quoted_body_snapshot).toBe("first")
    expect((await reply(root.id)).message.quoted_body_snapshot).toBe("root")
    expect(await refused(reply(other.id))).toBe(400)
    expect(await refused(reply("msg_none"))).toBe(400)
  })

  test("stores a repeated reply once, and answers it without events", async () => {
    const { root, client } = await begun()
    const input = { body: "once", nonce: crypto.randomUUID() }
    const first = await client.threads.reply(root.id, input)
    const again = await client.threads.reply(root.id, input)
    expect(first.events![0]!.payload).toMatchObject({ nonce: input.nonce })
    expect(again).toMatchObject({ events: null, message: { id: first.message.id }, thread_state: { reply_count: 1 } })
    expect(await refused(client.threads.reply(root.id, { ...input, body: "twice" }))).toBe(400)
    expect((await client.threads.open(root.id)).replies.length).toBe(1)
  })

  test("mentions people like a channel does", async () => {
    const { workspace, root, client } = await begun()
    const ada = await server().member(workspace, "Ada Mentioned")
    await ada.client.me.update({ handle: "ada-m" })
    const { events } = await client.threads.reply(root.id, { body: "@ada-m" })
    expect(events![0]!.mentioned_user_ids).toEqual([ada.id])
  })

  test("takes no empty answer, and nothing from outside", async () => {
    const { root, client } = await begun()
    expect(await refused(client.threads.reply(root.id, { body: " " }))).toBe(400)
    expect(await refused(client.threads.reply("msg_none", { body: "x" }))).toBe(404)
    const { client: otto } = await server().as("Otto Outside")
    expect(await refused(otto.threads.open(root.id))).toBe(404)
    expect(await refused(otto.threads.reply(root.id, { body: "x" }))).toBe(404)
    expect((await client.threads.open(root.id)).thread_state.reply_count).toBe(0)
  })
})
