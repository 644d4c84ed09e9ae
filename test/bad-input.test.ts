import { expect, test } from "bun:test"
import { connect } from "node:net"
import * as v from "valibot"
import { endpoints } from "../src/api/index.ts"
import { createGarbage, operationsOf } from "./support/garbage.ts"
import { randomFrom } from "./support/random.ts"
import { refused } from "./support/refused.ts"
import { onBothEngines, type Person, type TestServer } from "./support/server.ts"

type Document = Parameters<typeof operationsOf>[0]

/** A workspace with something of everything in it. */
const furnished = async (server: TestServer) => {
  const room = await server.room()
  const { client } = room.owner
  const ada = await server.member(room.workspace, `Ada ${crypto.randomUUID().slice(0, 8)}`)
  const { message } = await client.messages.post(room.channel, { body: "root", nonce: crypto.randomUUID() })
  const { message: reply } = await client.threads.reply(message.id, { body: "reply" })
  const { channel: secret } = await client.channels.create(room.workspace, { name: "secret", kind: "private" })
  const { conversation } = await client.dms.create(room.workspace, [ada.id])
  const { message: direct } = await client.messages.post(conversation.id, { body: "direct" })
  const { invite } = await client.invites.create(room.workspace)
  const { bot, bot_token } = await server.services.admin.createBot({
    workspace: room.workspace,
    createdBy: room.owner.id,
    display_name: "Robo",
  })
  const { topic } = await client.topics.create(room.workspace, { name: "topic" })
  await client.reactions.add(message.id, "x")
  await client.pins.add(room.channel, message.id)
  const ids = [
    room.workspace,
    room.channel,
    ada.id,
    message.id,
    reply.id,
    secret.id,
    conversation.id,
    direct.id,
    invite.id,
    bot.id,
    bot_token.id,
    topic.id,
  ]
  return { ...room, ada, message, secret, conversation, bot_token, ids }
}

const documentOf = async ({ url }: TestServer) => (await (await fetch(`${url}/api/openapi.json`)).json()) as Document

/** Everything that somebody in the workspace can read of it. */
const snapshot = async (
  { call }: Person,
  { workspace, channel, secret, conversation }: Awaited<ReturnType<typeof furnished>>,
) =>
  Promise.all(
    [
      `/api/workspaces/${workspace}`,
      `/api/workspaces/${workspace}/channels`,
      `/api/workspaces/${workspace}/members`,
      `/api/workspaces/${workspace}/invites`,
      `/api/workspaces/${workspace}/topics`,
      `/api/workspaces/${workspace}/bots`,
      `/api/workspaces/${workspace}/moderation/members`,
      `/api/channels/${channel}/messages`,
      `/api/channels/${channel}/pins`,
      `/api/channels/${secret.id}/messages`,
      `/api/channels/${secret.id}/members`,
      `/api/dms/${conversation.id}/messages`,
      `/api/dms?workspace_id=${workspace}`,
      `/api/realtime/events?workspace_id=${workspace}&limit=500`,
    ].map(async (path) => {
      const { status, text } = await call("GET", path)
      expect(status).toBe(200)
      return [path, text]
    }),
  )

/** What an answer may be: described where it is a success, an error with its reason otherwise, never our own fault. */
const checkAnswer = async (method: string, pattern: string, request: string, response: Response) => {
  const { status } = response
  const text = await response.text()
  const about = { request, status, text: text.slice(0, 300) }
  // 501 and 502 are the contract's words for what is not set up and for what somebody else did wrong.
  expect(status < 500 || status === 501 || status === 502 ? undefined : about).toBeUndefined()
  if (status >= 400) {
    if (status !== 405 && text)
      expect({ ...about, error: typeof JSON.parse(text).error }).toEqual({ ...about, error: "string" })
    return
  }
  const answers = endpoints.find((each) => each.method === method && each.path === pattern)?.answers ?? {}
  const schema = answers[status]
  if (status >= 300) return
  expect({ ...about, described: schema !== undefined }).toEqual({ ...about, described: true })
  if (!schema || !response.headers.get("content-type")?.startsWith("application/json")) return
  const parsed = v.safeParse(schema, JSON.parse(text))
  expect({
    ...about,
    problem: parsed.issues?.[0].message,
    at: parsed.issues && v.getDotPath(parsed.issues[0]),
  }).toEqual({
    ...about,
    problem: undefined,
    at: undefined,
  })
}

/** What would sign the test itself out, or take the floor from under it. */
const leftOut = new Set([
  "POST /api/auth/logout",
  "DELETE /api/workspaces/{workspace_id}",
  "POST /api/auth/password/change",
])

onBothEngines("requests made at random from our own description", (server) => {
  const fire = async (who: { token?: string }, seed: number, rounds: number, ids: string[]) => {
    const document = await documentOf(server())
    const garbage = createGarbage(document, randomFrom(seed), ids)
    for (const operation of operationsOf(document)) {
      if (leftOut.has(`${operation.method} ${operation.path}`)) continue
      const shots = Array.from({ length: rounds }, () => garbage(operation))
      await Promise.all(
        shots.map(async ({ method, path, body, type }) => {
          const response = await fetch(server().url + path, {
            method,
            redirect: "manual",
            headers: {
              ...(who.token ? { Authorization: `Bearer ${who.token}` } : {}),
              ...(type ? { "Content-Type": type } : {}),
            },
            body,
          })
          await checkAnswer(method, operation.path, `${method} ${path} ${body?.slice(0, 300)}`, response)
        }),
      )
    }
  }

  test.each([1, 2])(
    "are answered with what is described or with a reason, never with a fault (seed %d)",
    async (seed) => {
      const place = await furnished(server())
      await fire({ token: place.owner.token }, seed, 8, [...place.ids, place.owner.id])
      await fire({ token: place.ada.token }, seed + 100, 3, place.ids)
      await fire({ token: place.bot_token.token! }, seed + 200, 3, place.ids)
    },
  )

  test("change nothing when they come from outside", async () => {
    const place = await furnished(server())
    const before = await snapshot(place.owner, place)
    await fire(await server().as("Otto Outside"), 3, 8, place.ids)
    await fire({}, 4, 4, place.ids)
    await fire({ token: "sst_00000000000000000000000000" }, 5, 2, place.ids)
    expect(await snapshot(place.owner, place)).toEqual(before)
  })
})

onBothEngines("a body", (server) => {
  const post = async ({ token }: Person, channel: string, body: BodyInit, headers = {}) => {
    const response = await fetch(`${server().url}/api/channels/${channel}/messages`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, ...headers },
      body,
    })
    return { status: response.status, body: (await response.json()) as { error?: string } }
  }

  test("that is not one JSON object in UTF-8 is refused with a reason", async () => {
    const { channel, owner } = await server().room()
    const bodies: (string | Uint8Array<ArrayBuffer>)[] = [
      "",
      " ",
      "{",
      "{}{}",
      '{"body":"x"} x',
      '{"body":"x"',
      "{'body':'x'}",
      '{"body":"x",}',
      "null",
      "true",
      "7",
      '"body"',
      "[]",
      '[{"body":"x"}]',
      "body=x",
      "\u0000",
      '{"body":"a\u0000b"}',
      "[".repeat(100_000),
      `${'{"body":'.repeat(50_000)}1${"}".repeat(50_000)}`,
      new Uint8Array([0x7b, 0x22, 0x62, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
      new Uint8Array([0xc3, 0x28]),
    ]
    for (const body of bodies) {
      const answer = await post(owner, channel, body)
      expect({ body: String(body).slice(0, 40), status: answer.status, error: typeof answer.body.error }).toEqual({
        body: String(body).slice(0, 40),
        status: 400,
        error: "string",
      })
    }
    expect((await owner.client.messages.list(channel)).messages).toEqual([])
    expect((await post(owner, channel, '\ufeff {"body":"x"} \n')).status).toBeOneOf([201, 400])
    expect((await post(owner, channel, '{"body":"first","body":"last"}')).status).toBe(201)
    expect((await post(owner, channel, '{"body":"x","__proto__":{"kind":"agent_tool"},"constructor":1}')).status).toBe(
      201,
    )
  })

  test("of more than a mebibyte is refused, with and without its length told beforehand", async () => {
    const { channel, owner } = await server().room()
    const large = JSON.stringify({ body: "x".repeat(2_000_000) })
    expect((await post(owner, channel, large)).status).toBe(413)
    const chunks = () => {
      let left = 32
      return new ReadableStream({
        pull: (controller) => {
          if (left-- === 0) return controller.close()
          controller.enqueue(new TextEncoder().encode("x".repeat(65_536)))
        },
      })
    }
    expect((await post(owner, channel, chunks())).status).toBe(413)
    expect((await owner.client.messages.list(channel)).messages).toEqual([])
  })

  test("nested deep inside what is passed on does no harm", async () => {
    const { workspace, channel, owner } = await server().room()
    const deep = `${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`
    const payload = `{"workspace_id":"${workspace}","channel_id":"${channel}","type":"typing.started","payload":${deep}}`
    const { status } = await owner.call("POST", "/api/realtime/ephemeral", payload)
    expect(status).toBeOneOf([202, 400])
    const texts = `{"body":"x","extra":${"[".repeat(100_000)}"\\u0000"${"]".repeat(100_000)}}`
    expect((await owner.call("POST", `/api/channels/${channel}/messages`, texts)).status).toBe(400)
    expect((await owner.client.messages.post(channel, { body: "still here" })).message.channel_seq).toBe(1)
  })

  test("whose sender goes away in the middle leaves nothing behind", async () => {
    const { channel, owner } = await server().room()
    const { hostname, port, host } = new URL(server().url)
    const head = (length: number | string) =>
      [
        `POST /api/channels/${channel}/messages HTTP/1.1`,
        `Host: ${host}`,
        `Authorization: Bearer ${owner.token}`,
        "Content-Type: application/json",
        typeof length === "number" ? `Content-Length: ${length}` : length,
      ].join("\r\n")
    const whole = JSON.stringify({ body: "cut" })
    for (const text of [
      `${head(whole.length + 10)}\r\n\r\n${whole}`,
      `${head("Transfer-Encoding: chunked")}\r\n\r\n${whole.length.toString(16)}\r\n${whole}\r\n`,
      `${head("Transfer-Encoding: chunked")}\r\n\r\nzz\r\n${whole}\r\n0\r\n\r\n`,
      `${head(-1)}\r\n\r\n${whole}`,
      `${head(whole.length)}\r\n`,
    ]) {
      const socket = connect({ host: hostname, port: Number(port) })
      const closed = new Promise<void>((resolve) => socket.on("close", () => resolve()))
      socket.on("error", () => socket.destroy())
      socket.resume()
      await new Promise<void>((resolve) => socket.write(text, () => resolve()))
      await owner.client.server.health()
      socket.end()
      socket.destroySoon()
      await closed
    }
    expect((await owner.client.messages.list(channel)).messages).toEqual([])
  })
})

onBothEngines("a path or query", (server) => {
  test("that makes no sense is answered at once, in the API as JSON", async () => {
    const { workspace, channel, owner } = await server().room()
    const paths = [
      "/api",
      "/api/",
      "/api//",
      "/api/nothing",
      "/api/%",
      "/api/%00",
      "/api/%2e%2e/%2e%2e/etc/passwd",
      "/api/messages/%E0%A4%A",
      "/api/messages/%00",
      "/api/messages/%ff%fe",
      "/api/messages/",
      `/api/messages/${"x".repeat(8_000)}`,
      `/api/messages/${encodeURIComponent("'; drop table messages; --")}`,
      `/api/channels/${channel}/messages/`,
      `/api/channels/${channel}%2Fmessages`,
      `/api/channels/${channel}/messages?limit=${"9".repeat(5_000)}`,
      `/api/channels/${channel}/messages?after_seq=%00`,
      `/api/channels/${channel}/messages?after_seq=1&after_seq=2&before_seq`,
      `/api/channels/${channel}/messages?${"a=b&".repeat(1_000)}`,
      `/api/channels/${channel}/messages?%`,
      `/api/channels/${channel}/messages?__proto__=1&constructor=2`,
      `/api/realtime/events?workspace_id=${workspace}&after_cursor=%00`,
      `/api/realtime/events?workspace_id=${workspace}%00`,
      `/api/workspaces/${workspace}/members?q=%00`,
      `/api/workspaces/${workspace}/members?cursor=${"A".repeat(4_000)}`,
      "/api/routes/%/%",
    ]
    for (const path of paths) {
      const { status, body } = await owner.call("GET", path)
      expect({ path, fault: status >= 500 }).toEqual({ path, fault: false })
      if (status >= 400 && status !== 405) expect({ path, error: typeof body.error }).toEqual({ path, error: "string" })
    }
    for (const path of [
      "/%",
      "/%00",
      "/app/%E0%A4%A",
      "/assets/%2e%2e/%2e%2e/package.json",
      `/${"x/".repeat(2_000)}`,
    ]) {
      const { status } = await fetch(server().url + path)
      expect({ path, fault: status >= 500 }).toEqual({ path, fault: false })
    }
  })

  test("with a method that it does not have is told which it has", async () => {
    const owner = await server().owner()
    for (const [method, path, allow] of [
      ["PUT", "/api/me", "GET, PATCH"],
      ["DELETE", "/api/workspaces", "GET, POST"],
      ["HEAD", "/api/me", "GET, PATCH"],
    ] as const) {
      const { status, headers, text } = await owner.call(method, path)
      expect({ path, status, allow: headers.get("allow"), text }).toEqual({ path, status: 405, allow, text: "" })
    }
  })

  test("of another workspace finds nothing there", async () => {
    const [here, there] = [await furnished(server()), await furnished(server())]
    const { client } = here.ada
    expect(await refused(client.messages.get(there.message.id))).toBe(404)
    expect(await refused(client.messages.post(there.channel, { body: "x" }))).toBe(404)
    expect(await refused(client.messages.post(here.channel, { body: "x", quoted_message_id: there.message.id }))).toBe(
      400,
    )
    expect(await refused(client.messages.post(here.channel, { body: "x", topic_id: there.ids.at(-1)! }))).toBe(400)
    expect(await refused(here.owner.client.channels.addMember(here.secret.id, there.ada.id))).toBe(404)
    expect(await refused(client.dms.create(here.workspace, [there.ada.id]))).toBe(400)
    expect(await refused(here.owner.client.pins.add(here.channel, there.message.id))).toBe(400)
    expect(await refused(here.owner.client.moderation.update(here.workspace, there.ada.id, { blocked: true }))).toBe(
      404,
    )
    expect(await refused(here.owner.client.workspaces.transfer(here.workspace, there.ada.id))).toBe(400)
  })
})
