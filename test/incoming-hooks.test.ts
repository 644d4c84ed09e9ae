import { expect, test } from "bun:test"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { loadConfig } from "../src/config.ts"
import { createLog } from "../src/log.ts"
import { start } from "../src/server.ts"
import { refused } from "./support/refused.ts"
import { onBothEngines, type Person } from "./support/server.ts"

const form = { "Content-Type": "application/x-www-form-urlencoded" }
const send = async (url: string, body: unknown, headers: Record<string, string> = {}) => {
  const text = typeof body === "string" ? body : JSON.stringify(body)
  const response = await fetch(url, { method: "POST", body: text, headers })
  return { status: response.status, text: await response.text() }
}

onBothEngines("an incoming hook", (server) => {
  const made = async (kind: "public" | "private" = "public") => {
    const { workspace, owner } = await server().room()
    const { channel } = await owner.client.channels.create(workspace, { name: "ci", kind })
    const { incoming_hook: hook } = await owner.client.incomingHooks.create(channel.id, { display_name: "Jenkins" })
    return { workspace, owner, channel: channel.id, hook, url: hook.url! }
  }
  const shown = async (person: Person, channel: string) =>
    (await person.client.messages.list(channel)).messages.map(({ author, body }) => [author?.display_name, body])

  test("posts for whoever knows its address, as its bot, and needs no other credential", async () => {
    const { workspace, owner, channel, hook, url } = await made()
    expect(url).toStartWith(`${server().url}/api/hooks/in/whs_`)
    const listener = await owner.listen(workspace)
    expect(
      await send(url, { text: "**build** <https://ci.example/7|7> passed :tada:", channel: "#elsewhere" }),
    ).toEqual({
      status: 200,
      text: "ok",
    })
    const body = "**build** [7](https://ci.example/7) passed 🎉"
    const event = await listener.heard(({ type }) => type === "message.created")
    expect(event.payload).toMatchObject({ author_id: hook.bot_user_id, message: { body, channel_id: channel } })
    expect(await shown(owner, channel)).toEqual([["Jenkins", body]])
    const { incoming_hooks } = await owner.client.incomingHooks.list(channel)
    expect(incoming_hooks).toMatchObject([{ id: hook.id, display_name: "Jenkins", created_by: owner.id }])
    expect(incoming_hooks[0]!.last_used_at).toBeString()
    expect(JSON.stringify(incoming_hooks)).not.toContain("whs_")
    listener.close()
  })

  test("takes what Slack's and Mattermost's senders send, however they name its type", async () => {
    const { owner, channel, url } = await made()
    const json = JSON.stringify({ text: "a & b = c" })
    for (const [body, headers] of [
      [json, { "Content-Type": "application/json" }],
      [json, form],
      [json, {}],
      [new URLSearchParams({ payload: json }).toString(), form],
    ] as const)
      expect((await send(url, body, headers)).status).toBe(200)
    await send(url, { attachments: [{ title: "Alert", text: "disk" }] })
    expect((await shown(owner, channel)).map(([, body]) => body)).toEqual([
      ...Array(4).fill("a & b = c"),
      "> **Alert**\n>\n> disk",
    ])
    for (const body of ["", "{", "payload=", "payload=%7B", "[]", {}, { text: " " }, { text: 5 }, { attachments: "x" }])
      expect([body, (await send(url, body)).status]).toEqual([body, 400])
  })

  test("says it under the name and picture that the sender chose, each a bot of its own, up to a limit", async () => {
    const { workspace, owner, channel, url } = await made()
    await send(url, { text: "one", username: "Deploy", icon_url: "https://x.example/i.png" })
    await send(url, { text: "two", username: "Deploy", icon_url: "https://x.example/i.png" })
    await send(url, { text: "three", icon_emoji: ":rocket:" })
    await send(url, { text: "four", username: "Jenkins", icon_url: "javascript:alert(1)" })
    const { messages } = await owner.client.messages.list(channel)
    expect(messages.map(({ author }) => [author?.kind, author?.display_name, author?.avatar_url])).toEqual([
      ["bot", "Deploy", "https://x.example/i.png"],
      ["bot", "Deploy", "https://x.example/i.png"],
      ["bot", "🚀 Jenkins", ""],
      ["bot", "Jenkins", ""],
    ])
    expect(messages[0]!.author_id).toBe(messages[1]!.author_id)
    for (let n = 0; n < 25; n++)
      await send(url, { text: "x", username: `${"n".repeat(100)}${n} ${n}`, icon_emoji: "🚀" })
    for (let n = 0; n < 25; n++) await send(url, { text: "x", username: `Name ${n}` })
    expect((await owner.client.bots.list(workspace)).bots.length).toBe(21)
  })

  test("is made, listed and ended by managers who see the channel, and by nobody else", async () => {
    const { workspace, owner, channel, hook, url } = await made("private")
    const [mia, mod] = [
      await server().member(workspace, "Mia Member"),
      await server().member(workspace, "Mo Derator", "moderator"),
    ]
    await send(url, { text: "hidden", username: "Other" })
    expect(await shown(owner, channel)).toEqual([["Other", "hidden"]])
    for (const [who, status] of [
      [mia, 404],
      [mod, 404],
    ] as const) {
      expect(await refused(who.client.incomingHooks.list(channel))).toBe(status)
      expect(await refused(who.client.incomingHooks.create(channel, { display_name: "x" }))).toBe(status)
      expect(await refused(who.client.incomingHooks.revoke(hook.id))).toBe(status)
    }
    await owner.client.channels.addMember(channel, mia.id)
    expect(await refused(mia.client.incomingHooks.list(channel))).toBe(403)
    await owner.client.channels.addMember(channel, mod.id)
    expect((await mod.client.incomingHooks.list(channel)).incoming_hooks).toHaveLength(1)
    expect(await refused(owner.client.incomingHooks.create(channel, { display_name: " " }))).toBe(400)

    const ended = await mod.client.incomingHooks.revoke(hook.id)
    expect((await owner.client.incomingHooks.revoke(hook.id)).incoming_hook).toEqual(ended.incoming_hook)
    expect((await send(url, { text: "too late" })).status).toBe(404)
    expect(await shown(owner, channel)).toEqual([["Other", "hidden"]])
    expect((await owner.client.bots.list(workspace)).bots).toEqual([])
    const actions = (await owner.client.auditLog.list(workspace)).audit_log_entries.map(({ action }) => action)
    expect(actions.filter((action) => action.startsWith("incoming_hook."))).toEqual([
      "incoming_hook.revoked",
      "incoming_hook.created",
    ])
  })

  test("ends with its bot", async () => {
    const { workspace, owner, hook, url } = await made()
    await owner.client.bots.leave(workspace, hook.bot_user_id)
    expect((await send(url, { text: "too late" })).status).toBe(404)
    expect((await owner.client.incomingHooks.list(hook.channel_id)).incoming_hooks).toEqual([])
  })

  test("is limited, and so is guessing", async () => {
    const { url, channel, owner } = await made()
    const statuses = await Promise.all(Array.from({ length: 65 }, () => send(url, { text: "x" })))
    expect(statuses.filter(({ status }) => status === 200)).toHaveLength(60)
    expect(statuses.filter(({ status }) => status === 429)).toHaveLength(5)
    expect((await owner.client.messages.list(channel, { limit: 200 })).messages).toHaveLength(60)
    const wrong = url.replace(/whs_.*/, "whs_none")
    const guesses = []
    for (let n = 0; n < 62; n++) guesses.push((await send(wrong, { text: "x" })).status)
    expect(guesses.slice(-2)).toEqual([429, 429])
    expect(new Set(guesses)).toEqual(new Set([404, 429]))
  })
})

test("the address of an incoming hook is not written into the log", async () => {
  const data = await mkdtemp(join(tmpdir(), "clickclack-test-"))
  let log = ""
  const config = loadConfig({ flags: { addr: "127.0.0.1:0", data, "access-log": "all" } })
  const server = await start(config, {
    log: createLog((line) => {
      log += line
    }),
  })
  expect((await send(`${server.url}/api/hooks/in/whs_verysecret`, { text: "x" })).status).toBe(404)
  await server.stop()
  expect(log).toContain("/api/hooks/in/…")
  expect(log).not.toContain("verysecret")
  await rm(data, { recursive: true, force: true })
})
