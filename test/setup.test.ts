import { afterAll, beforeEach, describe, expect, test } from "bun:test"
import { createClient } from "../sdk/index.ts"
import { refused } from "./support/refused.ts"
import { type EngineName, startServer, type TestServer } from "./support/server.ts"

describe.each(["sqlite", "postgres"] as EngineName[])("the first start (%s)", (engine) => {
  let server: TestServer
  const started: TestServer[] = []
  beforeEach(async () => {
    server = await startServer(engine)
    started.push(server)
  })
  afterAll(async () => {
    for (const each of started) await each.stop()
  })
  const anybody = () => createClient({ baseUrl: server.url })
  const token = () => new URL(server.setupUrl!).hash.slice(1)
  const input = { display_name: "Ada", email: "Ada@Example.org" }

  test("prints a link that makes the owner, the workspace and a channel, and signs the owner in", async () => {
    expect((await anybody().setup.status()).needed).toBe(true)
    expect(server.setupUrl).toStartWith(`${server.url}/setup#setup_`)
    const answer = await fetch(`${server.url}/api/setup`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ...input, token: token(), workspace_name: "Analytical Engines" }),
    })
    expect(answer.status).toBe(201)
    expect(answer.headers.get("set-cookie")).toStartWith("cc_session=sst_")
    const made = (await answer.json()) as Awaited<ReturnType<ReturnType<typeof anybody>["setup"]["complete"]>>
    expect(made).toMatchObject({
      user: { display_name: "Ada", kind: "human" },
      workspace: { name: "Analytical Engines", slug: "clickclack", role: "owner" },
      channel: { name: "general", kind: "public" },
    })
    const { client } = { client: createClient({ baseUrl: server.url, token: made.token }) }
    expect((await client.messages.post(made.channel.id, { body: "hello" })).message.channel_seq).toBe(1)
    expect((await anybody().setup.status()).needed).toBe(false)
  })

  test("the link works once, also when two open it at the same moment", async () => {
    const tries = await Promise.allSettled(
      [1, 2, 3].map((n) =>
        anybody().setup.complete({ token: token(), display_name: `P${n}`, email: `p${n}@example.org` }),
      ),
    )
    expect(tries.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected", "rejected"])
    for (const each of tries) if (each.status === "rejected") expect(each.reason).toMatchObject({ status: 409 })
    expect(await refused(anybody().setup.complete({ ...input, token: token() }))).toBe(409)
  })

  test("nobody gets in with another link, or with half an answer, and nothing is made", async () => {
    expect(await refused(anybody().setup.complete({ ...input, token: "setup_none" }))).toBe(400)
    for (const wrong of [
      { display_name: " " },
      { display_name: "x".repeat(81) },
      { email: "x" },
      { email: "" },
      { workspace_name: "x".repeat(81) },
    ])
      expect(await refused(anybody().setup.complete({ ...input, token: token(), ...wrong }))).toBe(400)
    expect((await anybody().setup.status()).needed).toBe(true)
    expect((await anybody().setup.complete({ ...input, token: token() })).workspace.name).toBe("ClickClack")
  })

  test("an administrator's command takes its place", async () => {
    const link = token()
    await server.owner()
    expect((await anybody().setup.status()).needed).toBe(false)
    expect(await refused(anybody().setup.complete({ ...input, token: link }))).toBe(409)
  })
})
