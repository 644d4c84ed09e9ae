import { expect, test } from "bun:test"
import { refusal, refused } from "./support/refused.ts"
import { onBothEngines, personOn, type TestServer } from "./support/server.ts"

const botOn = (server: TestServer, { bot, bot_token }: { bot: { id: string }; bot_token?: { token?: string } }) =>
  personOn(server.url, { id: bot.id, email: "", token: bot_token?.token ?? "" })

onBothEngines("a bot", (server) => {
  test("joins like anybody else, and speaks with what its token was granted", async () => {
    const { workspace, channel, owner } = await server().room()
    const heard = await owner.listen(workspace)
    const made = await owner.client.bots.create(workspace, {
      display_name: "Robin",
      scopes: ["bot:read,messages:write"],
    })
    await heard.heard(({ type, payload }) => type === "member.joined" && payload.user_id === made.bot.id)
    const { client } = botOn(server(), made)
    await client.messages.post(channel, { body: "beep" })
    expect(await refused(client.uploads.byNonce(workspace, "x"))).toBe(403)
    heard.close()
  })

  test("of a guest or a blocked member does not come to be", async () => {
    const { workspace, owner } = await server().room()
    const [gus, bob] = [await server().member(workspace, "Gus"), await server().member(workspace, "Bob")]
    await owner.client.moderation.update(workspace, gus.id, { role: "guest" })
    await owner.client.moderation.update(workspace, bob.id, { blocked: true })
    for (const { id, client } of [gus, bob])
      expect(await refused(client.bots.create(workspace, { display_name: "Mole", owner_user_id: id }))).toBe(403)
    expect(await refused(gus.client.bots.list(workspace))).toBe(403)
  })

  test("keeps a handle for itself, also when two are made at once in different workspaces", async () => {
    const [one, two] = [await server().room(), await server().room()]
    const handle = `bot-${crypto.randomUUID().slice(0, 8)}`
    const tries = await Promise.allSettled(
      [one, two].map(({ workspace, owner }) => owner.client.bots.create(workspace, { display_name: "Twin", handle })),
    )
    expect(tries.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"])
    const again = await refusal(one.owner.client.bots.create(one.workspace, { display_name: "Late", handle }))
    expect(again).toEqual({ status: 400, message: "handle is already taken" })
  })

  test("is made once, however often the same setup nonce asks for it at the same time", async () => {
    const { workspace, owner } = await server().room()
    const input = { display_name: "Once", setup_nonce: crypto.randomUUID() }
    const made = await Promise.all([1, 2, 3].map(() => owner.client.bots.create(workspace, input)))
    expect(new Set(made.map(({ bot }) => bot.id)).size).toBe(1)
    const works = made.map((one) =>
      botOn(server(), one)
        .client.me.get()
        .then(
          () => 200,
          ({ status }) => status,
        ),
    )
    expect((await Promise.all(works)).sort()).toEqual([200, 401, 401])
    const token = { name: "spare", setup_nonce: input.setup_nonce }
    expect(await refused(owner.client.bots.createToken(workspace, made[0]!.bot.id, token))).toBe(409)
  })

  test("loses its socket with its token, and only that one", async () => {
    const { workspace, owner } = await server().room()
    const made = await owner.client.bots.create(workspace, { display_name: "Two hands" })
    const spare = await owner.client.bots.createToken(workspace, made.bot.id)
    const [first, second] = [
      await botOn(server(), made).listen(workspace),
      await botOn(server(), { ...made, ...spare }).listen(workspace),
    ]
    await owner.client.bots.revokeToken(made.bot_token!.id)
    expect(await first.ended).toEqual({ code: 1008, reason: "bot token revoked; reconnect with a valid token" })
    await owner.client.channels.create(workspace, { name: "after" })
    await second.heard(({ type }) => type === "channel.created")
    second.close()
  })

  test("that is taken out hears nothing more, and is in no private channel when it comes back", async () => {
    const { workspace, owner } = await server().room()
    const made = await owner.client.bots.create(workspace, { display_name: "Leaver" })
    const hidden = (await owner.client.channels.create(workspace, { name: "hidden", kind: "private" })).channel.id
    await owner.client.channels.addMember(hidden, made.bot.id)
    const [ears, watcher] = [await botOn(server(), made).listen(workspace), await owner.listen(workspace)]
    await owner.client.bots.leave(workspace, made.bot.id)
    expect(await ears.ended).toEqual({ code: 1008, reason: "workspace access revoked" })
    const told = await watcher.heard(({ type }) => type === "bot.membership_removed")
    expect(told).toMatchObject({ cursor: "", payload: { bot_user_id: made.bot.id } })
    const { members } = await owner.client.channels.members(hidden)
    expect(members.map(({ user }) => user.id)).toEqual([owner.id])
    watcher.close()
  })

  test("of a person leaves when that person says so, and stops working when that person is a member no more", async () => {
    const { workspace, owner } = await server().room()
    const ada = await server().member(workspace, "Ada Bots")
    const made = await ada.client.bots.create(workspace, { display_name: "Ada's", owner_user_id: ada.id })
    expect(await refused(owner.client.bots.remove(made.bot.id))).toBe(403)
    await ada.client.bots.leave(workspace, made.bot.id)
    expect(await refused(botOn(server(), made).client.me.get())).toBe(401)
    expect((await ada.client.me.bots()).bots).toEqual([])
  })

  test("of a person is locked out while that person is blocked or a guest", async () => {
    const { workspace, owner } = await server().room()
    const eve = await server().member(workspace, "Eve Bots")
    const made = await eve.client.bots.create(workspace, { display_name: "Eve's", owner_user_id: eve.id })
    const { client } = botOn(server(), made)
    for (const [shut, open] of [
      [{ blocked: true }, { blocked: false }],
      [{ role: "guest" }, { role: "member" }],
    ] as const) {
      await owner.client.moderation.update(workspace, eve.id, shut)
      expect(await refused(client.me.get())).toBe(401)
      await owner.client.moderation.update(workspace, eve.id, open)
      expect((await client.me.get()).user.id).toBe(made.bot.id)
    }
  })

  test("is deleted with a tombstone that everybody sees, and a stranger does not learn that it was", async () => {
    const { workspace, channel, owner } = await server().room()
    const handle = `gone-${crypto.randomUUID().slice(0, 8)}`
    const made = await owner.client.bots.create(workspace, { display_name: "Gone", handle })
    await botOn(server(), made).client.messages.post(channel, { body: "last words" })
    const stranger = await server().as("Stranger To Bots")
    expect(await refused(stranger.client.bots.remove(made.bot.id))).toBe(404)
    const heard = await owner.listen(workspace)
    const { deleted_bot } = await owner.client.bots.remove(made.bot.id)
    expect(await heard.heard(({ type }) => type === "bot.deleted")).toMatchObject({
      payload: {
        bot_user_id: made.bot.id,
        display_name: "Gone",
        former_handle: handle,
        deleted_at: deleted_bot.deleted_at,
      },
    })
    const changed = await heard.heard(({ type }) => type === "user.updated")
    expect(changed.payload).toMatchObject({ user: { handle: "", former_handle: handle } })
    const { messages } = await owner.client.messages.list(channel)
    expect(messages[0]!.author).toMatchObject({ handle: "", former_handle: handle, deleted_at: deleted_bot.deleted_at })
    expect(await refused(owner.client.bots.remove(made.bot.id))).toBe(404)
    heard.close()
  })

  test("that was taken out without ever having had a token can still be deleted by its managers alone", async () => {
    const { workspace, owner } = await server().room()
    const { bot } = await owner.client.bots.create(workspace, { display_name: "Idle", initial_token: false })
    await owner.client.bots.leave(workspace, bot.id)
    const mia = await server().member(workspace, "Mia Bots")
    expect(await refused(mia.client.bots.remove(bot.id))).toBe(403)
    expect((await owner.client.bots.remove(bot.id)).deleted_bot.id).toBe(bot.id)
  })

  test("keeps the ids of menu entries that stay, and tells who listens", async () => {
    const { workspace, owner } = await server().room()
    const made = await owner.client.bots.create(workspace, { display_name: "Menu" })
    const { client } = botOn(server(), made)
    const [before] = (await client.bots.replaceCommands([{ command: "status", description: "How are we" }]))
      .bot_commands
    const heard = await owner.listen(workspace)
    const after = await client.bots.replaceCommands([
      { command: "/status", description: "Better now" },
      { command: "/deploy", description: "Ship it" },
    ])
    await heard.heard(({ type }) => type === "bot_command.updated")
    expect(after.bot_commands[0]).toMatchObject({
      id: before!.id,
      created_at: before!.created_at,
      description: "Better now",
    })
    const { bot_commands } = await owner.client.bots.commands(workspace)
    expect(bot_commands.map(({ command }) => command)).toEqual(["/deploy", "/status"])
    heard.close()
  })

  test("leaves a record of what was done to it", async () => {
    const { workspace, owner } = await server().room()
    const made = await owner.client.bots.create(workspace, { display_name: "Audited" })
    await owner.client.bots.revokeToken(made.bot_token!.id)
    await owner.client.bots.leave(workspace, made.bot.id)
    const { audit_log_entries } = await owner.client.auditLog.list(workspace)
    expect(audit_log_entries.map(({ action }) => action)).toEqual([
      "bot.membership_removed",
      "bot_token.revoked",
      "bot.created",
    ])
    expect(JSON.stringify(audit_log_entries)).not.toContain("ccb_")
  })
})

onBothEngines("a setup code", (server) => {
  test("gives one token, however many claim it at the same time", async () => {
    const { workspace, owner } = await server().room()
    const { bot } = await owner.client.bots.create(workspace, { display_name: "Setup", initial_token: false })
    const { setup_code } = await owner.client.bots.createSetupCode(workspace, bot.id, { name: "laptop" })
    const stranger = personOn(server().url, { id: "", email: "", token: "" })
    const claims = await Promise.all(
      [1, 2, 3].map(() =>
        stranger.call("POST", "/api/bot-setup-codes/claim", { code: setup_code.code }, { Authorization: "" }),
      ),
    )
    expect(claims.map(({ status }) => status).sort()).toEqual([200, 404, 404])
    const claim: unknown = claims.find(({ status }) => status === 200)!.body
    // The plugin refuses empty strings, so that a bot without a handle is called by its id.
    expect(claim).toMatchObject({ bot: { id: bot.id, handle: bot.id }, defaults: { defaultTo: "channel:talk" } })
    expect((await owner.client.bots.tokens(workspace, bot.id)).bot_tokens).toHaveLength(1)
  })

  test("is worth nothing when who made it may not make it any more", async () => {
    const { workspace, owner } = await server().room()
    const mo = await server().member(workspace, "Mo Setup", "moderator")
    const { bot } = await owner.client.bots.create(workspace, { display_name: "Demoted", initial_token: false })
    const { setup_code } = await mo.client.bots.createSetupCode(workspace, bot.id)
    await owner.client.moderation.update(workspace, mo.id, { role: "member" })
    expect(await refused(owner.client.bots.claimSetupCode(setup_code.code!))).toBe(404)
  })
})
