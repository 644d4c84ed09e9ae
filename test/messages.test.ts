import { expect, test } from "bun:test"
import type { Client } from "../sdk/index.ts"
import { refusal, refused } from "./support/refused.ts"
import { onBothEngines } from "./support/server.ts"

onBothEngines("a message", (server) => {
  test("comes back as it was sent, with its author, its place in the channel and its event", async () => {
    const { workspace, channel, owner } = await server().room()
    const body = "  Grüße, 世界 🦀\n\n- *one*\n- `two`  "
    const { message, event } = await owner.client.messages.post(channel, { body })
    expect(message).toMatchObject({
      workspace_id: workspace,
      channel_id: channel,
      author_id: owner.id,
      thread_root_id: message.id,
      channel_seq: 1,
      body: body.trim(),
      body_format: "markdown",
      author: { id: owner.id, display_name: "Olive Owner" },
    })
    expect(message.id).toMatch(/^msg_[0-9a-hjkmnp-tv-z]{26}$/)
    expect(event).toMatchObject({ type: "message.created", channel_id: channel, seq: 1, workspace_id: workspace })
    expect(event!.payload).toMatchObject({ message_id: message.id, author_id: owner.id, message })
    const read = await owner.client.messages.get(message.id)
    expect(read.message).toMatchObject(message)
    expect(read.message.thread_state).toEqual({
      root_message_id: message.id,
      reply_count: 0,
      last_reply_author_ids: [],
    })
    expect((await owner.client.messages.list(channel)).messages).toEqual([read.message])
  })

  test("gets the next number, without gaps, also when many post at once", async () => {
    const { channel, owner } = await server().room()
    const posted = await Promise.all(
      Array.from({ length: 40 }, (_, n) => owner.client.messages.post(channel, { body: `no ${n}` })),
    )
    const numbers = posted.map(({ message }) => message.channel_seq!).sort((a, b) => a - b)
    expect(numbers).toEqual(Array.from({ length: 40 }, (_, n) => n + 1))
    const { messages } = await owner.client.messages.list(channel)
    expect(messages.map(({ id }) => id)).toEqual(
      posted
        .map(({ message }) => message)
        .sort((a, b) => a.channel_seq! - b.channel_seq!)
        .map(({ id }) => id),
    )
  })

  test("is refused when there is nothing in it, or something that cannot be", async () => {
    const { channel, owner } = await server().room()
    const post = (input: object) => owner.call("POST", `/api/channels/${channel}/messages`, input)
    for (const input of [
      {},
      { body: "" },
      { body: " \n\t " },
      { body: null },
      { body: 7 },
      { body: ["x"] },
      { body: "x", body_format: "html" },
      { body: "x", kind: "system" },
      { body: "x", turn_id: "t1" },
      { body: "x", topic_id: "top_none" },
      { body: "x", quoted_message_id: "msg_none" },
      { body: "x", nonce: "n".repeat(129) },
      { body: "a\u0000b" },
      { body: "x", nonce: "a\u0000b" },
    ]) {
      const { status, body } = await post(input)
      expect({ input, status, error: typeof body.error }).toEqual({ input, status: 400, error: "string" })
    }
    expect((await post({ body: "x", upload_id: "upl_none" })).status).toBe(404)
    for (const kind of ["agent_commentary", "agent_tool"]) expect((await post({ body: "x", kind })).status).toBe(403)
    expect((await owner.client.messages.list(channel)).messages).toEqual([])
    const { message } = await owner.client.messages.post(channel, {
      body: "x",
      nonce: " ",
      ...{ topic_id: null, kind: null, surplus: 1 },
    })
    expect(message.channel_seq).toBe(1)
    expect(message).not.toHaveProperty("nonce")
  })

  test("may fill a whole mebibyte of JSON, and no more", async () => {
    const { channel, owner } = await server().room()
    const frame = JSON.stringify({ body: "" }).length
    const fits = JSON.stringify({ body: "x".repeat(1_048_576 - frame) })
    expect((await owner.call("POST", `/api/channels/${channel}/messages`, fits)).status).toBe(201)
    expect((await owner.call("POST", `/api/channels/${channel}/messages`, `${fits} `)).status).toBe(413)
    const { messages } = await owner.client.messages.list(channel)
    expect(messages.map(({ body }) => body.length)).toEqual([1_048_576 - frame])
  })

  test("carries the correlation id of its request in its event", async () => {
    const { channel, owner } = await server().room()
    const path = `/api/channels/${channel}/messages`
    const named = await owner.call("POST", path, { body: "x" }, { "X-Correlation-ID": "job:17" })
    expect(named.headers.get("x-correlation-id")).toBe("job:17")
    expect(named.body).toMatchObject({ event: { payload: { correlation_id: "job:17" } } })
    const odd = await owner.call("POST", path, { body: "x" }, { "X-Correlation-ID": "no spaces please" })
    const made = odd.headers.get("x-correlation-id")!
    expect(made).toMatch(/^corr_[0-9a-f]{32}$/)
    expect(odd.body).toMatchObject({ event: { payload: { correlation_id: made } } })
  })

  test("cannot be seen, answered or touched from outside of its workspace", async () => {
    const { channel, owner } = await server().room()
    const { message } = await owner.client.messages.post(channel, { body: "ours" })
    const { client } = await server().as("Otto Outside")
    expect(await refused(client.messages.get(message.id))).toBe(404)
    expect(await refused(client.messages.list(channel))).toBe(404)
    expect(await refused(client.messages.post(channel, { body: "mine" }))).toBe(404)
    expect(await refused(client.messages.edit(message.id, "mine"))).toBe(404)
    expect(await refused(client.messages.remove(message.id))).toBe(404)
    expect(await refused(client.messages.route(message.id))).toBe(404)
    const { messages } = await owner.client.messages.list(channel)
    expect(messages.map(({ body }) => body)).toEqual(["ours"])
  })
})

onBothEngines("the history of a channel", (server) => {
  const filled = async (count: number) => {
    const room = await server().room()
    for (let n = 1; n <= count; n++) await room.owner.client.messages.post(room.channel, { body: `${n}` })
    const page = async (query: Parameters<Client["messages"]["list"]>[1]) => {
      const { messages, ...borders } = await room.owner.client.messages.list(room.channel, query)
      return { seqs: messages.map(({ channel_seq }) => channel_seq), ...borders }
    }
    return { ...room, page }
  }

  test("is read in windows from either end or around a place, always oldest first", async () => {
    const { page } = await filled(9)
    const window = (seqs: number[], has_older: boolean, has_newer: boolean) => ({
      seqs,
      oldest_seq: seqs[0] ?? 0,
      newest_seq: seqs.at(-1) ?? 0,
      has_older,
      has_newer,
    })
    expect(await page({})).toEqual(window([1, 2, 3, 4, 5, 6, 7, 8, 9], false, false))
    expect(await page({ limit: 3 })).toEqual(window([7, 8, 9], true, false))
    expect(await page({ mode: "latest", limit: 3 })).toEqual(window([7, 8, 9], true, false))
    expect(await page({ before_seq: 7, limit: 3 })).toEqual(window([4, 5, 6], true, true))
    expect(await page({ before_seq: 3, limit: 3 })).toEqual(window([1, 2], false, true))
    expect(await page({ after_seq: 3, limit: 3 })).toEqual(window([4, 5, 6], true, true))
    expect(await page({ after_seq: 7, limit: 3 })).toEqual(window([8, 9], true, false))
    expect(await page({ after_seq: 0, limit: 9 })).toEqual(window([1, 2, 3, 4, 5, 6, 7, 8, 9], false, false))
    expect(await page({ around_seq: 5, limit: 5 })).toEqual(window([3, 4, 5, 6, 7], true, true))
    expect(await page({ around_seq: 5, limit: 4 })).toEqual(window([4, 5, 6, 7], true, true))
    expect(await page({ around_seq: 1, limit: 4 })).toEqual(window([1, 2, 3], false, true))
    expect(await page({ after_seq: 9 })).toEqual(window([], true, false))
    expect(await page({ before_seq: 1 })).toEqual(window([], false, true))
    expect(await page({ after_seq: "999999999999999" })).toEqual(window([], true, false))
    expect(await page({ around_seq: "999999999999999", limit: 2 })).toMatchObject({ seqs: [9] })
  })

  test("takes any limit for what is meant by it, but only one way of reading at a time", async () => {
    const { page } = await filled(2)
    for (const limit of [0, -1, "x", "", 1.5, 1000]) expect((await page({ limit })).seqs).toEqual([1, 2])
    for (const query of [
      { after_seq: 1, before_seq: 3 },
      { after_seq: 1, around_seq: 1 },
      { mode: "latest", after_seq: 1 },
      { mode: "oldest" },
      { after_seq: -1 },
      { before_seq: "one" },
      { around_seq: 1.5 },
      { after_seq: "9".repeat(40) },
    ])
      expect(await refused(page(query))).toBe(400)
  })

  test("is empty, not missing, where nothing was written", async () => {
    const { page } = await filled(0)
    expect(await page({})).toEqual({ seqs: [], oldest_seq: 0, newest_seq: 0, has_older: false, has_newer: false })
  })
})

onBothEngines("editing and deleting", (server) => {
  test("only the author edits, everybody hears, and who comes later reads the new text", async () => {
    const { workspace, channel, owner } = await server().room()
    const ada = await server().member(workspace, "Ada")
    const heard = await owner.listen(workspace)
    const { message } = await ada.client.messages.post(channel, { body: "first" })
    expect(await refused(owner.client.messages.edit(message.id, "not mine"))).toBe(403)
    expect(await refused(ada.client.messages.edit(message.id, "  "))).toBe(400)
    const edited = await ada.client.messages.edit(message.id, " second ")
    expect(edited.message).toMatchObject({ id: message.id, body: "second", channel_seq: 1 })
    expect(edited.message.edited_at).toBeString()
    const event = await heard.heard(({ type }) => type === "message.updated")
    expect(event).toMatchObject({
      seq: 1,
      channel_id: channel,
      payload: { message_id: message.id, root_message_id: message.id, message: { body: "second" } },
    })
    expect((await owner.client.messages.get(message.id)).message.body).toBe("second")
    heard.close()
  })

  test("the author deletes, and the workspace's owner; nobody else", async () => {
    const { workspace, channel, owner } = await server().room()
    const [ada, mo] = [await server().member(workspace, "Ada"), await server().member(workspace, "Mo", "moderator")]
    const { message: hers } = await ada.client.messages.post(channel, { body: "hers" })
    const { message: other } = await ada.client.messages.post(channel, { body: "other" })
    const { message: owners } = await owner.client.messages.post(channel, { body: "owner's" })
    expect(await refused(mo.client.messages.remove(hers.id))).toBe(403)
    expect(await refused(ada.client.messages.remove(owners.id))).toBe(403)
    expect((await ada.client.messages.remove(hers.id)).message).toMatchObject({ body: "" })
    expect((await owner.client.messages.remove(other.id)).message.deleted_at).toBeString()
    const { messages } = await mo.client.messages.list(channel)
    expect(messages.map(({ body, deleted_at }) => [body, deleted_at !== undefined])).toEqual([
      ["", true],
      ["", true],
      ["owner's", false],
    ])
    const { audit_log_entries } = await owner.client.auditLog.list(workspace)
    const deletions = audit_log_entries.filter(({ action }) => action === "message.deleted")
    expect(deletions.map(({ target_id }) => target_id)).toEqual([other.id])
  })

  test("deleting again changes nothing and tells nobody; a deleted message is not edited", async () => {
    const { workspace, channel, owner } = await server().room()
    const { message } = await owner.client.messages.post(channel, { body: "gone" })
    const first = await owner.client.messages.remove(message.id)
    expect(first.event).toMatchObject({ type: "message.deleted", seq: 1, payload: { root_message_id: message.id } })
    const tail = await owner.client.events.tail(workspace)
    const again = await owner.client.messages.remove(message.id)
    expect(again.event).toMatchObject({ id: "", cursor: "", type: "" })
    expect(again.message.deleted_at).toBe(first.message.deleted_at!)
    expect(await refused(owner.client.messages.edit(message.id, "back"))).toBe(400)
    expect(await owner.client.events.tail(workspace)).toBe(tail)
  })

  test("an edit and a deletion that race leave the text deleted or say no", async () => {
    const { channel, owner } = await server().room()
    for (let round = 0; round < 5; round++) {
      const { message } = await owner.client.messages.post(channel, { body: "secret" })
      const [edited] = await Promise.allSettled([
        owner.client.messages.edit(message.id, "secret, edited"),
        owner.client.messages.remove(message.id),
      ])
      if (edited.status === "rejected") expect(edited.reason).toMatchObject({ status: 400 })
      expect((await owner.client.messages.get(message.id)).message).toMatchObject({ body: "" })
    }
  })

  test("a deleted message's text is nowhere any more: list, thread, log", async () => {
    const { workspace, channel, owner } = await server().room()
    const { message } = await owner.client.messages.post(channel, { body: "a-secret-text" })
    await owner.client.messages.edit(message.id, "another-secret-text")
    await owner.client.messages.remove(message.id)
    const answers = await Promise.all([
      owner.call("GET", `/api/channels/${channel}/messages`),
      owner.call("GET", `/api/messages/${message.id}`),
      owner.call("GET", `/api/messages/${message.id}/thread`),
      owner.call("GET", `/api/realtime/events?workspace_id=${workspace}`),
    ])
    for (const { status, text } of answers) {
      expect(status).toBe(200)
      expect(text).toContain(message.id)
      expect(text).not.toContain("secret-text")
    }
  })
})

onBothEngines("quotes and mentions", (server) => {
  test("a message quotes another of its channel, with what it said then", async () => {
    const { channel, owner } = await server().room()
    const { message: quoted } = await owner.client.messages.post(channel, { body: `long ${"🦀".repeat(400)}` })
    const { message } = await owner.client.messages.post(channel, { body: "see", quoted_message_id: quoted.id })
    expect(message).toMatchObject({
      quoted_message_id: quoted.id,
      quoted_author_id: owner.id,
      quoted_author: { id: owner.id },
    })
    expect([...message.quoted_body_snapshot!].length).toBe(280)
    await owner.client.messages.edit(quoted.id, "short")
    expect((await owner.client.messages.get(message.id)).message.quoted_body_snapshot).toStartWith("long 🦀")
  })

  test("what stands elsewhere, in a thread or no more is not quoted", async () => {
    const { workspace, channel, owner } = await server().room()
    const { channel: elsewhere } = await owner.client.channels.create(workspace, { name: "elsewhere" })
    const { message: root } = await owner.client.messages.post(channel, { body: "root" })
    const { message: reply } = await owner.client.threads.reply(root.id, { body: "reply" })
    const { message: gone } = await owner.client.messages.post(channel, { body: "gone" })
    await owner.client.messages.remove(gone.id)
    const text = "quoted message is not in this channel, conversation, or thread"
    expect(await refusal(owner.client.messages.post(elsewhere.id, { body: "x", quoted_message_id: root.id }))).toEqual({
      status: 400,
      message: text,
    })
    expect(await refused(owner.client.messages.post(channel, { body: "x", quoted_message_id: reply.id }))).toBe(400)
    expect(await refused(owner.client.messages.post(channel, { body: "x", quoted_message_id: gone.id }))).toBe(400)
  })

  test("a mention names the members with that handle, once each, and nobody from outside", async () => {
    const { workspace, channel, owner } = await server().room()
    const [ada, bob] = [await server().member(workspace, "Ada"), await server().member(workspace, "Bob")]
    await ada.client.me.update({ handle: "ada-l" })
    await bob.client.me.update({ handle: "bob" })
    await (await server().as("Otto Outside")).client.me.update({ handle: "otto" })
    const mentioned = async (body: string) =>
      (await owner.client.messages.post(channel, { body })).event!.mentioned_user_ids
    expect(await mentioned("@Ada-L, @bob and @bob: @otto @nobody")).toEqual([ada.id, bob.id])
    expect(
      await mentioned("(@bob) mail x@bob.example https://x.example/@bob www.x.example/@bob [@bob](https://x) @@bob"),
    ).toEqual([bob.id])
    expect(await mentioned("x@bob")).toBeUndefined()
    expect(await mentioned("@ada-l-and-more")).toBeUndefined()
    const { event } = await owner.client.messages.edit(
      (await owner.client.messages.post(channel, { body: "x" })).message.id,
      "@bob",
    )
    expect(event).not.toHaveProperty("mentioned_user_ids")
  })

  test("a text that is nothing but mentions of strangers is posted like any other", async () => {
    const { channel, owner } = await server().room()
    const body = Array.from({ length: 70_000 }, (_, n) => `@p${n}`).join(" ")
    const { message } = await owner.client.messages.post(channel, { body })
    expect(message.body.length).toBe(body.length)
  })
})
