import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { createHmac } from "node:crypto"
import { outside } from "./support/database.ts"
import { type Receiver, startReceiver } from "./support/receiver.ts"
import { refusal, refused } from "./support/refused.ts"
import { type Person, startServer, type TestServer } from "./support/server.ts"

for (const engine of ["sqlite", "postgres"] as const)
  describe(`a slash command (${engine})`, () => {
    let server: TestServer
    let target: Receiver
    beforeAll(async () => {
      server = await startServer(engine, { CLICKCLACK_CALLBACKS_ALLOW_PRIVATE: "true" })
      target = startReceiver()
    })
    afterAll(async () => {
      await target.stop()
      await server.stop()
    })

    const register = async (more: object = {}) => {
      const { workspace, channel, owner } = await server.room()
      const { bot } = await owner.client.bots.create(workspace, { display_name: "Robin", initial_token: false })
      const { slash_command } = await owner.client.slashCommands.create(workspace, {
        command: "Deploy",
        callback_url: `${target.url}/deploy`,
        bot_user_id: bot.id,
        ...more,
      })
      return { workspace, channel, owner, bot: bot.id, command: slash_command }
    }
    const secretsIn = (text: string) => text.includes("ccs_")

    test("calls its address, signed, and its bot says what came back", async () => {
      const { channel, owner, bot, command } = await register()
      target.answer = () => Response.json({ text: " shipped " })
      const said = await owner.client.hooks.slash(channel, "/DEPLOY", " now ")
      expect(said).toMatchObject({ response_type: "in_channel", text: "shipped", message: { author_id: bot } })
      const { messages } = await owner.client.messages.list(channel)
      expect(messages.map(({ author_id, body }) => [author_id, body])).toEqual([[bot, "shipped"]])
      const call = target.calls.at(-1)!
      const { trigger_id, ...payload } = JSON.parse(call.body)
      expect(payload).toMatchObject({ command: "/deploy", text: "now", channel_id: channel, user_id: owner.id })
      const time = call.headers.get("x-clickclack-timestamp")
      const expected = createHmac("sha256", command.signing_secret!).update(`${time}.${call.body}`).digest("hex")
      expect(call.headers.get("x-clickclack-signature")).toBe(`sha256=${expected}`)
      const [row] = await outside(server, `select * from slash_command_invocations where id = '${trigger_id}'`)
      expect(row).toMatchObject({ error: null, user_id: owner.id, text: "now" })
      expect(Number(row!.response_status)).toBe(200)
    })

    test("that fails is told to the caller and written down, and nothing is posted", async () => {
      const { channel, owner } = await register()
      const answers: Array<() => Response> = [
        () => new Response("broken", { status: 500 }),
        () => new Response("no json"),
        () => Response.json(["text"]),
        () => Response.json({ text: 5 }),
        () => new Response(`{"text":"${"x".repeat(70_000)}"}`),
        () => Response.redirect(`${target.url}/other`),
      ]
      for (const answer of answers) {
        target.answer = answer
        expect(await refused(owner.client.hooks.slash(channel, "deploy"))).toBe(502)
      }
      expect((await owner.client.messages.list(channel)).messages).toEqual([])
      const rows = await outside(
        server,
        `select error from slash_command_invocations where channel_id = '${channel}' and completed_at is not null`,
      )
      expect(rows.filter(({ error }) => error)).toHaveLength(answers.length)
    })

    test("answers the caller alone when it says so", async () => {
      const { channel, owner } = await register()
      target.answer = () => Response.json({ response_type: "ephemeral", text: "for you" })
      const said = await owner.client.hooks.slash(channel, "deploy")
      expect(said).toMatchObject({ response_type: "ephemeral", text: "for you" })
      expect((await owner.client.messages.list(channel)).messages).toEqual([])
    })

    test("shows its secret once, to managers, and only the newest signs", async () => {
      const { workspace, channel, owner, command } = await register()
      const mel = await server.member(workspace, "Mel Member")
      expect(secretsIn(JSON.stringify(await mel.client.slashCommands.list(workspace)))).toBe(false)
      for (const act of [mel.client.slashCommands.revoke, mel.client.slashCommands.rotateSecret])
        expect(await refused(act(command.id))).toBe(403)
      const { slash_command } = await owner.client.slashCommands.rotateSecret(command.id)
      target.answer = () => Response.json({})
      await owner.client.hooks.slash(channel, "deploy")
      const call = target.calls.at(-1)!
      const signed = `${call.headers.get("x-clickclack-timestamp")}.${call.body}`
      const expected = createHmac("sha256", slash_command.signing_secret!).update(signed).digest("hex")
      expect(call.headers.get("x-clickclack-signature")).toBe(`sha256=${expected}`)
    })

    test("is posted as it was said once it is revoked, or its bot has left", async () => {
      for (const end of ["revoke", "leave"]) {
        const { workspace, channel, owner, bot, command } = await register()
        if (end === "revoke") await owner.client.slashCommands.revoke(command.id)
        else await owner.client.bots.leave(workspace, bot)
        const said = await owner.client.hooks.slash(channel, "/deploy", "now")
        expect(said).toMatchObject({ text: "/deploy now", message: { author_id: owner.id } })
        expect((await owner.client.slashCommands.list(workspace)).slash_commands).toEqual([])
      }
    })

    test("tells nothing of a private channel that its bot is not in", async () => {
      const { workspace, owner, bot } = await register()
      const { channel } = await owner.client.channels.create(workspace, { name: "secret", kind: "private" })
      const before = target.calls.length
      expect(await refused(owner.client.hooks.slash(channel.id, "deploy", "quietly"))).toBe(403)
      expect(target.calls.length).toBe(before)
      await owner.client.channels.addMember(channel.id, bot)
      target.answer = () => Response.json({ text: "done" })
      expect((await owner.client.hooks.slash(channel.id, "deploy", "quietly")).message?.author_id).toBe(bot)
    })

    test("counts against a guest's budget, also when it fails", async () => {
      const { workspace, owner } = await register()
      const { channel } = await owner.client.channels.create(workspace, { name: "waiting" })
      await outside(server, `update channels set name = 'guest' where id = '${channel.id}'`)
      const guest = await server.member(workspace, "Gus Guest")
      await owner.client.moderation.update(workspace, guest.id, { role: "guest" })
      target.answer = () => new Response("no", { status: 500 })
      for (let n = 0; n < 3; n++) expect(await refused(guest.client.hooks.slash(channel.id, "deploy"))).toBe(502)
      const { status, message } = await refusal(guest.client.hooks.slash(channel.id, "deploy"))
      expect([status, message]).toEqual([429, "waiting room post limit reached"])
    })

    test("is registered by managers alone, once of a name, for a bot of the workspace", async () => {
      const { workspace, owner, bot } = await register()
      const make = (who: Person, more: object) =>
        refused(
          who.client.slashCommands.create(workspace, {
            command: "x",
            callback_url: target.url,
            bot_user_id: bot,
            ...more,
          }),
        )
      expect(await make(owner, { command: "/DEPLOY" })).toBe(409)
      expect(await make(await server.member(workspace, "Mel Member"), {})).toBe(403)
      expect(await make(owner, { bot_user_id: owner.id })).toBe(400)
      expect(await make(owner, { callback_url: "https://a:b@example.org/" })).toBe(400)
      expect(await make(owner, { command: "two words" })).toBe(400)
      expect(await make(owner, { app_installation_id: "app_none" })).toBe(404)
      const made = { command: "race", callback_url: target.url, bot_user_id: bot }
      const both = await Promise.allSettled([1, 2].map(() => owner.client.slashCommands.create(workspace, made)))
      expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"])
    })
  })

test("a callback to this machine is refused unless the operator allows it", async () => {
  const target = startReceiver()
  const server = await startServer("sqlite")
  const { workspace, channel, owner } = await server.room()
  const { bot } = await owner.client.bots.create(workspace, { display_name: "Robin" })
  await owner.client.slashCommands.create(workspace, { command: "x", callback_url: target.url, bot_user_id: bot.id })
  const { status, message } = await refusal(owner.client.hooks.slash(channel, "x"))
  expect([status, message]).toEqual([502, "the command failed: the target is not a public address"])
  expect(target.calls).toEqual([])
  await server.stop()
  await target.stop()
})
