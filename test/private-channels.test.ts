import { expect, test } from "bun:test"
import { refused } from "./support/refused.ts"
import { onBothEngines, type Person } from "./support/server.ts"

onBothEngines("a private channel", (server) => {
  /** The owner and Ada are inside of `secret`; Eve is a member of the workspace, but not of the channel. */
  const made = async () => {
    const room = await server().room()
    const [ada, eve] = await Promise.all(["Ada", "Eve"].map((name) => server().member(room.workspace, name)))
    const { channel: secret } = await room.owner.client.channels.create(room.workspace, {
      name: "secret-plans",
      kind: "private",
    })
    await room.owner.client.channels.addMember(secret.id, ada!.id)
    return { ...room, ada: ada!, eve: eve!, secret }
  }

  test("is like any other for its members", async () => {
    const { workspace, owner, ada, secret } = await made()
    expect(secret).toMatchObject({ kind: "private", name: "secret-plans" })
    const { message } = await ada.client.messages.post(secret.id, { body: "hello" })
    await owner.client.threads.reply(message.id, { body: "hi" })
    await owner.client.reactions.add(message.id, "👋")
    const { members } = await ada.client.channels.members(secret.id)
    expect(members.map(({ user }) => user.id).sort()).toEqual([owner.id, ada.id].sort())
    const { channels } = await owner.client.channels.list(workspace)
    expect(channels.find(({ id }) => id === secret.id)).toMatchObject({ last_seq: 1, unread_count: 1 })
    expect((await owner.client.routes.resolve(workspace, secret.id)).route).toMatchObject({ target_id: secret.id })
  })

  test("does not exist for an outsider, on any path", async () => {
    const { workspace, owner, ada, eve, secret } = await made()
    await ada.client.me.update({ handle: `ada-${ada.id.slice(-8)}` })
    await eve.client.me.update({ handle: `eve-${eve.id.slice(-8)}` })
    const { message } = await ada.client.messages.post(secret.id, { body: "a-secret-word" })
    const { message: reply } = await owner.client.threads.reply(message.id, { body: "a-secret-answer" })
    await owner.client.reactions.add(message.id, "x")
    await owner.client.pins.add(secret.id, message.id)
    const { message: routed } = await owner.client.messages.route(message.id)
    const { workspace: team } = await owner.client.workspaces.get(workspace)

    const tries: [string, string, object?][] = [
      ["PATCH", `/api/channels/${secret.id}`, { name: "mine" }],
      ["GET", `/api/channels/${secret.id}/messages`],
      ["POST", `/api/channels/${secret.id}/messages`, { body: "x" }],
      ["POST", `/api/channels/${secret.id}/read`, { seq: 1 }],
      ["GET", `/api/channels/${secret.id}/pins`],
      ["POST", `/api/channels/${secret.id}/pins`, { message_id: message.id }],
      ["DELETE", `/api/channels/${secret.id}/pins/${message.id}`],
      ["GET", `/api/channels/${secret.id}/members`],
      ["POST", `/api/channels/${secret.id}/members`, { user_id: eve.id }],
      ["DELETE", `/api/channels/${secret.id}/members/${ada.id}`],
      ["DELETE", `/api/channels/${secret.id}/members/${eve.id}`],
      ["GET", `/api/channels/${secret.id}/notification-settings`],
      ["PATCH", `/api/channels/${secret.id}/notification-settings`, { preference: "all" }],
      ["GET", `/api/routes/${workspace}/${secret.id}`],
      ["GET", `/api/routes/${team.route_id}/${secret.route_id}`],
      ["GET", `/api/routes/${team.route_id}/${routed.route_id}`],
      ["POST", "/api/realtime/ephemeral", { workspace_id: workspace, channel_id: secret.id, type: "typing.started" }],
      ...[message.id, reply.id].flatMap((id): [string, string, object?][] => [
        ["GET", `/api/messages/${id}`],
        ["PATCH", `/api/messages/${id}`, { body: "x" }],
        ["DELETE", `/api/messages/${id}`],
        ["GET", `/api/messages/${id}/thread`],
        ["POST", `/api/messages/${id}/thread/replies`, { body: "x" }],
        ["POST", `/api/messages/${id}/reactions`, { emoji: "x" }],
        ["DELETE", `/api/messages/${id}/reactions/x`],
        ["POST", `/api/messages/${id}/route`],
        ["GET", `/api/routes/${workspace}/${id}`],
      ]),
    ]
    for (const outsider of [eve, await server().as("Otto Outside")])
      for (const [method, path, body] of tries) {
        const { status, text } = await outsider.call(method, path, body)
        expect({ method, path, status }).toEqual({ method, path, status: 404 })
        // The same words as for what never was.
        expect(text).not.toMatch(/secret|private/)
      }
    const lists = [
      await eve.call("GET", `/api/workspaces/${workspace}/channels`),
      await eve.call("GET", `/api/realtime/events?workspace_id=${workspace}&limit=500&include_tail=true`),
      await eve.call("GET", `/api/workspaces/${workspace}/topics`),
    ]
    for (const { status, text } of lists) {
      expect(status).toBe(200)
      expect(text).not.toContain("secret")
      expect(text).not.toContain(secret.id)
      expect(text).not.toContain(message.id)
    }
    // Nothing was changed by all these tries.
    const inside = await ada.client.messages.get(message.id)
    expect(inside.message).toMatchObject({
      body: "a-secret-word",
      thread_state: { reply_count: 1 },
      reactions: [{ count: 1 }],
    })
  })

  test("cannot be named in the sidebar, topics or quotes of an outsider", async () => {
    const { workspace, channel, ada, eve, secret } = await made()
    const { message } = await ada.client.messages.post(secret.id, { body: "a-secret-word" })
    const { user } = await eve.client.me.update({
      sidebar_preferences: { channel_order: { [workspace]: [secret.id, channel] } },
    })
    expect(user.sidebar_preferences).toEqual({ channel_order: { [workspace]: [channel] } })
    expect(await refused(eve.client.topics.create(workspace, { name: "t", channel_id: secret.id }))).toBe(404)
    expect(await refused(eve.client.messages.post(channel, { body: "x", quoted_message_id: message.id }))).toBe(400)
    expect(await refused(eve.client.pins.add(channel, message.id))).toBe(400)
  })

  test("mentions nobody who is not in it", async () => {
    const { owner, ada, eve, secret } = await made()
    await ada.client.me.update({ handle: "ada-inside" })
    await eve.client.me.update({ handle: "eve-outside" })
    const { event, message } = await owner.client.messages.post(secret.id, { body: "@ada-inside @eve-outside" })
    expect(event!.mentioned_user_ids).toEqual([ada.id])
    const { events } = await owner.client.threads.reply(message.id, { body: "@eve-outside" })
    expect(events![0]!).not.toHaveProperty("mentioned_user_ids")
  })

  test("is heard by its members only, typing too", async () => {
    const { workspace, channel, owner, ada, eve, secret } = await made()
    const [inside, outside] = [await ada.listen(workspace), await eve.listen(workspace)]
    await owner.client.events.send({ workspace_id: workspace, channel_id: secret.id, type: "typing.started" })
    const { message } = await owner.client.messages.post(secret.id, { body: "psst" })
    await owner.client.messages.edit(message.id, "psst!")
    await owner.client.threads.reply(message.id, { body: "again" })
    await owner.client.reactions.add(message.id, "🤫")
    await owner.client.pins.add(secret.id, message.id)
    await owner.client.messages.remove(message.id)
    await owner.client.channels.update(secret.id, { name: "renamed" })
    await owner.client.messages.post(channel, { body: "the end" })
    for (const listener of [inside, outside])
      await listener.heard(({ channel_id, type }) => channel_id === channel && type === "message.created")
    expect(outside.events.map(({ type }) => type)).toEqual(["message.created"])
    expect(inside.events.map(({ type }) => type)).toEqual([
      "typing.started",
      "message.created",
      "message.updated",
      "thread.reply_created",
      "thread.state_updated",
      "reaction.added",
      "pin.added",
      "pin.removed",
      "message.deleted",
      "channel.updated",
      "message.created",
    ])
    for (const listener of [inside, outside]) listener.close()
  })

  test("whoever is brought in hears of it, reads what was said before, and hears what is said from then on", async () => {
    const { workspace, owner, ada, eve, secret } = await made()
    await ada.client.messages.post(secret.id, { body: "before" })
    const heard = await eve.listen(workspace)
    const { member, event } = await ada.client.channels.addMember(secret.id, eve.id)
    expect(member.user.id).toBe(eve.id)
    // A socket that is still catching up may bring what was said before she came.
    const told = await heard.heard(({ id }) => id === event!.id)
    expect(told).toEqual(event!)
    expect(told.payload).toMatchObject({ channel_id: secret.id, user_id: eve.id, channel: { name: "secret-plans" } })
    const { event: after } = await owner.client.messages.post(secret.id, { body: "after" })
    await heard.heard(({ id }) => id === after!.id)
    expect((await eve.client.messages.list(secret.id)).messages.map(({ body }) => body)).toEqual(["before", "after"])
    const again = await owner.call("POST", `/api/channels/${secret.id}/members`, { user_id: eve.id })
    expect([again.status, "event" in again.body]).toEqual([200, false])
    heard.close()
  })

  test("a removed member hears that, and nothing after it, on the socket and in the log", async () => {
    const { workspace, channel, owner, ada, secret } = await made()
    const heard = await ada.listen(workspace)
    const tail = await owner.client.events.tail(workspace)
    const { message } = await owner.client.messages.post(secret.id, { body: "still here" })
    await heard.heard(({ type }) => type === "message.created")
    // The posts go out together with the removal, before and after it.
    const { event } = await owner.client.channels.removeMember(secret.id, ada.id)
    await Promise.all([
      owner.client.messages.post(secret.id, { body: "a-secret-word" }),
      owner.client.messages.edit(message.id, "another-secret-word"),
      owner.client.events.send({ workspace_id: workspace, channel_id: secret.id, type: "typing.started" }),
    ])
    const { message: last } = await owner.client.messages.post(channel, { body: "the end" })
    await heard.heard(({ payload }) => "message_id" in payload && payload.message_id === last.id)
    expect(heard.events.map(({ type, payload }) => [type, "message_id" in payload && payload.message_id])).toEqual([
      ["message.created", message.id],
      ["channel.member_removed", false],
      ["message.created", last.id],
    ])
    expect(heard.events[1]!).toEqual(event)
    const { events } = await ada.client.events.list({ workspace_id: workspace, after_cursor: tail })
    // What was hers to hear then is not hers to read now.
    expect(events.map(({ type }) => type)).toEqual(["channel.member_removed", "message.created"])
    expect(await refused(ada.client.messages.get(message.id))).toBe(404)
    heard.close()
  })

  test("a removal in the middle of a burst lets nothing through that comes after it", async () => {
    const { workspace, owner, ada, secret, channel } = await made()
    const heard = await ada.listen(workspace)
    const post = (n: number) => owner.client.messages.post(secret.id, { body: `${n}` })
    const [removed, ...posted] = await Promise.all([
      new Promise<void>((resolve) => setImmediate(resolve)).then(() =>
        owner.client.channels.removeMember(secret.id, ada.id),
      ),
      ...Array.from({ length: 30 }, (_, n) => post(n)),
    ])
    const { event: last } = await owner.client.messages.post(channel, { body: "the end" })
    await heard.heard(({ id }) => id === last!.id)
    const heardCursors = heard.events.map(({ cursor }) => cursor)
    expect(heardCursors).toEqual([...heardCursors].sort())
    expect(heardCursors.slice(-2)).toEqual([removed.event.cursor, last!.cursor])
    // What was committed together with the removal may be missing: it is no longer hers to see.
    const before = posted.map(({ event }) => event!.cursor).filter((cursor) => cursor < removed.event.cursor)
    expect(before).toEqual(expect.arrayContaining(heardCursors.slice(0, -2)))
    heard.close()
  })

  test("everybody may leave; managers inside take others out, members do not", async () => {
    const { workspace, owner, ada, eve, secret } = await made()
    const mo = await server().member(workspace, "Mo", "moderator")
    expect(await refused(mo.client.channels.removeMember(secret.id, ada.id))).toBe(404)
    await ada.client.channels.addMember(secret.id, mo.id)
    await mo.client.channels.addMember(secret.id, eve.id)
    expect(await refused(eve.client.channels.removeMember(secret.id, ada.id))).toBe(403)
    await mo.client.channels.removeMember(secret.id, eve.id)
    expect(await refused(mo.client.channels.removeMember(secret.id, eve.id))).toBe(404)
    await ada.client.channels.removeMember(secret.id, ada.id)
    expect(await refused(ada.client.channels.members(secret.id))).toBe(404)
    await owner.client.channels.removeMember(secret.id, owner.id)
    expect(await refused(owner.client.messages.list(secret.id))).toBe(404)
  })

  test("takes in members of the workspace only, and no guests; a public one has no list", async () => {
    const { workspace, channel, owner, eve, secret } = await made()
    const otto = await server().as("Otto Outside")
    expect(await refused(owner.client.channels.addMember(secret.id, otto.id))).toBe(404)
    expect(await refused(owner.client.channels.addMember(secret.id, "usr_none"))).toBe(404)
    await owner.client.moderation.update(workspace, eve.id, { role: "guest" })
    expect(await refused(owner.client.channels.addMember(secret.id, eve.id))).toBe(400)
    expect(await refused(owner.client.channels.members(channel))).toBe(400)
    expect(await refused(owner.client.channels.addMember(channel, owner.id))).toBe(400)
    expect(await refused(owner.client.channels.removeMember(channel, owner.id))).toBe(404)
    expect(await refused(owner.client.channels.update(secret.id, { kind: "public" }))).toBe(400)
  })

  test("closes for a member who becomes a guest, at that place in the log", async () => {
    const { workspace, channel, owner, ada, secret } = await made()
    const heard = await ada.listen(workspace)
    const { event } = await owner.client.moderation.update(workspace, ada.id, { role: "guest" })
    await owner.client.messages.post(secret.id, { body: "a-secret-word" })
    await owner.client.messages.post(channel, { body: "nor this" })
    await owner.client.workspaces.update(workspace, { name: "The end" })
    await heard.heard(({ type }) => type === "workspace.updated")
    expect(heard.events.map(({ type }) => type)).toEqual(["member.moderation_updated", "workspace.updated"])
    expect(heard.events[0]!.id).toBe(event.id)
    expect(await refused(ada.client.messages.list(secret.id))).toBe(404)
    expect((await ada.client.channels.list(workspace)).channels).toEqual([])
    heard.close()
  })

  test("its name is taken for outsiders too, without a word about why", async () => {
    const { workspace, eve } = await made()
    const answer = await eve.call("POST", `/api/workspaces/${workspace}/channels`, { name: "secret-plans" })
    expect(answer.status).toBe(400)
    expect(answer.text).not.toContain("private")
  })

  test("a bot sees it only when it is brought in", async () => {
    const { workspace, owner, secret } = await made()
    const made_ = await server().services.admin.createBot({
      workspace,
      createdBy: owner.id,
      display_name: "Robo",
      scopes: ["bot:admin"],
    })
    const bot = (person: Person, method: string, path: string, body?: object) =>
      person.call(method, path, body, { Authorization: `Bearer ${made_.bot_token.token}` })
    expect((await bot(owner, "GET", `/api/channels/${secret.id}/messages`)).status).toBe(404)
    expect((await bot(owner, "PATCH", `/api/channels/${secret.id}`, { name: "x" })).status).toBe(404)
    expect((await bot(owner, "GET", `/api/workspaces/${workspace}/channels`)).text).not.toContain(secret.id)
    await owner.client.channels.addMember(secret.id, made_.bot.id)
    expect((await bot(owner, "POST", `/api/channels/${secret.id}/messages`, { body: "beep" })).status).toBe(201)
  })
})
