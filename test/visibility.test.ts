import { expect, test } from "bun:test"
import type { Event } from "../sdk/index.ts"
import { openOutside } from "./support/database.ts"
import { type Random, randomFrom } from "./support/random.ts"
import { type Listener, onBothEngines, type Person } from "./support/server.ts"

type Channel = { id: string; members: Set<string> | undefined; guests: boolean }

/** What the test itself believes about who is where: written without a look at the server's rules. */
const createWorld = (owner: string) => ({
  role: new Map([[owner, "owner"]]),
  blocked: new Set<string>(),
  channels: new Map<string, Channel>(),
  directs: new Map<string, Set<string>>(),
})
type World = ReturnType<typeof createWorld>
type Row = { place: number; id: string; type: string; channel_id: string | null; payload: Record<string, unknown> }

const reads = (world: World, user: string, channelId: string) => {
  const { members, guests } = world.channels.get(channelId)!
  return world.role.get(user) === "guest" ? guests : !members || members.has(user)
}

/** Who may see an event of the log, as the contract has it. */
const audience = (world: World, { type, channel_id, payload }: Row): string[] => {
  const everybody = [...world.role.keys()]
  const role = (user: string) => world.role.get(user)!
  if (type.endsWith(".read")) return everybody.filter((user) => user === payload.user_id)
  if (type.startsWith("session.")) return []
  if (type === "member.moderation_updated")
    return everybody.filter(
      (user) => user === payload.user_id || (["owner", "moderator"].includes(role(user)) && !world.blocked.has(user)),
    )
  const direct = world.directs.get(payload.direct_conversation_id as string)
  if (direct) return everybody.filter((user) => direct.has(user) && role(user) !== "guest")
  if (channel_id) {
    const leaves = (user: string) => type === "channel.member_removed" && payload.user_id === user
    return everybody.filter((user) => reads(world, user, channel_id) || leaves(user))
  }
  return everybody
}

/** What a deed changes, and what it has told to those who listen now. */
type Outcome = { change?: () => void; told?: Event }

/** One random deed of a random person; refused ones change nothing. What it changes in the world is told when it is done. */
const deed = async (workspace: string, people: Person[], world: World, random: Random): Promise<Outcome> => {
  const actor = random.pick(people)
  const { client } = actor
  const target = random.pick(people)
  const place = random.pick([...world.channels.keys(), ...world.directs.keys()])
  const channel = random.pick([...world.channels.keys()])
  const message = async () => {
    const { messages } = await client.messages.list(place)
    return messages.length > 0 ? random.pick(messages).id : "msg_none"
  }
  const deeds: [number, () => Promise<Outcome>][] = []
  const plain = (weight: number, act: () => Promise<unknown>) => {
    deeds.push([weight, () => act().then(() => ({}))])
  }
  const changing = (weight: number, act: () => Promise<() => void>) => {
    deeds.push([weight, () => act().then((change) => ({ change }))])
  }

  plain(8, () => client.messages.post(place, { body: `hello @${target.id.slice(-8)}` }))
  plain(2, async () => client.messages.edit(await message(), "edited"))
  plain(1, async () => client.messages.remove(await message()))
  plain(3, async () => client.threads.reply(await message(), { body: "reply" }))
  plain(3, async () => client.reactions.add(await message(), random.pick(["👍", "🦀"])))
  plain(1, async () => client.reactions.remove(await message(), "👍"))
  plain(2, () => client.reads.mark(place, 1 + random.below(9)))
  plain(1, async () => client.pins.add(channel, await message()))
  plain(1, () => client.channels.update(channel, { display_title: `t${random.below(9)}` }))
  plain(1, () => client.workspaces.update(workspace, { name: `W${random.below(9)}` }))
  plain(1, () => client.me.update({ display_name: `P${random.below(99)}` }))
  const typing = async () => {
    const target_ = place.startsWith("dm_") ? { direct_conversation_id: place } : { channel_id: place }
    const { event } = await client.events.send({ workspace_id: workspace, ...target_, type: "typing.started" })
    return { told: event }
  }
  deeds.push([3, typing])
  changing(1, async () => {
    const hidden = random.chance(0.6)
    const made = await client.channels.create(workspace, {
      name: `c${world.channels.size}`,
      ...(hidden ? { kind: "private" } : {}),
    })
    const members = hidden ? new Set([actor.id]) : undefined
    return () => void world.channels.set(made.channel.id, { id: made.channel.id, members, guests: false })
  })
  changing(1, async () => {
    const others = people.filter(() => random.chance(0.4)).map(({ id }) => id)
    const { conversation } = await client.dms.create(workspace, others)
    return () => void world.directs.set(conversation.id, new Set([actor.id, ...others]))
  })
  changing(3, async () => {
    await client.channels.addMember(channel, target.id)
    return () => void world.channels.get(channel)!.members!.add(target.id)
  })
  changing(2, async () => {
    await client.channels.removeMember(channel, target.id)
    return () => void world.channels.get(channel)!.members!.delete(target.id)
  })
  changing(1, async () => {
    const role = random.pick(["guest", "member", "member", "moderator"] as const)
    await client.moderation.update(workspace, target.id, { role })
    return () => void world.role.set(target.id, role)
  })
  changing(1, async () => {
    const blocked = random.chance(0.3)
    await client.moderation.update(workspace, target.id, { blocked })
    return () => void (blocked ? world.blocked.add(target.id) : world.blocked.delete(target.id))
  })

  const weights = deeds.reduce((sum, [weight]) => sum + weight, 0)
  let dice = random.next() * weights
  const [, act] = deeds.find(([weight]) => {
    dice -= weight
    return dice < 0
  })!
  return act().catch((error) => {
    expect([400, 403, 404, 409, 429]).toContain(error.status)
    return {}
  })
}

const heardAll = async (listener: Listener, ids: string[]) => {
  const missing = new Set(ids)
  for (const { id } of listener.events) missing.delete(id)
  while (missing.size > 0) missing.delete((await listener.heard(({ id }) => missing.has(id))).id)
}

onBothEngines("everybody hears what they may, and nothing else", (server) => {
  test.each([1, 2, 3, 4])("on the socket and in the log, whatever happens (seed %d)", async (seed) => {
    const random = randomFrom(seed)
    const { workspace, channel, owner } = await server().room()
    const names = ["Ada", "Bob", "Cid", "Dot", "Eve"].map(
      (name) => `${name} ${seed} ${crypto.randomUUID().slice(0, 8)}`,
    )
    const others = await Promise.all(names.map((name) => server().member(workspace, name)))
    const people = [owner, ...others]
    const { channel: waiting } = await owner.client.channels.create(workspace, { name: "waiting" })
    const database = openOutside(server())
    await database.query(`update channels set name = 'guest' where id = '${waiting.id}'`)

    const world = createWorld(owner.id)
    for (const { id } of others) world.role.set(id, "member")
    world.channels.set(channel, { id: channel, members: undefined, guests: false })
    world.channels.set(waiting.id, { id: waiting.id, members: undefined, guests: true })

    const log = async (after: number): Promise<Row[]> => {
      const rows = await database.query(
        `select place, id, type, channel_id, payload from events where workspace_id = '${workspace}' and place > ${after} order by place`,
      )
      return rows.map(({ payload, place, ...row }) => ({
        ...row,
        place: Number(place),
        payload: JSON.parse(String(payload)),
      })) as Row[]
    }
    const sockets = new Map<string, Listener>()
    for (const person of people) sockets.set(person.id, await person.listen(workspace))
    const expected = new Map(people.map(({ id }) => [id, [] as string[]]))
    const typed = new Map(people.map(({ id }) => [id, [] as string[]]))
    const settled = () =>
      Promise.all(people.map(({ id }) => heardAll(sockets.get(id)!, [...expected.get(id)!, ...typed.get(id)!])))

    let seen = (await log(0)).length
    for (let n = 0; n < 70; n++) {
      const { change, told } = await deed(workspace, people, world, random)
      change?.()
      if (told) {
        const row = { ...told, place: 0, channel_id: told.channel_id ?? null, payload: told.payload as Row["payload"] }
        for (const user of audience(world, row)) typed.get(user)!.push(told.id)
      }
      const fresh = await log(seen)
      seen += fresh.length
      for (const row of fresh) for (const user of audience(world, row)) expected.get(user)!.push(row.id)
      // Visibility is decided at delivery: what was allowed before must be through before the next deed changes it.
      await settled()
    }
    for (const { id } of people) {
      const heard = sockets
        .get(id)!
        .events.filter(({ cursor }) => cursor)
        .map((event) => event.id)
      expect({ id, heard }).toEqual({ id, heard: expected.get(id)! })
    }
    // Nobody saw more of the places than their people may: by what the events themselves say.
    for (const listener of sockets.values()) listener.close()

    const all = await log(0)
    for (const person of people) {
      const now = all.filter((row) => audience(world, row).includes(person.id)).map(({ id }) => id)
      const pages: Event[] = []
      for (let cursor = ""; ; cursor = pages.at(-1)!.cursor) {
        const { events } = await person.client.events.list({
          workspace_id: workspace,
          after_cursor: cursor,
          limit: 1 + random.below(40),
        })
        if (events.length === 0) break
        pages.push(...events)
      }
      expect(pages.map(({ id }) => id)).toEqual(now)
      const replay = await person.listen(workspace, "")
      await heardAll(replay, now)
      expect(replay.events.map(({ id }) => id)).toEqual(now)
      expect(replay.events).toEqual(pages)
      replay.close()
      expect(
        (await person.client.events.list({ workspace_id: workspace, include_tail: true, limit: 1 })).tail_cursor,
      ).toBe(pages.at(-1)!.cursor)
    }
    await database.close()
  })
})
