import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { loadConfig } from "../src/config.ts"
import { createLog } from "../src/log.ts"
import { type Server, start } from "../src/server.ts"
import { outside } from "./support/database.ts"
import { run } from "./support/program.ts"
import { refused } from "./support/refused.ts"
import { type Person, personOn, startServer, type TestServer } from "./support/server.ts"

/** Two servers on one database. */
describe("two servers on one Postgres database", () => {
  let a: TestServer
  let b: Server
  beforeAll(async () => {
    a = await startServer("postgres")
    const flags = { addr: "127.0.0.1:0", data: a.data, db: a.config.db }
    // What is refused while the database is away is logged, and expected.
    b = await start(loadConfig({ flags, env: { CLICKCLACK_ACCESS_LOG: "off" } }), { log: createLog(() => {}) })
  })
  afterAll(async () => {
    await b.stop()
    await a.stop()
  })
  const onB = (person: Person) => personOn(b.url, person)
  const made = async () => {
    const room = await a.room()
    const ada = await a.member(room.workspace, `Ada ${crypto.randomUUID().slice(0, 8)}`)
    return { ...room, ada, adaB: onB(ada), ownerB: onB(room.owner) }
  }

  test("what is posted on one reaches the sockets of both, each message once, in the order of the log", async () => {
    const { workspace, channel, owner, ownerB, ada, adaB } = await made()
    const [here, there] = [await ada.listen(workspace), await adaB.listen(workspace)]
    await Promise.all(
      Array.from({ length: 60 }, (_, n) => (n % 2 ? owner : ownerB).client.messages.post(channel, { body: `${n}` })),
    )
    const { message } = await ownerB.client.messages.post(channel, { body: "the end" })
    for (const listener of [here, there]) {
      await listener.heard(({ seq }) => seq === message.channel_seq)
      expect(listener.events.map(({ seq }) => seq)).toEqual(Array.from({ length: 61 }, (_, n) => n + 1))
      const cursors = listener.events.map(({ cursor }) => cursor)
      expect(cursors).toEqual(cursors.toSorted())
      listener.close()
    }
    expect(here.events).toEqual(there.events)
  })

  test("progress that is too long for one notification reaches the other server whole", async () => {
    const { workspace, channel, owner, ownerB } = await made()
    const { bot_token } = await owner.client.bots.create(workspace, { display_name: "Robin" })
    const robin = personOn(a.url, { id: "", email: "", token: bot_token?.token ?? "" })
    const listener = await ownerB.listen(workspace)
    const text = "naïve \u2028 日本語 ".repeat(4_000)
    const payload = { turn_id: "t", seq: 1, op: "append", line: { id: "turn", kind: "commentary", text } }
    await robin.client.events.send({ workspace_id: workspace, channel_id: channel, type: "agent.progress", payload })
    const heard = await listener.heard(({ type }) => type === "agent.progress")
    expect(heard.payload).toMatchObject(payload)
    listener.close()
  })

  test("who has a socket on one server is online on both, until the last one closes", async () => {
    const { workspace, channel, ada, adaB, ownerB } = await made()
    const seen: string[] = []
    const gone = Promise.withResolvers<void>()
    const watching = Promise.withResolvers<void>()
    const watcher = ownerB.client.realtime.connect({
      workspaceId: workspace,
      presence: true,
      onState: (state) => state === "open" && watching.resolve(),
      onEvent: ({ type, payload }) => {
        if (type !== "presence.changed" || payload.user_id !== ada.id || !payload.status) return
        seen.push(payload.status)
        if (payload.status === "offline") gone.resolve()
      },
    })
    await watching.promise
    const echo = await ownerB.listen(workspace)
    const [here, there] = [await ada.listen(workspace), await adaB.listen(workspace)]
    const said = async () => {
      const { event } = await ada.client.events.send({ workspace_id: workspace, type: "presence.changed" })
      await echo.heard(({ id }) => id === event.id)
    }
    // A socket counts from the moment when it is live.
    const { message } = await ownerB.client.messages.post(channel, { body: "is everybody here?" })
    for (const listener of [here, there]) await listener.heard(({ seq }) => seq === message.channel_seq)
    await said()
    expect((await ownerB.client.presence.list(workspace)).online).toContain(ada.id)
    there.close()
    await there.ended
    await said()
    expect((await ownerB.client.presence.list(workspace)).online).toContain(ada.id)
    here.close()
    await here.ended
    await said()
    expect((await ownerB.client.presence.list(workspace)).online).not.toContain(ada.id)
    await gone.promise
    expect(seen).toEqual(["online", "offline"])
    watcher.close()
    echo.close()
  })

  test("typing and progress reach both, and only those who may hear it", async () => {
    const { workspace, channel, owner, adaB, ownerB } = await made()
    const { channel: secret } = await owner.client.channels.create(workspace, { name: "secret", kind: "private" })
    const [hers, his] = [await adaB.listen(workspace), await ownerB.listen(workspace)]
    const type = "typing.started"
    await owner.client.events.send({ workspace_id: workspace, channel_id: secret.id, type })
    const { event } = await owner.client.events.send({ workspace_id: workspace, channel_id: channel, type })
    await hers.heard(({ id }) => id === event.id)
    await his.heard(({ id }) => id === event.id)
    expect(hers.events.map(({ channel_id }) => channel_id)).toEqual([channel])
    expect(his.events.map(({ channel_id }) => channel_id)).toEqual([secret.id, channel])
    for (const listener of [hers, his]) listener.close()
  })

  test("signing out, revoking and deleting on one closes the sockets on the other", async () => {
    const { workspace, owner, adaB, ada, ownerB } = await made()
    const hers = await adaB.listen(workspace)
    await ada.client.auth.logout()
    expect(await hers.ended).toMatchObject({ code: 1008, reason: "session revoked; sign in again" })
    expect(await refused(adaB.client.me.get())).toBe(401)
    const his = await ownerB.listen(workspace)
    await owner.client.workspaces.remove(workspace)
    expect(await his.ended).toMatchObject({ code: 1008, reason: "workspace access revoked" })
  })

  test("whoever is taken out of a private channel on one hears nothing of it on the other", async () => {
    const { workspace, channel, owner, ada, adaB } = await made()
    const { channel: secret } = await owner.client.channels.create(workspace, { name: "secret", kind: "private" })
    await owner.client.channels.addMember(secret.id, ada.id)
    const heard = await adaB.listen(workspace)
    await owner.client.messages.post(secret.id, { body: "with her" })
    await heard.heard(({ type }) => type === "message.created")
    await owner.client.channels.removeMember(secret.id, ada.id)
    await owner.client.messages.post(secret.id, { body: "without her" })
    await owner.client.messages.post(channel, { body: "the end" })
    await heard.heard(({ channel_id }) => channel_id === channel)
    expect(heard.events.map(({ type, channel_id }) => [type, channel_id === secret.id])).toEqual([
      ["message.created", true],
      ["channel.member_removed", true],
      ["message.created", false],
    ])
    heard.close()
  })

  test("the same nonce on both at once is stored once", async () => {
    const { channel, owner, ownerB } = await made()
    const input = { body: "once", nonce: crypto.randomUUID() }
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => (n % 2 ? owner : ownerB).client.messages.post(channel, input)),
    )
    expect(new Set(answers.map(({ message }) => message.id)).size).toBe(1)
    expect(answers.filter(({ event }) => event)).toHaveLength(1)
    expect((await owner.client.messages.list(channel)).messages).toHaveLength(1)
  })

  test("when the database drops every connection, both come back by themselves and no socket misses a thing", async () => {
    const { workspace, channel, owner, adaB } = await made()
    const heard = await adaB.listen(workspace)
    await owner.client.messages.post(channel, { body: "before" })
    const name = new URL(a.config.db).pathname.slice(1)
    await outside(
      a,
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}' and pid <> pg_backend_pid()`,
    )
    const nonce = crypto.randomUUID()
    const post = () => owner.call("POST", `/api/channels/${channel}/messages`, { body: "after", nonce })
    let answer = await post()
    while (answer.status >= 500) answer = await post()
    expect([200, 201]).toContain(answer.status)
    await heard.heard(({ payload }) => "nonce" in payload && payload.nonce === nonce)
    expect(heard.events.map(({ seq }) => seq)).toEqual([1, 2])
    expect((await adaB.client.messages.list(channel)).messages.map(({ body }) => body)).toEqual(["before", "after"])
    heard.close()
  })
})

describe("a command beside the server, on the same SQLite file", () => {
  test("is heard by the sockets that are open", async () => {
    const server = await startServer("sqlite")
    try {
      const { workspace, owner } = await server.room()
      const heard = await owner.listen(workspace)
      const made = await run(
        ...["admin", "user", "create", "--name", "Grace", "--email", "grace@example.org"],
        ...["--workspace", workspace, "--data", server.data],
      )
      expect(made).toMatchObject({ code: 0, err: "" })
      const event = await heard.heard(({ type }) => type === "member.joined")
      expect(event.payload).toMatchObject({ user_id: made.out, role: "member" })
      heard.close()
    } finally {
      await server.stop()
    }
  })
})
