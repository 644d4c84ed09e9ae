import { expect, test } from "bun:test"
import { refusal, refused } from "./support/refused.ts"
import { onBothEngines, type Person, personOn } from "./support/server.ts"

onBothEngines("a direct conversation", (server) => {
  const people = async () => {
    const room = await server().room()
    const [ada, bob, eve] = await Promise.all(
      ["Ada", "Bob", "Eve"].map((name) => server().member(room.workspace, name)),
    )
    return { ...room, ada: ada!, bob: bob!, eve: eve! }
  }
  const listed = async ({ client }: Person, workspace: string) =>
    (await client.dms.list(workspace)).conversations.map(({ id }) => id)

  test("is one for the same people, whoever begins it and however often, also at once", async () => {
    const { workspace, ada, bob, eve } = await people()
    const begun = await Promise.all([
      ada.client.dms.create(workspace, [bob.id]),
      ada.client.dms.create(workspace, [bob.id, ada.id, bob.id, " "]),
      bob.client.dms.create(workspace, [ada.id]),
    ])
    expect(new Set(begun.map(({ conversation }) => conversation.id)).size).toBe(1)
    const { conversation: three } = await ada.client.dms.create(workspace, [bob.id, eve.id])
    expect(three.id).not.toBe(begun[0].conversation.id)
    expect((await eve.client.dms.create(workspace, [ada.id, bob.id])).conversation.id).toBe(three.id)
    expect(three.members.map(({ id }) => id).sort()).toEqual([ada.id, bob.id, eve.id].sort())
    expect(three).toMatchObject({ workspace_id: workspace, last_seq: 0, unread_count: 0, can_send: true })
    expect(three.route_id).toMatch(/^D[0-9A-HJKMNP-TV-Z]{16}$/)
  })

  test("is for 2 to 32 members of the workspace", async () => {
    const { workspace, ada, bob } = await people()
    const otto = await server().as("Otto Outside")
    const begin = (ids: string[]) => refused(ada.client.dms.create(workspace, ids))
    expect(await begin([])).toBe(400)
    expect(await begin([ada.id, " "])).toBe(400)
    expect(await begin([otto.id])).toBe(400)
    expect(await begin([bob.id, "usr_none"])).toBe(400)
    expect(await begin(Array.from({ length: 33 }, (_, n) => `usr_${n}`))).toBe(400)
    expect(await refused(otto.client.dms.create(workspace, [ada.id]))).toBe(404)
    expect(await refused(otto.client.dms.list(workspace))).toBe(404)
  })

  test("works like a channel: pages, threads, reactions, edits, unread counts", async () => {
    const { workspace, ada, bob } = await people()
    const { conversation } = await ada.client.dms.create(workspace, [bob.id])
    const { message, event } = await ada.client.messages.post(conversation.id, { body: "psst" })
    expect(message).toMatchObject({ direct_conversation_id: conversation.id, channel_seq: 1 })
    expect(message).not.toHaveProperty("channel_id")
    expect(event).toMatchObject({ seq: 1, payload: { direct_conversation_id: conversation.id } })
    expect(event).not.toHaveProperty("channel_id")
    expect((await bob.client.dms.get(conversation.id)).conversation).toMatchObject({ unread_count: 1, last_seq: 1 })
    await bob.client.threads.reply(message.id, { body: "what?" })
    await bob.client.reactions.add(message.id, "👀")
    await ada.client.messages.edit(message.id, "hello")
    expect((await bob.client.messages.list(conversation.id)).messages).toMatchObject([
      { body: "hello", thread_state: { reply_count: 1 }, reactions: [{ emoji: "👀", reacted_by_me: true }] },
    ])
    const { receipt } = await bob.client.reads.mark(conversation.id, 1)
    expect(receipt).toMatchObject({ scope_id: conversation.id, user_id: bob.id, last_read_seq: 1 })
    expect((await bob.client.dms.get(conversation.id)).conversation.unread_count).toBe(0)
    expect(await refused(bob.client.messages.remove(message.id))).toBe(403)
    expect(await refused(bob.client.messages.route(message.id))).toBe(404)
    await ada.client.messages.remove(message.id)
    expect((await bob.client.messages.get(message.id)).message.body).toBe("")
  })

  test("hidden, it comes back with the next message; its history stays readable meanwhile", async () => {
    const { workspace, ada, bob } = await people()
    const { conversation } = await ada.client.dms.create(workspace, [bob.id])
    await bob.client.messages.post(conversation.id, { body: "one" })
    await ada.client.dms.hide(conversation.id)
    expect(await listed(ada, workspace)).toEqual([])
    expect(await listed(bob, workspace)).toEqual([conversation.id])
    expect((await ada.client.messages.list(conversation.id)).messages).toHaveLength(1)
    await bob.client.messages.post(conversation.id, { body: "two" })
    expect(await listed(ada, workspace)).toEqual([conversation.id])
    await ada.client.dms.hide(conversation.id)
    await ada.client.dms.open(conversation.id)
    expect(await listed(ada, workspace)).toEqual([conversation.id])
    await ada.client.dms.hide(conversation.id)
    await ada.client.dms.create(workspace, [bob.id])
    expect(await listed(ada, workspace)).toEqual([conversation.id])
  })

  test("does not exist for anybody else, the workspace's owner included, on any path", async () => {
    const { workspace, owner, ada, bob, eve } = await people()
    const { conversation } = await ada.client.dms.create(workspace, [bob.id])
    const { id } = conversation
    const { message } = await ada.client.messages.post(id, { body: "a-private-word" })
    const { message: reply } = await bob.client.threads.reply(message.id, { body: "a-private-answer" })
    await bob.client.reactions.add(message.id, "🤫")
    const { workspace: team } = await owner.client.workspaces.get(workspace)
    for (const outsider of [owner, eve, await server().as("Otto Outside")]) {
      const tries: [string, string, object?][] = [
        ["GET", `/api/dms/${id}`],
        ["DELETE", `/api/dms/${id}`],
        ["POST", `/api/dms/${id}/open`],
        ["GET", `/api/dms/${id}/messages`],
        ["POST", `/api/dms/${id}/messages`, { body: "x" }],
        ["POST", `/api/dms/${id}/read`, { seq: 1 }],
        ["GET", `/api/routes/${workspace}/${id}`],
        ["GET", `/api/routes/${team.route_id}/${conversation.route_id}`],
        [
          "POST",
          "/api/realtime/ephemeral",
          { workspace_id: workspace, direct_conversation_id: id, type: "typing.started" },
        ],
        ...[message.id, reply.id].flatMap((each): [string, string, object?][] => [
          ["GET", `/api/messages/${each}`],
          ["PATCH", `/api/messages/${each}`, { body: "x" }],
          ["DELETE", `/api/messages/${each}`],
          ["GET", `/api/messages/${each}/thread`],
          ["POST", `/api/messages/${each}/thread/replies`, { body: "x" }],
          ["POST", `/api/messages/${each}/reactions`, { emoji: "x" }],
          ["DELETE", `/api/messages/${each}/reactions/x`],
          ["POST", `/api/messages/${each}/route`],
          ["GET", `/api/routes/${workspace}/${each}`],
        ]),
      ]
      for (const [method, path, body] of tries) {
        const answer = await outsider.call(method, path, body)
        expect({ method, path, status: answer.status }).toEqual({ method, path, status: 404 })
        expect(answer.text).not.toContain("a-private")
      }
    }
    const log = await owner.call("GET", `/api/realtime/events?workspace_id=${workspace}&limit=500`)
    expect(log.text).not.toContain("a-private")
    expect(log.text).not.toContain(id)
    expect(await listed(eve, workspace)).toEqual([])
  })

  test("is no channel: the paths of channels do not know it", async () => {
    const { workspace, ada, bob } = await people()
    const { conversation } = await ada.client.dms.create(workspace, [bob.id])
    const id = conversation.id
    for (const [method, path, body] of [
      ["GET", "messages"],
      ["POST", "messages", { body: "x" }],
      ["POST", "read", { seq: 0 }],
      ["GET", "pins"],
      ["POST", "pins", { message_id: "msg_none" }],
      ["GET", "members"],
      ["POST", "members", { user_id: bob.id }],
      ["DELETE", `members/${bob.id}`],
      ["GET", "notification-settings"],
      ["PATCH", "notification-settings", { preference: "muted" }],
    ] as const) {
      const { status } = await ada.call(method, `/api/channels/${id}/${path}`, body)
      expect({ method, path, status }).toEqual({ method, path, status: 404 })
    }
    expect((await ada.call("PATCH", `/api/channels/${id}`, { name: "x" })).status).toBe(404)
    const { channel } = await ada.client.channels.create(workspace, { name: "open" })
    expect((await ada.call("GET", `/api/dms/${channel.id}/messages`)).status).toBe(404)
    expect((await ada.call("POST", `/api/dms/${channel.id}/messages`, { body: "x" })).status).toBe(404)
    expect((await ada.call("POST", `/api/dms/${channel.id}/read`, { seq: 0 })).status).toBe(404)
  })

  test("opens for a bot only with the scopes of conversations, on the generic paths too", async () => {
    const { workspace, ada } = await people()
    const made = await server().services.admin.createBot({
      workspace,
      createdBy: (await server().owner()).id,
      display_name: "Robo",
      scopes: ["messages:read", "messages:write", "threads:read", "threads:write", "channels:read", "realtime:read"],
    })
    const bot = personOn(server().url, { id: made.bot.id, email: "", token: made.bot_token.token! })
    const { conversation } = await ada.client.dms.create(workspace, [bot.id])
    const { message } = await ada.client.messages.post(conversation.id, { body: "for the bot" })
    for (const [method, path, body] of [
      ["GET", "/api/dms?workspace_id=".concat(workspace)],
      ["GET", `/api/dms/${conversation.id}/messages`],
      ["GET", `/api/messages/${message.id}`],
      ["GET", `/api/messages/${message.id}/thread`],
      ["POST", `/api/messages/${message.id}/thread/replies`, { body: "x" }],
      ["POST", `/api/messages/${message.id}/reactions`, { emoji: "x" }],
      [
        "POST",
        "/api/realtime/ephemeral",
        { workspace_id: workspace, direct_conversation_id: conversation.id, type: "typing.started" },
      ],
      ["GET", `/api/routes/${workspace}/${conversation.id}`],
    ] as const)
      expect({ path, status: (await bot.call(method, path, body)).status }).toEqual({ path, status: 403 })
    for (const [method, path, body] of [
      ["GET", "messages"],
      ["POST", "messages", { body: "x" }],
      ["POST", "read", { seq: 1 }],
    ] as const)
      expect((await bot.call(method, `/api/channels/${conversation.id}/${path}`, body)).status).toBe(404)
    const typing = { workspace_id: workspace, channel_id: conversation.id, type: "typing.started" }
    expect((await bot.call("POST", "/api/realtime/ephemeral", typing)).status).toBe(400)
    expect((await bot.call("GET", `/api/realtime/events?workspace_id=${workspace}`)).text).not.toContain(
      conversation.id,
    )
  })

  test("takes no more messages when nobody else is left in it", async () => {
    const { workspace, owner, ada } = await people()
    const made = await server().services.admin.createBot({ workspace, createdBy: owner.id, display_name: "Brief" })
    const { conversation } = await ada.client.dms.create(workspace, [made.bot.id])
    await ada.client.messages.post(conversation.id, { body: "hello" })
    await owner.client.bots.leave(workspace, made.bot.id)
    expect((await ada.client.dms.get(conversation.id)).conversation.can_send).toBe(false)
    expect(await refusal(ada.client.messages.post(conversation.id, { body: "still there?" }))).toEqual({
      status: 409,
      message: "direct conversation has no active recipient",
    })
    expect((await ada.client.messages.list(conversation.id)).messages).toHaveLength(1)
  })

  test("is told to its people when it begins, and to nobody else", async () => {
    const { workspace, channel, ada, bob, eve } = await people()
    const [at, en] = [await bob.listen(workspace), await eve.listen(workspace)]
    const { conversation } = await ada.client.dms.create(workspace, [bob.id])
    await ada.client.messages.post(conversation.id, { body: "psst" })
    await ada.client.messages.post(channel, { body: "hello all" })
    for (const listener of [at, en]) await listener.heard(({ channel_id }) => channel_id === channel)
    expect(at.events.map(({ type }) => type)).toEqual(["dm.created", "message.created", "message.created"])
    expect(en.events.map(({ type }) => type)).toEqual(["message.created"])
    for (const listener of [at, en]) listener.close()
  })
})
