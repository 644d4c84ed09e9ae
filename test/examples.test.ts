import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { join } from "node:path"
import { type Room, startServer, type TestServer } from "./support/server.ts"

const examples = join(import.meta.dir, "../examples")
let server: TestServer
let room: Room
let token: string

beforeAll(async () => {
  server = await startServer("sqlite")
  room = await server.room()
  const made = await room.owner.client.bots.create(room.workspace, { display_name: "Pinger", handle: "pinger" })
  token = made.bot_token?.token ?? ""
})
afterAll(() => server.stop())

const run = (...command: string[]) =>
  Bun.spawn(command, {
    cwd: examples,
    env: { PATH: process.env.PATH, CLICKCLACK_URL: server.url, CLICKCLACK_TOKEN: token },
    stdout: "pipe",
    stderr: "inherit",
  })

/** Reads until the program has printed what is looked for. */
const printed = async (output: ReadableStream<Uint8Array>, wanted: string) => {
  const decoder = new TextDecoder()
  let text = ""
  for await (const chunk of output) {
    text += decoder.decode(chunk, { stream: true })
    if (text.includes(wanted)) return
  }
  throw new Error(`the program ended without printing ${wanted}: ${text}`)
}

describe("the example bot", () => {
  test("answers and reacts to who pings it, and to nothing else", async () => {
    const { client, listen } = room.owner
    const listener = await listen(room.workspace)
    const bot = run(process.execPath, "bot.ts")
    try {
      await printed(bot.stdout, "open")
      await client.messages.post(room.channel, { body: "ping, but not for @pinger2 ping" })
      const { message } = await client.messages.post(room.channel, { body: "@pinger ping" })
      const reaction = await listener.heard(({ type }) => type === "reaction.added")
      expect(reaction.payload).toMatchObject({ message_id: message.id, emoji: "🏓" })
      const answers = () =>
        listener.events.filter((event) => event.type === "message.created" && event.payload.author_id !== room.owner.id)
      await listener.heard(() => answers().length === 1)
      expect(answers()[0]?.payload).toMatchObject({ message: { body: "pong, Olive Owner", channel_id: room.channel } })

      const reply = await client.threads.reply(message.id, { body: "@Pinger PING again" })
      const answer = await listener.heard(
        (event) => event.type === "thread.reply_created" && event.payload.message_id !== reply.message.id,
      )
      expect(answer.payload).toMatchObject({ root_message_id: message.id, message: { body: "pong, Olive Owner" } })
      expect(answers()).toHaveLength(1)
    } finally {
      listener.close()
      bot.kill("SIGTERM")
    }
    expect(await bot.exited).toBe(0)
  })
})

describe("the example script", () => {
  test("posts any text as it is, once however often it runs", async () => {
    const text = 'The "build" is \\green\\\n\tand so is the tree 🌳'
    const post = async (): Promise<string> => {
      const script = run("sh", "post.sh", room.channel, text)
      const answer = await new Response(script.stdout).json()
      expect(await script.exited).toBe(0)
      return answer.message.id
    }
    const first = await post()
    expect(await post()).toBe(first)
    expect((await room.owner.client.messages.get(first)).message.body).toBe(text)
  })
})
