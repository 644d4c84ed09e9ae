import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { createHmac } from "node:crypto"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createClient } from "../sdk/index.ts"
import { loadConfig } from "../src/config.ts"
import { type Server, start } from "../src/server.ts"
import { outside } from "./support/database.ts"
import { freshDatabase } from "./support/postgres.ts"
import { type Receiver, startReceiver } from "./support/receiver.ts"
import { refused } from "./support/refused.ts"
import { type Person, personOn, startServer, type TestServer } from "./support/server.ts"

const env = { CLICKCLACK_CALLBACKS_ALLOW_PRIVATE: "true", CLICKCLACK_ACCESS_LOG: "off" }
const long = "2020-01-01T00:00:00.000Z"
const open: Receiver[] = []
const receiver = (...args: Parameters<typeof startReceiver>) => {
  const made = startReceiver(...args)
  open.push(made)
  return made
}
afterAll(async () => {
  for (const one of open) await one.stop()
})

const broken = () => new Response("no", { status: 500 })
const eventOf = ({ body }: { body: string }) => JSON.parse(body).event
const bodies = (target: Receiver) => target.calls.map((call) => eventOf(call).payload.message?.body)
const say = async (person: Person, place: string, body: string) =>
  (await person.client.messages.post(place, { body })).message
const subscribe = async (owner: Person, workspace: string, target: Receiver, event_types = ["*"]) =>
  (await owner.client.subscriptions.create(workspace, { event_types, callback_url: target.url })).event_subscription

for (const engine of ["sqlite", "postgres"] as const)
  describe(`a subscription (${engine})`, () => {
    let server: TestServer
    beforeAll(async () => {
      server = await startServer(engine, env)
    })
    afterAll(() => server.stop())
    const dueNow = (id: string, more = "") =>
      outside(server, `update event_retries set due_at = '${long}' ${more} where subscription_id = '${id}'`)

    test("sends events in the order of the log, signed, and answers the poster without waiting for it", async () => {
      const { workspace, channel, owner } = await server.room()
      let release = () => {}
      const held = new Promise<void>((resolve) => {
        release = resolve
      })
      const target = receiver(async () => {
        await held
        return new Response("noted")
      })
      const { id, signing_secret } = await subscribe(owner, workspace, target, ["message.created"])
      const said = Array.from({ length: 20 }, (_, n) => `message ${n}`)
      for (const body of said) await say(owner, channel, body)
      release()
      await target.called(said.length)
      expect(bodies(target)).toEqual(said)
      for (const call of target.calls) {
        const time = call.headers.get("x-clickclack-timestamp")
        const expected = createHmac("sha256", signing_secret!).update(`${time}.${call.body}`).digest("hex")
        expect(call.headers.get("x-clickclack-signature")).toBe(`sha256=${expected}`)
        expect(call.headers.get("x-clickclack-event-id")).toBe(eventOf(call).id)
      }
      const { deliveries } = await owner.client.subscriptions.deliveries(id, { limit: 200 })
      expect(deliveries.map(({ request_json }) => request_json)).toEqual(target.calls.map(({ body }) => body).reverse())
      expect(deliveries[0]).toMatchObject({ attempt: 1, response_status: 200, response_body: "noted" })
    })

    test("hears what its maker may see, and no more", async () => {
      const { workspace, channel, owner } = await server.room()
      const [mod, mia] = [
        await server.member(workspace, "Mo Derator", "moderator"),
        await server.member(workspace, "Mia Member"),
      ]
      const [of, ofOwner] = [receiver(), receiver()]
      const { id } = await subscribe(mod, workspace, of)
      await subscribe(owner, workspace, ofOwner)
      const { channel: secret } = await owner.client.channels.create(workspace, { name: "secret", kind: "private" })
      const direct = async (from: Person, to: Person) =>
        (await from.client.dms.create(workspace, [to.id])).conversation.id
      await say(owner, secret.id, "among us")
      await say(owner, await direct(owner, mia), "for Mia")
      await say(mia, await direct(mia, mod), "for Mo")
      await say(owner, channel, "for all")
      const last = async (target: Receiver) => {
        for (let n = 1; ; n++) if (eventOf(await target.called(n)).payload.message?.body === "for all") return
      }
      await Promise.all([last(of), last(ofOwner)])
      const heard = (target: Receiver) => bodies(target).filter((body) => body !== undefined)
      expect(heard(of)).toEqual(["for Mo", "for all"])
      expect(heard(ofOwner)).toEqual(["among us", "for Mia", "for all"])

      const mods = (await mod.client.subscriptions.deliveries(id)).deliveries
      expect(mods.every(({ request_json }) => request_json !== undefined)).toBe(true)
      const { deliveries } = await owner.client.subscriptions.deliveries(id)
      expect(deliveries.map((one) => one.id)).toEqual(mods.map((one) => one.id))
      expect(JSON.stringify(deliveries)).not.toContain("for Mo")
      expect(await refused(mia.client.subscriptions.deliveries(id))).toBe(403)
    })

    test("is silent once its maker is gone from the managers' view, and once it is revoked", async () => {
      const { workspace, channel, owner } = await server.room()
      const mod = await server.member(workspace, "Mona Moved", "moderator")
      const [of, ofOwner] = [receiver(), receiver()]
      await subscribe(mod, workspace, of, ["message.created"])
      const { id } = await subscribe(owner, workspace, ofOwner, ["message.created"])
      await owner.client.moderation.update(workspace, mod.id, { role: "guest" })
      await say(owner, channel, "one")
      await ofOwner.called(1)
      await owner.client.subscriptions.revoke(id)
      const witness = receiver()
      await subscribe(owner, workspace, witness, ["message.created"])
      await say(owner, channel, "two")
      await witness.called(1)
      expect([of.calls.length, ofOwner.calls.length, witness.calls.length]).toEqual([0, 1, 1])
    })

    test("sends again what failed, with the number of the attempt, and at once when the target answers again", async () => {
      const { workspace, channel, owner } = await server.room()
      const target = receiver(broken)
      const { id } = await subscribe(owner, workspace, target, ["message.created"])
      for (const body of ["one", "two"]) await say(owner, channel, body)
      await target.called(2)
      expect((await owner.client.subscriptions.deliveries(id)).deliveries).toHaveLength(2)
      await dueNow(id, "")
      await target.called(4)
      expect(bodies(target)).toEqual(["one", "two", "one", "two"])
      target.answer = () => new Response("back")
      await say(owner, channel, "three")
      await target.called(7)
      expect(bodies(target).slice(4)).toEqual(["three", "one", "two"])
      await say(owner, channel, "four")
      await target.called(8)
      const { deliveries } = await owner.client.subscriptions.deliveries(id)
      expect(deliveries.map(({ attempt, response_status }) => [attempt, response_status]).reverse()).toEqual(
        [1, 1, 2, 2].map((attempt) => [attempt, 500]).concat([1, 3, 3, 1].map((attempt) => [attempt, 200])),
      )
      expect(await outside(server, `select * from event_retries where subscription_id = '${id}'`)).toEqual([])
    })

    test("lets a target rest that fails and fails, and keeps everything in order for it", async () => {
      const { workspace, channel, owner } = await server.room()
      const target = receiver(broken)
      const { id } = await subscribe(owner, workspace, target, ["message.created"])
      const said = Array.from({ length: 15 }, (_, n) => `message ${n}`)
      for (const body of said) await say(owner, channel, body)
      await target.called(11)
      expect((await owner.client.subscriptions.deliveries(id)).deliveries).toHaveLength(11)
      expect(target.calls).toHaveLength(11)
      target.answer = () => new Response("ok")
      await outside(server, `update event_subscriptions set paused_until = '${long}' where id = '${id}'`)
      await target.called(11 + said.length)
      expect(bodies(target).slice(11).toSorted()).toEqual(said.toSorted())
    })

    test("gives an event up after a day, which the audit log tells", async () => {
      const { workspace, channel, owner } = await server.room()
      const target = receiver(broken)
      const { id } = await subscribe(owner, workspace, target, ["message.created"])
      await say(owner, channel, "too late")
      await target.called(1)
      await owner.client.subscriptions.deliveries(id)
      await dueNow(id, `, first_at = '${long}'`)
      await target.called(2)
      await say(owner, channel, "the next")
      await target.called(3)
      const entries = (await owner.client.auditLog.list(workspace)).audit_log_entries
      const event_id = eventOf(target.calls[0]!).id
      expect(entries.find(({ action }) => action === "event_delivery.dead")).toMatchObject({
        target_id: id,
        metadata: { event_id, event_type: "message.created", attempts: 2, error: "the target answered 500" },
      })
      await owner.client.subscriptions.deliveries(id)
      const waiting = await outside(server, `select place from event_retries where subscription_id = '${id}'`)
      expect(waiting).toHaveLength(1)
    })

    test("passes over what waited for days behind an event that is given up", async () => {
      const { workspace, channel, owner } = await server.room()
      const target = receiver(broken)
      const { id } = await subscribe(owner, workspace, target, ["message.created"])
      await outside(server, `update event_subscriptions set paused_until = '2999' where id = '${id}'`)
      for (const body of ["old", "older", "oldest"]) await say(owner, channel, body)
      await outside(server, `update events set created_at = '${long}' where workspace_id = '${workspace}'`)
      await say(owner, channel, "new")
      await outside(server, `update event_subscriptions set paused_until = null where id = '${id}'`)
      await target.called(2)
      expect(bodies(target)).toEqual(["old", "new"])
      await owner.client.subscriptions.deliveries(id)
      const actions = (await owner.client.auditLog.list(workspace)).audit_log_entries.map(({ action }) => action)
      expect(actions.slice(0, 2).sort()).toEqual(["event_delivery.dead", "event_delivery.skipped"])
    })

    test("sends an event once more when a manager asks, as it is then", async () => {
      const { workspace, channel, owner } = await server.room()
      const target = receiver(broken)
      const { id } = await subscribe(owner, workspace, target, ["message.created"])
      const message = await say(owner, channel, "with a typo")
      await target.called(1)
      const [failed] = (await owner.client.subscriptions.deliveries(id)).deliveries
      await owner.client.messages.edit(message.id, "without")
      target.answer = () => new Response("ok")
      const { delivery } = await owner.client.subscriptions.redeliver(id, failed!.id)
      expect(delivery).toMatchObject({ event_id: failed!.event_id, attempt: 2, response_status: 200 })
      expect(bodies(target)).toEqual(["with a typo", "without"])
      expect(await outside(server, `select * from event_retries where subscription_id = '${id}'`)).toEqual([])
      const mia = await server.member(workspace, "Mia Member")
      expect(await refused(mia.client.subscriptions.redeliver(id, failed!.id))).toBe(403)
      expect(await refused(owner.client.subscriptions.redeliver(id, "eda_none"))).toBe(404)
      await owner.client.subscriptions.revoke(id)
      expect(await refused(owner.client.subscriptions.redeliver(id, failed!.id))).toBe(400)
    })
  })

for (const engine of ["sqlite", "postgres"] as const)
  test(`what was not delivered before a restart is delivered after it (${engine})`, async () => {
    const data = await mkdtemp(join(tmpdir(), "clickclack-test-"))
    const database = engine === "postgres" ? await freshDatabase() : undefined
    const flags = { addr: "127.0.0.1:0", data, ...(database ? { db: database.url } : {}) }
    const config = loadConfig({ flags, env })
    const target = receiver(broken)
    const first = await start(config)
    const owner = await firstOwner(first)
    const { workspace } = await owner.client.workspaces.create({ name: "Room" })
    const { channel } = await owner.client.channels.create(workspace.id, { name: "talk" })
    const { id } = await subscribe(owner, workspace.id, target, ["message.created"])
    await say(owner, channel.id, "failed before")
    await target.called(1)
    await first.stop()
    await outside({ config, data }, `update event_retries set due_at = '${long}' where subscription_id = '${id}'`)
    const held = await outside(
      { config, data },
      "select leased_by from event_subscriptions where leased_by is not null",
    )
    expect(held).toEqual([])

    target.answer = () => new Response("ok")
    const second = await start(config)
    const again = personOn(second.url, owner)
    await target.called(2)
    await say(again, channel.id, "after")
    await target.called(3)
    expect(bodies(target)).toEqual(["failed before", "failed before", "after"])
    await second.stop()
    await rm(data, { recursive: true, force: true })
    await database?.drop()
  })

test("two servers on one database deliver each event once, in order", async () => {
  const a = await startServer("postgres", env)
  const b = await start(loadConfig({ flags: { addr: "127.0.0.1:0", data: a.data, db: a.config.db }, env }))
  const { workspace, channel, owner } = await a.room()
  const onB = personOn(b.url, owner)
  const target = receiver()
  await subscribe(owner, workspace, target, ["message.created"])
  await Promise.all(Array.from({ length: 30 }, (_, n) => say(n % 2 ? owner : onB, channel, `${n}`)))
  await say(onB, channel, "the end")
  await target.called(31)
  expect(bodies(target).at(-1)).toBe("the end")
  const cursors = target.calls.map((call) => eventOf(call).cursor)
  expect(cursors).toEqual(cursors.toSorted())
  expect(new Set(cursors).size).toBe(31)
  await b.stop()
  await say(owner, channel, "one is enough")
  await target.called(32)
  await a.stop()
})

/** The owner of a new server, signed in. */
const firstOwner = async ({ url, services }: Server): Promise<Person> => {
  const email = "olive@example.org"
  await services.admin.bootstrap({ name: "Olive Owner", email })
  const { token: link } = await services.admin.createMagicLink({ email, name: "Olive Owner" })
  const { user, token } = await createClient({ baseUrl: url }).auth.consumeMagicLink(link)
  return personOn(url, { id: user.id, email, token })
}
