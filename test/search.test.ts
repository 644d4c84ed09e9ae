import { expect, test } from "bun:test"
import { outside } from "./support/database.ts"
import { refused } from "./support/refused.ts"
import { onBothEngines, type Person } from "./support/server.ts"

onBothEngines("a search", (server) => {
  const find = async (who: Person, workspace_id: string, q: string, more: Record<string, string> = {}) =>
    (await who.client.search.messages({ workspace_id, q, ...more })).results.map(({ snippet }) => snippet)

  test("finds what was answered a moment ago, every time", async () => {
    const { workspace, channel, owner } = await server().room()
    for (let at = 0; at < 20; at++) {
      const { message } = await owner.client.messages.post(channel, { body: `moment m${at}` })
      expect(await find(owner, workspace, `m${at}`)).toEqual([`moment m${at}`])
      await owner.client.messages.edit(message.id, `edited e${at}`)
      expect([await find(owner, workspace, `m${at}`), await find(owner, workspace, `e${at}`)]).toEqual([
        [],
        [`edited e${at}`],
      ])
      await owner.client.messages.remove(message.id)
      expect(await find(owner, workspace, `e${at}`)).toEqual([])
    }
  })

  test("finds the same on both engines: folded words, rows of words, scripts without spaces", async () => {
    const { workspace, channel, owner } = await server().room()
    const bodies = [
      "Grüße aus KÖLN",
      "東京タワーは高い",
      "see https://example.org/a-b?c=1",
      "mail ada@example.org",
      "🦀 crab",
      "it's 3.14",
    ]
    for (const body of bodies) await owner.client.messages.post(channel, { body })
    const found: Record<string, string[]> = {
      grusse: [],
      "GRÜSSE köln": [],
      "gruße Koln": ["Grüße aus KÖLN"],
      東京: ["東京タワーは高い"],
      京東: [],
      "example.org": ["mail ada@example.org", "see https://example.org/a-b?c=1"],
      "org example": ["mail ada@example.org", "see https://example.org/a-b?c=1"],
      "a-b": ["see https://example.org/a-b?c=1"],
      "b-a": [],
      "🦀": ["🦀 crab"],
      "3.14": ["it's 3.14"],
      "'": [],
      kol: ["Grüße aus KÖLN"],
      "aus gru": ["Grüße aus KÖLN"],
      "ada@exam": ["mail ada@example.org"],
      ko: [],
      oln: [],
    }
    for (const [q, snippets] of Object.entries(found))
      expect([q, await find(owner, workspace, q, { sort: "newest" })]).toEqual([q, snippets])
  })

  test("tells nobody of a private channel or a conversation that they are not in", async () => {
    const { workspace, owner } = await server().room()
    const [ada, ben] = [await server().member(workspace, "Ada Search"), await server().member(workspace, "Ben Search")]
    const hidden = (await owner.client.channels.create(workspace, { name: "hidden", kind: "private" })).channel.id
    const direct = (await owner.client.dms.create(workspace, [ada.id])).conversation.id
    await owner.client.channels.addMember(hidden, ada.id)
    await owner.client.messages.post(hidden, { body: "treasure map" })
    await owner.client.messages.post(direct, { body: "treasure chest" })
    expect(await find(ada, workspace, "treasure")).toEqual(["treasure map"])
    expect(await find(ada, workspace, "treasure", { direct_conversation_id: direct })).toEqual(["treasure chest"])
    expect(await find(ben, workspace, "treasure")).toEqual([])
    const scopes: Record<string, string>[] = [
      { channel_id: hidden },
      { direct_conversation_id: direct },
      { channel_id: direct },
    ]
    for (const scope of scopes) expect(await refused(find(ben, workspace, "treasure", scope))).toBe(404)
    await owner.client.channels.removeMember(hidden, ada.id)
    expect(await find(ada, workspace, "treasure")).toEqual([])
  })

  test("does not find what agents do, nor what another workspace says", async () => {
    const { workspace, channel, owner } = await server().room()
    const other = await server().room()
    await owner.client.messages.post(other.channel, { body: "thought elsewhere" })
    const made = await owner.client.bots.create(workspace, {
      display_name: "Thinker",
      scopes: ["messages:write,agent_activity:write"],
    })
    const headers = { Authorization: `Bearer ${made.bot_token!.token}` }
    const posted = await owner.call(
      "POST",
      `/api/channels/${channel}/messages`,
      { body: "thought here", kind: "agent_commentary" },
      headers,
    )
    expect(posted.status).toBe(201)
    expect(await find(owner, workspace, "thought")).toEqual([])
  })

  test("goes on where the last page ended while others write and delete", async () => {
    const { workspace, channel, owner } = await server().room()
    for (let at = 0; at < 6; at++) await owner.client.messages.post(channel, { body: `page ${at}` })
    for (const sort of ["newest", "relevance"]) {
      const first = await owner.client.search.messages({ workspace_id: workspace, q: "page", sort, limit: "3" })
      await owner.client.messages.post(channel, { body: `page later ${sort}` })
      const cursor = first.next_cursor!
      const second = await owner.client.search.messages({
        workspace_id: workspace,
        q: "page",
        sort,
        limit: "100",
        cursor,
      })
      const ids = [...first.results, ...second.results].map(({ id }) => id)
      expect(new Set(ids).size).toBe(ids.length)
      expect(second.results.some(({ snippet }) => snippet === `page later ${sort}`)).toBe(false)
      const stranger = await server().member(workspace, `Reader ${sort}`)
      expect(await refused(stranger.client.search.messages({ workspace_id: workspace, q: "page", sort, cursor }))).toBe(
        400,
      )
    }
  })

  test("finds what was said before the log was cut, even if it was never indexed", async () => {
    const { workspace, channel, owner } = await server().room()
    const { message } = await owner.client.messages.post(channel, { body: "ancient words" })
    expect(await find(owner, workspace, "ancient")).toEqual(["ancient words"])
    await outside(server(), `update messages set body = 'restored words' where id = '${message.id}'`)
    await outside(server(), `update search_marks set place = 0 where workspace_id = '${workspace}'`)
    await server().services.admin.pruneEvents({ workspace, keepLatest: 1 })
    await owner.client.messages.post(channel, { body: "modern words" })
    expect(await find(owner, workspace, "ancient")).toEqual([])
    expect(await find(owner, workspace, "words", { sort: "newest" })).toEqual(["modern words", "restored words"])
  })

  test("takes any text of any length for plain words", async () => {
    const { workspace, channel, owner } = await server().room()
    const long = Array.from({ length: 30_000 }, (_, at) => `w${at.toString(36)}`).join(" ")
    await owner.client.messages.post(channel, { body: long })
    await owner.client.messages.post(channel, { body: "x".repeat(100_000) })
    expect(await find(owner, workspace, "w7")).toHaveLength(1)
    expect(await find(owner, workspace, "x".repeat(500))).toHaveLength(1)
    for (const q of [
      '"',
      "a AND b",
      "NEAR(a b)",
      "'; drop table messages; --",
      ":*",
      "§",
      "a".repeat(500),
      "a ".repeat(250),
    ])
      expect([q, await find(owner, workspace, q)]).toEqual([q, []])
  })

  test("forgets a workspace that is deleted", async () => {
    const { workspace, channel, owner } = await server().room()
    await owner.client.messages.post(channel, { body: "gone soon" })
    expect(await find(owner, workspace, "gone")).toHaveLength(1)
    const [row] = await outside(server(), `select n from messages where workspace_id = '${workspace}'`)
    const number = server().config.db ? "n" : "rowid"
    const words = () => outside(server(), `select ${number} from message_words where ${number} = ${row!.n}`)
    expect(await words()).toHaveLength(1)
    await owner.client.workspaces.remove(workspace)
    expect(await words()).toEqual([])
    expect(await refused(find(owner, workspace, "gone"))).toBe(404)
  })
})
