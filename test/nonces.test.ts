import { expect, test } from "bun:test"
import { refusal, refused } from "./support/refused.ts"
import { onBothEngines, personOn } from "./support/server.ts"

onBothEngines("a nonce", (server) => {
  const nonce = () => crypto.randomUUID()

  test("makes a message that is sent twenty times at once one message, told once", async () => {
    const { workspace, channel, owner } = await server().room()
    const heard = await owner.listen(workspace)
    const input = { body: "once", nonce: nonce() }
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => owner.call("POST", `/api/channels/${channel}/messages`, input)),
    )
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(19)
    const first = answers.find(({ status }) => status === 201)!.body as { message?: object; event?: object }
    for (const { status, body } of answers)
      if (status === 200) expect(body).toEqual({ message: first.message } as never)
    await owner.client.messages.post(channel, { body: "the end" })
    await heard.heard(({ seq }) => seq === 2)
    expect(heard.events.map(({ seq }) => seq)).toEqual([1, 2])
    expect(heard.events[0]!.payload).toMatchObject({ nonce: input.nonce })
    expect((await owner.client.messages.list(channel)).messages.map(({ body }) => body)).toEqual(["once", "the end"])
    heard.close()
  })

  test("works for replies and conversations as well", async () => {
    const { workspace, channel, owner } = await server().room()
    const ada = await server().member(workspace, "Ada")
    const { message: root } = await owner.client.messages.post(channel, { body: "root" })
    const { conversation } = await owner.client.dms.create(workspace, [ada.id])
    const [reply, direct] = [
      { body: "reply", nonce: nonce() },
      { body: "direct", nonce: nonce() },
    ]
    await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        n % 2 ? owner.client.threads.reply(root.id, reply) : owner.client.messages.post(conversation.id, direct),
      ),
    )
    expect((await owner.client.threads.open(root.id)).thread_state.reply_count).toBe(1)
    expect((await ada.client.dms.get(conversation.id)).conversation).toMatchObject({ last_seq: 1, unread_count: 1 })
    expect(await refused(owner.client.messages.post(channel, reply))).toBe(400)
  })

  test("is for one message: with anything else in it it is refused, also after that was edited or deleted", async () => {
    const { workspace, channel, owner } = await server().room()
    const { channel: other } = await owner.client.channels.create(workspace, { name: "other" })
    const input = { body: "once", nonce: nonce() }
    const { message } = await owner.client.messages.post(channel, input)
    const again = (change: object, place = channel) =>
      refusal(owner.client.messages.post(place, { ...input, ...change }))
    const text = "client nonce was already used for a different message"
    expect(await again({ body: "twice" })).toEqual({ status: 400, message: text })
    expect((await again({}, other.id)).message).toBe(text)
    expect((await again({ quoted_message_id: message.id })).message).toBe(text)
    expect((await owner.client.messages.post(channel, { ...input, body: " once " })).message.id).toBe(message.id)
    await owner.client.messages.edit(message.id, "changed")
    expect((await again({ body: "changed" })).status).toBe(400)
    await owner.client.messages.remove(message.id)
    expect((await again({})).status).toBe(400)
    expect((await owner.client.messages.list(channel)).messages).toHaveLength(1)
  })

  test("belongs to its author", async () => {
    const { workspace, channel, owner } = await server().room()
    const ada = await server().member(workspace, "Ada")
    const input = { body: "mine", nonce: nonce() }
    const answers = await Promise.all([owner, ada].map(({ client }) => client.messages.post(channel, input)))
    expect(new Set(answers.map(({ message }) => message.id)).size).toBe(2)
    expect((await ada.client.messages.byNonce(workspace, input.nonce)).message.id).toBe(answers[1]!.message.id)
  })

  test("is trimmed, may have 128 characters of any kind, and blank is none", async () => {
    const { channel, owner } = await server().room()
    const long = "🦀".repeat(128 - 36) + nonce()
    const first = await owner.client.messages.post(channel, { body: "x", nonce: ` ${long}\n` })
    expect((await owner.client.messages.post(channel, { body: "x", nonce: long })).message.id).toBe(first.message.id)
    expect(first.message.nonce).toBe(long)
    expect(await refused(owner.client.messages.post(channel, { body: "x", nonce: `${long}x` }))).toBe(400)
    const blank = [" ", ""].map((each) => owner.client.messages.post(channel, { body: "x", nonce: each }))
    expect(new Set((await Promise.all(blank)).map(({ message }) => message.id)).size).toBe(2)
  })

  test("finds its message; every answer says that it is understood", async () => {
    const [{ workspace, channel, owner }, elsewhere] = [await server().room(), await server().room()]
    const mine = nonce()
    const { message } = await owner.client.messages.post(channel, { body: "find me", nonce: mine })
    const find = (query: Record<string, string>, headers = {}) =>
      owner.call("GET", `/api/messages/by-nonce?${new URLSearchParams(query)}`, undefined, headers)
    const answers = [
      await find({ workspace_id: workspace, nonce: ` ${mine} ` }),
      await find({ workspace_id: workspace, nonce: "none" }),
      await find({ workspace_id: elsewhere.workspace, nonce: mine }),
      await find({ workspace_id: workspace }),
      await find({ workspace_id: workspace, nonce: " " }),
      await find({ workspace_id: "wsp_none", nonce: mine }),
      await find({ workspace_id: workspace, nonce: mine }, { Authorization: "Bearer sst_none" }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 409, 400, 400, 404, 401])
    for (const { headers } of answers) expect(headers.get("x-clickclack-message-nonce")).toBe("supported")
    expect(answers[0]!.body).toMatchObject({ message: { id: message.id, body: "find me" } })
  })

  test("does not show what its author may no longer read", async () => {
    const { workspace, owner } = await server().room()
    const ada = await server().member(workspace, "Ada")
    const { channel: secret } = await owner.client.channels.create(workspace, { name: "secret", kind: "private" })
    await owner.client.channels.addMember(secret.id, ada.id)
    const input = { body: "hers", nonce: nonce() }
    await ada.client.messages.post(secret.id, input)
    await owner.client.channels.removeMember(secret.id, ada.id)
    expect(await refused(ada.client.messages.byNonce(workspace, input.nonce))).toBe(404)
    expect(await refused(ada.client.messages.post(secret.id, input))).toBe(404)
  })

  test("in a conversation is found by a bot only with the scope for conversations", async () => {
    const { workspace, owner } = await server().room()
    const bot = async (scopes: string[]) => {
      const made = await server().services.admin.createBot({
        workspace,
        createdBy: owner.id,
        display_name: "Robo",
        scopes,
      })
      return personOn(server().url, { id: made.bot.id, email: "", token: made.bot_token.token! })
    }
    const robo = await bot(["messages:write", "messages:read", "dms:write", "dms:read"])
    const { conversation } = await owner.client.dms.create(workspace, [robo.id])
    const input = { body: "beep", nonce: nonce() }
    await robo.client.messages.post(conversation.id, input)
    expect((await robo.client.messages.byNonce(workspace, input.nonce)).message.body).toBe("beep")
    const { token } = (await owner.client.bots.createToken(workspace, robo.id, { scopes: ["messages:write"] }))
      .bot_token
    const narrow = personOn(server().url, { ...robo, token: token! })
    expect(await refused(narrow.client.messages.byNonce(workspace, input.nonce))).toBe(403)
  })
})
