import { expect, test } from "bun:test"
import { cursorOf } from "../src/ids.ts"
import { outside } from "./support/database.ts"
import { randomFrom } from "./support/random.ts"
import { openRaw } from "./support/raw-socket.ts"
import { refused } from "./support/refused.ts"
import { listenerOn, onBothEngines, type Person, startServer, type TestServer } from "./support/server.ts"

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n)

onBothEngines("a socket", (server) => {
  const post = ({ client }: Person, channel: string, count: number, body = "x") =>
    Promise.all(range(1, count).map(() => client.messages.post(channel, { body })))

  test("hears every event once and in the order of the log, however many post at once", async () => {
    const { workspace, channel, owner } = await server().room()
    const people = await Promise.all(["Ada", "Bob", "Cid"].map((name) => server().member(workspace, name)))
    const heard = await Promise.all(people.map((person) => person.listen(workspace)))
    await Promise.all([owner, ...people].map((person) => post(person, channel, 25)))
    for (const listener of heard) {
      await listener.heard(({ seq }) => seq === 100)
      expect(listener.events.map(({ seq }) => seq)).toEqual(range(1, 100))
      const cursors = listener.events.map(({ cursor }) => cursor)
      expect(cursors).toEqual(cursors.toSorted())
      listener.close()
    }
    const { events } = await owner.client.events.list({ workspace_id: workspace, limit: 500 })
    expect(events.filter(({ type }) => type === "message.created")).toEqual(heard[0]!.events)
  })

  test("of a reader who keeps up stays open through any burst", async () => {
    const { workspace, channel, owner } = await server().room()
    const heard = await owner.listen(workspace)
    await post(owner, channel, 200, "y".repeat(5_000))
    await heard.heard(({ seq }) => seq === 200)
    expect(heard.events).toHaveLength(200)
    heard.close()
  })

  test.each([1, 2, 3])(
    "that is cut anywhere goes on at its cursor: nothing missed, nothing twice (seed %d)",
    async (seed) => {
      const { workspace, channel, owner } = await server().room()
      const random = randomFrom(seed)
      const seqs: number[] = []
      let cursor = await owner.client.events.tail(workspace)
      const bursts = Array.from({ length: 30 }, () => 1 + random.below(5))
      const total = bursts.reduce((sum, burst) => sum + burst, 0)
      const posting = (async () => {
        for (const burst of bursts) await post(owner, channel, burst)
      })()
      while (seqs.length < total) {
        const heard = await owner.listen(workspace, cursor)
        const enough = Math.min(total, seqs.length + 1 + random.below(12))
        await heard.heard(({ seq }) => seq! >= enough)
        heard.close()
        // What came before the cut was applied; whatever else was on its way is asked for again.
        const applied = heard.events.slice(0, 1 + random.below(heard.events.length))
        seqs.push(...applied.map(({ seq }) => seq!))
        cursor = applied.at(-1)!.cursor
      }
      await posting
      expect(seqs).toEqual(range(1, total))
    },
  )

  test("without a cursor begins at the start of the log", async () => {
    const { workspace, channel, owner } = await server().room()
    await post(owner, channel, 3)
    const heard = await owner.listen(workspace, "")
    await heard.heard(({ seq }) => seq === 3)
    expect<string[]>(heard.events.map(({ type }) => type)).toEqual([
      "channel.created",
      ...range(1, 3).map(() => "message.created"),
    ])
    heard.close()
  })

  test("is told to load everything anew when its cursor leads nowhere", async () => {
    const [here, there] = [await server().room(), await server().room()]
    const { workspace, channel, owner } = here
    await post(owner, channel, 2)
    const tail = await owner.client.events.tail(workspace)
    const cursors = {
      garbage: "nonsense",
      "another workspace's": await there.owner.client.events.tail(there.workspace),
      "from the future": cursorOf(workspace, 1_000_000),
      "of no event": cursorOf(workspace, 4),
      uppercase: tail.toUpperCase(),
      cut: tail.slice(0, -1),
    }
    for (const [name, cursor] of Object.entries(cursors)) {
      const heard = await owner.listen(workspace, cursor)
      const ended = { code: 4001, reason: "realtime replay limit exceeded; resync required" }
      expect({ name, ended: await heard.ended, events: heard.events }).toEqual({ name, ended, events: [] })
    }
    await post(owner, channel, 1)
    const connected = await owner.listen(workspace)
    await server().services.admin.pruneEvents({ workspace, keepLatest: 1 })
    expect((await (await owner.listen(workspace, tail)).ended).code).toBe(4001)
    // Who is connected goes on.
    await post(owner, channel, 1)
    await connected.heard(({ seq }) => seq === 4)
    expect(connected.events).toHaveLength(1)
    connected.close()
  })

  test("replays five thousand events and not one more; what its reader may not see does not count", async () => {
    const { workspace, owner } = await server().room()
    const ada = await server().member(workspace, "Ada")
    const first = await owner.client.events.tail(workspace)
    const fill = async (from: number, count: number, audience: string, id: string) => {
      const columns = "workspace_id, place, id, type, audience, audience_id, payload, created_at"
      const numbers =
        server().config.db === ""
          ? `with recursive n(i) as (select ${from} union all select i + 1 from n where i < ${from + count - 1}) select`
          : "select"
      const source = server().config.db === "" ? "n" : `generate_series(${from}, ${from + count - 1}) as n(i)`
      const values = `'${workspace}', i, 'evt_x', 'workspace.updated', '${audience}', '${id}', '{}', '2026-01-01T00:00:00.000Z'`
      await outside(server(), `insert into events (${columns}) ${numbers} ${values} from ${source}`)
      await outside(server(), `update workspaces set event_seq = ${from + count - 1} where id = '${workspace}'`)
    }
    const place = 2
    await fill(place + 1, 4_999, "workspace", "")
    await fill(place + 5_000, 2_000, "user", owner.id)
    await fill(place + 7_000, 1, "workspace", "")
    const last = cursorOf(workspace, place + 7_000)
    const enough = await ada.listen(workspace, first)
    await enough.heard(({ cursor }) => cursor === last)
    expect(enough.events).toHaveLength(5_000)
    enough.close()
    expect((await (await owner.listen(workspace, first)).ended).code).toBe(4001)
    await ada.client.messages.post((await ada.client.channels.list(workspace)).channels[0]!.id, { body: "one more" })
    expect((await (await ada.listen(workspace, first)).ended).code).toBe(4001)
  })

  test("never brings the text of a message that was deleted before, or the old text of one that was edited", async () => {
    const { workspace, channel, owner } = await server().room()
    const cursor = await owner.client.events.tail(workspace)
    const alive = await owner.listen(workspace)
    const { message: gone } = await owner.client.messages.post(channel, { body: "a-secret-word" })
    const { message: changed } = await owner.client.messages.post(channel, { body: "an-old-word" })
    const { message: reply } = await owner.client.threads.reply(gone.id, { body: "a-secret-answer" })
    await owner.client.messages.remove(gone.id)
    await owner.client.messages.remove(reply.id)
    await owner.client.messages.edit(changed.id, "a-new-word")
    await alive.heard(({ type }) => type === "message.updated")
    // One reader reads the log as the room remembers it, the other as the database has it.
    for (const again of [false, true]) {
      const late = await owner.listen(workspace, cursor)
      await late.heard(({ type }) => type === "message.updated")
      expect(late.events.map(({ id }) => id)).toEqual(alive.events.map(({ id }) => id))
      const text = JSON.stringify(late.events)
      expect(text).not.toMatch(/secret|old-word/)
      expect(text.match(/a-new-word/g)).toHaveLength(2)
      late.close()
      if (again) break
      alive.close()
      await alive.ended
    }
  })

  test("that stops reading is hung up with 1013, and harms nobody else", async () => {
    const { workspace, channel, owner } = await server().room()
    const slow = await server().member(workspace, "Slow")
    const address = `${server().url.replace("http", "ws")}/api/realtime/ws?workspace_id=${workspace}`
    const watching = await listenerOn(new WebSocket(`${address}&presence=true`, [`clickclack.bearer.${owner.token}`]))
    const raw = await openRaw(`${server().url}/api/realtime/ws?workspace_id=${workspace}`, slow.token)
    await watching.heard(
      ({ payload }) => payload && "user_id" in payload && payload.user_id === slow.id && "status" in payload,
    )
    raw.pause()
    const offline = watching.heard(
      ({ type, payload }) =>
        type === "presence.changed" &&
        JSON.stringify(payload) === JSON.stringify({ user_id: slow.id, status: "offline" }),
    )
    let gone = false
    offline.then(() => {
      gone = true
    })
    let posted = 0
    while (!gone) {
      await owner.client.messages.post(channel, { body: "z".repeat(500_000) })
      posted++
    }
    await offline
    await watching.heard(({ seq }) => seq === posted)
    const seqs = watching.events.filter(({ type }) => type === "message.created").map(({ seq }) => seq)
    expect(seqs).toEqual(range(1, posted))

    raw.resume()
    let last: { opcode: number; payload: Buffer } | undefined
    let heard = 0
    for (let frame = await raw.frame(); frame; frame = await raw.frame()) {
      last = frame
      if (frame.opcode === 1 && JSON.parse(frame.payload.toString()).type === "message.created") heard++
    }
    expect(last!.opcode).toBe(8)
    expect(last!.payload.readUInt16BE()).toBe(1013)
    // With its cursor it comes back and has the rest.
    await owner.client.messages.post(channel, { body: "the end" })
    const { events } = await slow.client.events.list({ workspace_id: workspace, limit: 500 })
    const created = events.filter(({ type }) => type === "message.created")
    const back = await slow.listen(workspace, created[heard - 1]?.cursor ?? "")
    await back.heard(({ seq }) => seq === posted + 1)
    expect(back.events.flatMap(({ type, seq }) => (type === "message.created" ? [seq] : []))).toEqual(
      range(heard + 1, posted + 1),
    )
    back.close()
    watching.close()
  })

  test("only speaks: whoever sends into it is hung up", async () => {
    const { workspace, owner } = await server().room()
    const address = `${server().url.replace("http", "ws")}/api/realtime/ws?workspace_id=${workspace}`
    for (const data of ["hello", new Uint8Array([1, 2, 3])]) {
      const socket = new WebSocket(address, [`clickclack.bearer.${owner.token}`])
      const heard = await listenerOn(socket)
      socket.send(data)
      expect((await heard.ended).code).toBe(1003)
    }
  })

  test("of a bot closes when the bot is taken out of the workspace", async () => {
    const { workspace, owner } = await server().room()
    const { bot, bot_token } = await server().services.admin.createBot({
      workspace,
      createdBy: owner.id,
      display_name: "Robo",
    })
    const address = `${server().url.replace("http", "ws")}/api/realtime/ws?workspace_id=${workspace}`
    const heard = await listenerOn(new WebSocket(address, [`clickclack.bearer.${bot_token.token}`]))
    await owner.client.bots.leave(workspace, bot.id)
    expect((await heard.ended).code).toBe(1008)
  })

  test("makes its person present, from the first one to the last", async () => {
    const { workspace, channel, owner } = await server().room()
    const ada = await server().member(workspace, "Ada Present")
    const address = `${server().url.replace("http", "ws")}/api/realtime/ws?workspace_id=${workspace}`
    const watching = await listenerOn(new WebSocket(`${address}&presence=true`, [`clickclack.bearer.${owner.token}`]))
    const plain = await owner.listen(workspace)
    const status = (wanted: string) =>
      watching.heard(({ payload }) => JSON.stringify(payload) === JSON.stringify({ user_id: ada.id, status: wanted }))
    const first = await ada.listen(workspace)
    expect(await status("online")).toMatchObject({ id: "", cursor: "", type: "presence.changed" })
    const second = await ada.listen(workspace)
    // Whoever hears what is said now is there.
    await owner.client.messages.post(channel, { body: "is everybody here?" })
    for (const socket of [plain, second]) await socket.heard(({ type }) => type === "message.created")
    const online = async () => (await owner.client.presence.list(workspace)).online
    expect((await online()).toSorted()).toEqual([ada.id, owner.id].toSorted())
    first.close()
    await first.ended
    expect(await online()).toContain(ada.id)
    second.close()
    await status("offline")
    expect(await online()).toEqual([owner.id])
    const changes = watching.events.filter(({ type }) => type === "presence.changed").map(({ payload }) => payload)
    expect(changes).toEqual([
      { user_id: owner.id, status: "online" },
      { user_id: ada.id, status: "online" },
      { user_id: ada.id, status: "offline" },
    ])
    // Clients of the contract, which do not ask for it, are not told.
    expect(plain.events.map(({ type }) => type)).toEqual(["message.created"])
    for (const listener of [watching, plain]) listener.close()
  })
})

onBothEngines("what is told to those who listen now", (server) => {
  test("goes to the place it is for, in the name of who sends it, and is stored nowhere", async () => {
    const { workspace, channel, owner } = await server().room()
    const [ada, eve] = [await server().member(workspace, "Ada"), await server().member(workspace, "Eve")]
    const { conversation } = await ada.client.dms.create(workspace, [owner.id])
    const tail = await owner.client.events.tail(workspace)
    const [hers, evil] = [await ada.listen(workspace), await eve.listen(workspace)]
    const send = (input: object) => owner.call("POST", "/api/realtime/ephemeral", { workspace_id: workspace, ...input })
    const payload = { user_id: eve.id, mood: "good", channel_id: "chn_other" }
    const sent = [
      await send({ type: "typing.started", channel_id: channel, payload }),
      await send({ type: "typing.stopped", direct_conversation_id: conversation.id }),
      await send({ type: "presence.changed", payload: { status: "away" } }),
    ]
    expect(sent.map(({ status }) => status)).toEqual([202, 202, 202])
    await hers.heard(({ type }) => type === "presence.changed")
    await evil.heard(({ type }) => type === "presence.changed")
    expect(hers.events).toMatchObject([
      {
        type: "typing.started",
        channel_id: channel,
        payload: { user_id: owner.id, mood: "good", channel_id: channel },
      },
      { type: "typing.stopped", payload: { user_id: owner.id, direct_conversation_id: conversation.id } },
      { type: "presence.changed", payload: { user_id: owner.id, status: "away" } },
    ])
    for (const event of hers.events) {
      expect(event.id).toMatch(/^eph_\d{14}\.\d{9}$/)
      expect(event.cursor).toBe("")
    }
    expect(evil.events.map(({ type }) => type)).toEqual(["typing.started", "presence.changed"])
    expect(await owner.client.events.tail(workspace)).toBe(tail)
    for (const listener of [hers, evil]) listener.close()
  })

  test("is refused when it is of no such kind, for no place or for two, or for a place that one cannot write in", async () => {
    const { workspace, channel, owner } = await server().room()
    const [ada, blocked] = [await server().member(workspace, "Ada"), await server().member(workspace, "Bart")]
    await owner.client.moderation.update(workspace, blocked.id, { blocked: true })
    const { conversation } = await ada.client.dms.create(workspace, [owner.id])
    const status = async ({ call }: Person, input: object) =>
      (await call("POST", "/api/realtime/ephemeral", { workspace_id: workspace, type: "typing.started", ...input }))
        .status
    expect(await status(ada, { channel_id: channel, direct_conversation_id: conversation.id })).toBe(400)
    expect(await status(ada, {})).toBe(400)
    expect(await status(ada, { type: "message.created", channel_id: channel })).toBe(400)
    expect(await status(ada, { type: "agent.progress", channel_id: channel })).toBe(403)
    expect(await status(ada, { channel_id: channel, payload: "x" })).toBe(400)
    expect(await status(ada, { channel_id: "chn_none" })).toBe(404)
    expect(await status(ada, { channel_id: channel, workspace_id: (await server().room()).workspace })).toBe(404)
    const other = await server().room()
    expect(await status(owner, { channel_id: other.channel })).toBe(404)
    expect(await status(blocked, { channel_id: channel })).toBe(403)
    expect(await status(await server().as("Otto Outside"), { channel_id: channel })).toBe(404)
  })
})

onBothEngines("the log over HTTP", (server) => {
  test("is read page by page, from any text as a cursor, up to a tail that one may see", async () => {
    const { workspace, channel, owner } = await server().room()
    const ada = await server().member(workspace, "Ada")
    for (let n = 0; n < 5; n++) await owner.client.messages.post(channel, { body: "x" })
    await owner.client.reads.mark(channel, 5)
    const list = ada.client.events.list
    const { events: all, tail_cursor } = await list({ workspace_id: workspace, include_tail: true })
    expect<string[]>(all.map(({ type }) => type)).toEqual([
      "channel.created",
      "member.joined",
      ...range(1, 5).map(() => "message.created"),
    ])
    // The owner's own mark is the newest event, but not hers to see.
    expect(tail_cursor).toBe(all.at(-1)!.cursor)
    const pages: string[] = []
    for (let cursor = ""; ; ) {
      const { events, ...rest } = await list({ workspace_id: workspace, after_cursor: cursor, limit: 2 })
      expect(rest).toEqual({})
      if (events.length === 0) break
      pages.push(...events.map(({ id }) => id))
      cursor = events.at(-1)!.cursor
    }
    expect(pages).toEqual(all.map(({ id }) => id))
    const count = async (query: object) => (await list({ workspace_id: workspace, ...query })).events.length
    for (const limit of [0, -1, "x", 100_000]) expect(await count({ limit })).toBe(7)
    expect(await count({ after_cursor: "cur_zzzzzzzzzzzzzzzzzzzzzzzzzz" })).toBe(0)
    expect(await count({ after_cursor: "" })).toBe(7)
    expect(await count({ after_cursor: "!" })).toBe(7)
    expect(await count({ after_cursor: "zzz" })).toBe(0)
    expect(await count({ after_cursor: "💥" })).toBe(0)
    expect(await refused(list({ workspace_id: "" }))).toBe(400)
    expect(await refused(list({ workspace_id: "wsp_none" }))).toBe(404)
    const fresh = await owner.client.workspaces.create({ name: `Empty ${crypto.randomUUID()}` })
    expect(await owner.client.events.list({ workspace_id: fresh.workspace.id, include_tail: true })).toEqual({
      events: [],
      tail_cursor: "",
    })
  })

  test("names the kinds of events that are kept", async () => {
    const { event_types } = await (await server().owner()).client.events.types()
    expect(event_types).toEqual(event_types.toSorted())
    expect(event_types).toContain("message.created")
    expect(event_types).not.toContain("typing.started")
  })
})

test("a server that stops sends its sockets away to come back", async () => {
  const server: TestServer = await startServer("sqlite")
  const { workspace, owner } = await server.room()
  const heard = await owner.listen(workspace)
  await server.stop()
  expect((await heard.ended).code).toBe(1012)
})
