import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { loadConfig } from "../src/config.ts"
import { createLog } from "../src/log.ts"
import { start } from "../src/server.ts"
import { outside } from "./support/database.ts"
import { type Device, type PushService, pushSettings, startPushService } from "./support/push-service.ts"
import { type Receiver, startReceiver } from "./support/receiver.ts"
import { type Person, personOn, type Room, startServer, type TestServer } from "./support/server.ts"

const userKey = (letter: string) => letter.repeat(30)

for (const engine of ["sqlite", "postgres"] as const)
  describe(`notifications (${engine})`, () => {
    let server: TestServer
    let service: PushService
    let pushover: Receiver
    beforeAll(async () => {
      service = startPushService()
      pushover = startReceiver(() => Response.json({ status: 1 }))
      server = await startServer(engine, {
        ...(await pushSettings()),
        CLICKCLACK_PUSHOVER_API_TOKEN: "app-token",
        CLICKCLACK_PUSHOVER_API_URL: `${pushover.url}/1/messages.json`,
      })
    })
    afterAll(async () => {
      await server.stop()
      await service.stop()
      await pushover.stop()
    })

    const deviceOf = async (who: Person): Promise<Device> => {
      const device = service.device()
      await who.client.push.subscribe({ user_id: who.id, endpoint: device.endpoint, keys: device.keys })
      return device
    }
    const bodies = (device: Device) => service.got(device).map(({ payload }) => payload.body)
    /** Somebody whose device hears of everything in the room: when it has heard, everybody else has been looked at too. */
    const witness = async ({ workspace }: Room) => {
      const person = await server.member(workspace, `Wanda ${crypto.randomUUID()}`)
      return { person, device: await deviceOf(person) }
    }
    const say = async (who: Person, place: string, body: string) =>
      (await who.client.messages.post(place, { body })).message

    test("a message reaches the devices of all who read the channel, but not its author's", async () => {
      const room = await server.room()
      const [ada, ben] = [
        await server.member(room.workspace, "Ada All"),
        await server.member(room.workspace, "Ben All"),
      ]
      const [own, first, second] = [await deviceOf(ada), await deviceOf(ben), await deviceOf(ben)]
      const message = await say(ada, room.channel, "Coffee?")
      const { payload, headers } = await service.told(first)
      expect(payload).toEqual({
        user_id: ben.id,
        title: "Ada All in #talk",
        body: "Coffee?",
        tag: message.id,
        url: expect.stringMatching(new RegExp(`^/app/T\\w{16}/C\\w{16}\\?message=${message.id}$`)),
        message_id: message.id,
        workspace_id: room.workspace,
        place_id: room.channel,
      })
      expect(headers.get("topic")).toBe(message.id)
      await service.told(second)
      await say(ben, room.channel, "Yes!")
      await service.told(own)
      expect(bodies(own)).toEqual(["Yes!"])
      expect(bodies(first)).toEqual(["Coffee?"])
    })

    test("each channel has its own wish: all, mentions or nothing; conversations always tell", async () => {
      const room = await server.room()
      const { device, person } = await witness(room)
      const [ben, cleo] = [
        await server.member(room.workspace, "Ben Wish"),
        await server.member(room.workspace, "Cleo Wish"),
      ]
      await ben.client.me.update({ handle: `ben-${engine}` })
      const [bens, cleos] = [await deviceOf(ben), await deviceOf(cleo)]
      await ben.client.channels.setNotifications(room.channel, "mentions")
      await cleo.client.channels.setNotifications(room.channel, "muted")
      await say(room.owner, room.channel, "to everybody")
      const root = await say(room.owner, room.channel, `to @ben-${engine}`)
      await room.owner.client.threads.reply(root.id, { body: "in the thread" })
      await service.told(device, 3)
      const { conversation } = await room.owner.client.dms.create(room.workspace, [cleo.id, ben.id])
      await say(room.owner, conversation.id, "between us")
      await service.told(cleos)
      expect((await service.told(bens, 2)).payload).toMatchObject({ title: "Olive Owner", body: "between us" })
      expect(bodies(bens)).toEqual([`to @ben-${engine}`, "between us"])
      expect(bodies(cleos)).toEqual(["between us"])
      expect(bodies(device)).toEqual(["to everybody", `to @ben-${engine}`, "in the thread"])
      const reply = service.got(device)[2]!.payload
      expect(reply.title).toBe("Olive Owner in a thread of #talk")
      expect(reply.url).toMatch(new RegExp(`\\?thread=${root.id}&message=${reply.message_id}$`))
      expect(person.id).toBe(reply.user_id!)
    })

    test("a private channel tells its members only, and strangers and former members hear nothing", async () => {
      const room = await server.room()
      const [ada, ben] = [
        await server.member(room.workspace, "Ada Inside"),
        await server.member(room.workspace, "Ben Outside"),
      ]
      const stranger = await deviceOf(await server.as("Sam Stranger"))
      const [inside, out] = [await deviceOf(ada), await deviceOf(ben)]
      const { channel } = await room.owner.client.channels.create(room.workspace, { name: "secret", kind: "private" })
      await room.owner.client.channels.addMember(channel.id, ada.id)
      await say(room.owner, channel.id, "psst")
      await service.told(inside)
      await room.owner.client.channels.removeMember(channel.id, ada.id)
      const { device } = await witness(room)
      await say(room.owner, channel.id, "without Ada")
      await say(room.owner, room.channel, "done")
      await service.told(device)
      await Promise.all([service.told(inside, 2), service.told(out)])
      expect(bodies(inside)).toEqual(["psst", "done"])
      expect(bodies(out)).toEqual(["done"])
      expect(bodies(stranger)).toEqual([])
    })

    test("what was edited, deleted or read before it went out is told as it is then, or not at all", async () => {
      const room = await server.room()
      const ben = await server.member(room.workspace, "Ben Slow")
      const device = await deviceOf(ben)
      const gate = Promise.withResolvers<void>()
      service.answer = async () => {
        await gate.promise
        return new Response(null, { status: 201 })
      }
      await say(room.owner, room.channel, "first")
      await service.told(device)
      const seen = await say(room.owner, room.channel, "seen")
      await ben.client.reads.mark(room.channel, seen.channel_seq!)
      const [edited, deleted] = [
        await say(room.owner, room.channel, "edited"),
        await say(room.owner, room.channel, "deleted"),
      ]
      await room.owner.client.messages.edit(edited.id, "edited since")
      await room.owner.client.messages.remove(deleted.id)
      await say(room.owner, room.channel, "last")
      gate.resolve()
      await service.told(device, 3)
      expect(bodies(device)).toEqual(["first", "edited since", "last"])
      service.answer = () => new Response(null, { status: 201 })
    })

    test("a device that is gone is forgotten, and a failing one is tried again later", async () => {
      const room = await server.room()
      const ben = await server.member(room.workspace, "Ben Gone")
      const [gone, failing] = [await deviceOf(ben), await deviceOf(ben)]
      const { device } = await witness(room)
      service.answer = (path) => {
        const status = gone.endpoint.endsWith(path) ? 410 : failing.endpoint.endsWith(path) ? 503 : 201
        return new Response(null, { status })
      }
      await say(room.owner, room.channel, "one")
      await Promise.all([gone, failing, device].map((each) => service.told(each)))
      await say(room.owner, room.channel, "two")
      await service.told(device, 2)
      await say(room.owner, room.channel, "three")
      await service.told(device, 3)
      service.answer = () => new Response(null, { status: 201 })
      expect(bodies(gone)).toEqual(["one"])
      expect(bodies(failing)).toEqual(["one"])
      expect((await ben.client.push.status({ device: gone.name })).this_device).toBe(false)
      const [row] = await outside(
        server,
        `select failing_since from user_push_subscriptions where endpoint = '${failing.endpoint}'`,
      )
      expect(row?.failing_since).toBeString()
      // Half a minute later.
      await outside(server, "update notifications set due_at = '2000-01-01T00:00:00.000Z'")
      expect((await service.told(failing, 2)).payload.body).toBe("one")
      expect((await service.told(failing, 4)).payload.body).toBe("three")
      const week = "update user_push_subscriptions set failing_since = '2000-01-01T00:00:00.000Z'"
      await outside(server, `${week} where endpoint = '${failing.endpoint}'`)
      await server.services.notifications.sweep()
      expect((await ben.client.push.status({ device: failing.name })).this_device).toBe(false)
      expect((await room.owner.client.push.status()).enabled).toBe(true)
    })

    test("a device that does not answer holds up nobody but itself", async () => {
      const room = await server.room()
      const ben = await server.member(room.workspace, "Ben Stuck")
      const stuck = await deviceOf(ben)
      const { device } = await witness(room)
      const gate = Promise.withResolvers<Response>()
      service.answer = (path) => (stuck.endpoint.endsWith(path) ? gate.promise : new Response(null, { status: 201 }))
      for (const body of ["one", "two", "three"]) await say(room.owner, room.channel, body)
      await service.told(device, 3)
      expect(bodies(stuck)).toEqual(["one"])
      service.answer = () => new Response(null, { status: 201 })
      gate.resolve(new Response(null, { status: 201 }))
      await service.told(stuck, 3)
      expect([bodies(stuck), bodies(device)]).toEqual([
        ["one", "two", "three"],
        ["one", "two", "three"],
      ])
    })

    test("signing out ends the notifications of that device", async () => {
      const room = await server.room()
      const ben = await server.member(room.workspace, "Ben Leaves")
      const device = await deviceOf(ben)
      const other = await server.as("Ben Leaves")
      const kept = await deviceOf(other)
      await ben.client.auth.logout()
      await say(room.owner, room.channel, "too late")
      await service.told(kept)
      await say(room.owner, room.channel, "and again")
      await service.told(kept, 2)
      expect(bodies(device)).toEqual([])
      expect((await other.client.push.status({ device: device.name })).this_device).toBe(false)
    })

    test("Pushover tells who has a key, with the titles of the contract, and cuts long texts", async () => {
      const room = await server.room()
      const ben = await server.member(room.workspace, "Ben Pushover")
      const settings = { pushover_enabled: true, pushover_user_key: userKey("b") }
      await ben.client.me.update({ notification_settings: settings })
      const before = pushover.calls.length
      const next = async (number: number) =>
        Object.fromEntries(new URLSearchParams((await pushover.called(before + number)).body))
      const root = await say(room.owner, room.channel, "hello")
      expect(await next(1)).toMatchObject({
        token: "app-token",
        user: userKey("b"),
        title: "ClickClack",
        message: "Olive Owner: hello",
      })
      await room.owner.client.threads.reply(root.id, { body: "a reply" })
      expect(await next(2)).toMatchObject({ title: "ClickClack thread", message: "Olive Owner: a reply" })
      const { conversation } = await room.owner.client.dms.create(room.workspace, [ben.id])
      await say(room.owner, conversation.id, "🦆".repeat(600))
      const { title, message } = await next(3)
      expect(title).toBe("ClickClack DM")
      expect(message).toBe(`Olive Owner: ${"🦆".repeat(500 - "Olive Owner: ".length)}...`)
      await ben.client.me.update({ notification_settings: { ...settings, pushover_enabled: false } })
      const { device } = await witness(room)
      await say(room.owner, room.channel, "quiet now")
      await service.told(device)
      expect(pushover.calls).toHaveLength(before + 3)
    })

    test("what agents do is not told", async () => {
      const room = await server.room()
      const { device } = await witness(room)
      const { bot } = await room.owner.client.bots.create(room.workspace, { display_name: "Agent" })
      const { bot_token } = await room.owner.client.bots.createToken(room.workspace, bot.id, {
        scopes: ["messages:write", "agent_activity:write"],
      })
      const asBot = (body: object) =>
        room.owner.call("POST", `/api/channels/${room.channel}/messages`, body, {
          Authorization: `Bearer ${bot_token.token}`,
        })
      expect((await asBot({ body: "thinking", kind: "agent_commentary", turn_id: "t" })).status).toBe(201)
      expect((await asBot({ body: "the answer" })).status).toBe(201)
      await service.told(device)
      expect(bodies(device)).toEqual(["the answer"])
    })
  })

/** A server without notifications, and nodes with them on the same database that come and go. */
const startNodes = async (engine: "sqlite" | "postgres") => {
  const service = startPushService()
  const server = await startServer(engine)
  const settings = loadConfig({ env: await pushSettings() })
  const { web_push_vapid_subject, web_push_vapid_public_key, web_push_vapid_private_key } = settings
  const keys = { web_push_vapid_subject, web_push_vapid_public_key, web_push_vapid_private_key }
  return {
    service,
    server,
    node: () => start({ ...server.config, ...keys, callbacks_allow_private: true }, { log: createLog(() => {}) }),
    bodies: (device: Device) => service.got(device).map(({ payload }) => payload.body),
    register: async (url: string, who: Person) => {
      const device = service.device()
      const { client } = personOn(url, who)
      await client.push.subscribe({ user_id: who.id, endpoint: device.endpoint, keys: device.keys })
      return device
    },
    stop: async () => {
      await server.stop()
      await service.stop()
    },
  }
}

for (const engine of ["sqlite", "postgres"] as const)
  test(`what was not told before a stop is told after it, and what was told is not told again (${engine})`, async () => {
    const { service, server, node, bodies, register, stop } = await startNodes(engine)
    const room = await server.room()
    const ben = await server.member(room.workspace, "Ben Restart")
    const first = await node()
    const device = await register(first.url, ben)
    const say = (url: string, body: string) => personOn(url, room.owner).client.messages.post(room.channel, { body })
    await say(first.url, "before")
    await service.told(device)
    service.answer = () => new Response(null, { status: 503 })
    await say(first.url, "refused")
    await service.told(device, 2)
    await first.stop()
    await say(server.url, "meanwhile")
    service.answer = () => new Response(null, { status: 201 })
    // Half a minute later.
    await outside(server, "update notifications set due_at = '2000-01-01T00:00:00.000Z'")
    const second = await node()
    await service.told(device, 4)
    await second.stop()
    const third = await node()
    await say(third.url, "after")
    await service.told(device, 5)
    await third.stop()
    expect(bodies(device)).toEqual(["before", "refused", "refused", "meanwhile", "after"])
    expect(await outside(server, "select * from notifications")).toEqual([])
    await stop()
  })

test("what was on its way when a server died is not sent again", async () => {
  const { service, server, node, bodies, register, stop } = await startNodes("sqlite")
  const room = await server.room()
  const ben = await server.member(room.workspace, "Ben Crash")
  const first = await node()
  const device = await register(first.url, ben)
  const say = (url: string, body: string) => personOn(url, room.owner).client.messages.post(room.channel, { body })
  service.answer = () => new Response(null, { status: 503 })
  await say(first.url, "perhaps arrived")
  await service.told(device)
  await first.stop()
  service.answer = () => new Response(null, { status: 201 })
  const died = "due_at = '2000-01-01T00:00:00.000Z', begun_at = '2000-01-01T00:00:00.000Z'"
  await outside(server, `update notifications set ${died}`)
  const second = await node()
  await say(second.url, "next")
  await service.told(device, 2)
  await second.stop()
  expect(bodies(device)).toEqual(["perhaps arrived", "next"])
  await stop()
})

test("a change of the server's keys ends the notifications until the device is registered again", async () => {
  const { service, server, node, bodies, register, stop } = await startNodes("sqlite")
  const room = await server.room()
  const ben = await server.member(room.workspace, "Ben Keys")
  const first = await node()
  const device = await register(first.url, ben)
  await first.stop()
  await outside(server, "update user_push_subscriptions set vapid_key_id = 'of another key'")
  const second = await node()
  const { client } = personOn(second.url, ben)
  expect(await client.push.status({ device: device.name })).toMatchObject({
    this_device: true,
    this_device_stale: true,
  })
  const other = await register(second.url, ben)
  await personOn(second.url, room.owner).client.messages.post(room.channel, { body: "new keys" })
  await service.told(other)
  expect(bodies(device)).toEqual([])
  await second.stop()
  await stop()
})

test("of several nodes one tells at a time, whichever took the message, and another goes on when it stops", async () => {
  const { service, server, node, bodies, register, stop } = await startNodes("postgres")
  const room = await server.room()
  const ben = await server.member(room.workspace, "Ben Nodes")
  const [first, second] = [await node(), await node()]
  const device = await register(first.url, ben)
  const say = (url: string, body: string) => personOn(url, room.owner).client.messages.post(room.channel, { body })
  const numbers = Array.from({ length: 10 }, (_, number) => String(number))
  for (const number of numbers) await say(Number(number) % 2 ? first.url : second.url, number)
  await service.told(device, 10)
  await first.stop()
  await say(second.url, "goes on")
  await service.told(device, 11)
  await second.stop()
  expect(bodies(device)).toEqual([...numbers, "goes on"])
  await stop()
})
