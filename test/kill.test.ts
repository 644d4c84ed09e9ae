import { afterEach, describe, expect, test } from "bun:test"
import { connect } from "node:net"
import { type Client, createClient, type Message } from "../sdk/index.ts"
import { openOutside } from "./support/database.ts"
import { folder, type Serving, serve } from "./support/program.ts"
import { randomFrom } from "./support/random.ts"
import { listenerOn } from "./support/server.ts"

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

type Poster = { id: string; token: string; client: (url: string) => Client }

/** A real server on a real disk, with an owner, a few people, a channel and a thread. */
const begin = async (people: number) => {
  const { path, remove } = await folder()
  cleanups.push(remove)
  const running = async () => {
    const serving = await serve(path)
    cleanups.push(async () => {
      serving.child.kill("SIGKILL")
      await serving.child.exited
    })
    return serving
  }
  const first = await running()
  const anybody = createClient({ baseUrl: first.url })
  const set = await anybody.setup.complete({
    token: await first.setup(),
    display_name: "Olive",
    email: "olive@example.org",
  })
  const poster = (id: string, token: string): Poster => ({
    id,
    token,
    client: (url) => createClient({ baseUrl: url, token }),
  })
  const owner = poster(set.user.id, set.token)
  const { token } = await owner.client(first.url).invites.create(set.workspace.id)
  const posters = await Promise.all(
    Array.from({ length: people }, async (_, n) => {
      const joined = await anybody.invites.accept({ token, display_name: `P${n}`, email: `p${n}@example.org` })
      return poster(joined.user.id, joined.token!)
    }),
  )
  const { message: root } = await owner.client(first.url).messages.post(set.channel.id, { body: "root" })
  return { path, running, first, owner, posters, workspace: set.workspace.id, channel: set.channel.id, root }
}

type Sent = { nonce: string; body: string; poster: Poster; reply: boolean; answered?: Message }

describe("a server that is killed while eight people post", () => {
  test("has every post that it had answered, once, with its event, and counts right", async () => {
    const { path, running, first, owner, posters, workspace, channel, root } = await begin(8)
    const random = randomFrom(20)
    const sent: Sent[] = []
    let answered = 0

    const send = async (url: string, each: Sent) => {
      const client = each.poster.client(url)
      const input = { body: each.body, nonce: each.nonce }
      const { message } = each.reply
        ? await client.threads.reply(root.id, input)
        : await client.messages.post(channel, input)
      each.answered = message
    }
    /** Everybody posts, one after the other, until the server is gone. */
    const until = async (serving: Serving, killAt: number) => {
      await Promise.all(
        posters.map(async (poster, n) => {
          for (let more = true; more; ) {
            const each: Sent = {
              nonce: crypto.randomUUID(),
              body: `${n}: ${sent.length}`,
              poster,
              reply: random.chance(0.2),
            }
            sent.push(each)
            more = await send(serving.url, each).then(
              () => true,
              () => false,
            )
            if (more) answered++
            if (answered === killAt) serving.child.kill("SIGKILL")
          }
        }),
      )
      await serving.child.exited
    }

    const everything = async (client: Client) => {
      const roots: Message[] = []
      for (let after = 0; ; after = roots.at(-1)!.channel_seq!) {
        const { messages } = await client.messages.list(channel, { after_seq: after, limit: 200 })
        if (messages.length === 0) break
        roots.push(...messages)
      }
      const replies: Message[] = []
      for (let after = 0; ; after = replies.at(-1)!.thread_seq!) {
        const page = await client.threads.open(root.id, { after_seq: after, limit: 200 })
        if (page.replies.length === 0) break
        replies.push(...page.replies)
      }
      return { roots, replies, state: (await client.threads.open(root.id)).thread_state }
    }
    const check = async (serving: Serving) => {
      const client = owner.client(serving.url)
      const { roots, replies, state } = await everything(client)
      expect(roots.map(({ channel_seq }) => channel_seq)).toEqual(roots.map((_, n) => n + 1))
      expect(replies.map(({ thread_seq }) => thread_seq)).toEqual(replies.map((_, n) => n + 1))
      expect(state.reply_count).toBe(replies.length)
      const stored = new Map([...roots, ...replies].map((message) => [message.id, message]))
      for (const { answered: message } of sent)
        if (message) expect(stored.get(message.id)).toMatchObject({ body: message.body, nonce: message.nonce! })
      const nonces = [...stored.values()].flatMap(({ nonce }) => nonce ?? [])
      expect(new Set(nonces).size).toBe(nonces.length)

      const told: string[] = []
      for (let cursor = ""; ; ) {
        const { events } = await client.events.list({ workspace_id: workspace, after_cursor: cursor, limit: 500 })
        if (events.length === 0) break
        cursor = events.at(-1)!.cursor
        for (const { type, payload } of events)
          if (type === "message.created" || type === "thread.reply_created") told.push(payload.message_id)
      }
      expect(told.toSorted()).toEqual([...stored.keys()].toSorted())
      expect(told.filter((id) => stored.get(id)!.channel_seq)).toEqual(roots.map(({ id }) => id))

      for (const { id, client: clientOf } of posters) {
        const [seen] = (await clientOf(serving.url).channels.list(workspace)).channels
        expect(seen).toMatchObject({
          last_seq: roots.length,
          unread_count: roots.filter(({ author_id }) => author_id !== id).length,
        })
      }
      return stored
    }

    let serving = first
    for (let round = 0; round < 3; round++) {
      const before = answered
      await until(serving, before + 20 + random.below(150))
      expect(answered).toBeGreaterThan(before)
      serving = await running()
      await check(serving)
    }

    // Whatever was not answered is sent again: stored once, whether it had been stored or not.
    const open = sent.filter((each) => !each.answered)
    expect(open.length).toBeGreaterThan(0)
    await Promise.all(open.flatMap((each) => [send(serving.url, each), send(serving.url, each)]))
    const stored = await check(serving)
    expect(stored.size).toBe(sent.length + 1)
    const database = openOutside({ config: { db: "" }, data: path })
    expect(await database.query("pragma integrity_check")).toEqual([{ integrity_check: "ok" }])
    expect(await database.query("pragma foreign_key_check")).toEqual([])
    await database.close()
  })
})

describe("a server that is asked to end", () => {
  test("answers what it has begun, sends its sockets away to come back, and ends with 0", async () => {
    const { running, first, owner, workspace, channel } = await begin(0)
    const { url, child } = first
    const query = new URLSearchParams({
      workspace_id: workspace,
      after_cursor: await owner.client(url).events.tail(workspace),
    })
    const heard = await listenerOn(
      new WebSocket(`${url.replace("http", "ws")}/api/realtime/ws?${query}`, [`clickclack.bearer.${owner.token}`]),
    )
    // A request whose second half comes after the signal.
    const { hostname, port, host } = new URL(url)
    const body = JSON.stringify({ body: "half before, half after" })
    const socket = connect({ host: hostname, port: Number(port) })
    let text = ""
    const met = Promise.withResolvers<void>()
    socket.on("data", (chunk: Buffer) => {
      text += chunk
      met.resolve()
    })
    const ended = new Promise<void>((resolve, reject) => {
      socket.on("close", () => resolve())
      socket.on("error", reject)
    })
    // On a connection that the server has answered on.
    socket.write(`GET /healthz HTTP/1.1\r\nHost: ${host}\r\n\r\n`)
    await met.promise
    const head = [
      `POST /api/channels/${channel}/messages HTTP/1.1`,
      `Host: ${host}`,
      `Authorization: Bearer ${owner.token}`,
      "Content-Type: application/json",
      `Content-Length: ${body.length}`,
    ]
    socket.write(`${head.join("\r\n")}\r\n\r\n${body.slice(0, 10)}`)
    // An answer to a later request means that the server has read the earlier one.
    await owner.client(url).server.health()
    child.kill("SIGTERM")
    expect((await heard.ended).code).toBe(1012)
    socket.write(body.slice(10))
    await ended
    expect(text).toContain("HTTP/1.1 201")
    expect(await child.exited).toBe(0)
    const again = await running()
    const { messages } = await owner.client(again.url).messages.list(channel)
    expect(messages.map((message) => message.body)).toEqual(["root", "half before, half after"])
  })
})
