import { expect, test } from "bun:test"
import { refused } from "./support/refused.ts"
import { onBothEngines } from "./support/server.ts"

onBothEngines("the members", (server) => {
  const crowded = async () => {
    const room = await server().room()
    const names = ["Zoë", "adam", "Éva", "Bert_100%", "Beata"]
    const people = await Promise.all(names.map((name) => server().member(room.workspace, name)))
    const mo = await server().member(room.workspace, "Mo", "moderator")
    return { ...room, people, mo, list: room.owner.client.members.list }
  }

  test("are listed by role, then by name whatever its case and accents", async () => {
    const { workspace, list } = await crowded()
    const { members, has_more, total_count, total_by_role } = await list(workspace)
    expect(members.map(({ user, role }) => `${role} ${user.display_name}`)).toEqual([
      "owner Olive Owner",
      "moderator Mo",
      "member adam",
      "member Beata",
      "member Bert_100%",
      "member Éva",
      "member Zoë",
    ])
    expect({ has_more, total_count, total_by_role }).toEqual({
      has_more: false,
      total_count: 7,
      total_by_role: { owner: 1, moderator: 1, member: 5, bot: 0, guest: 0 },
    })
    expect(members[0]).toMatchObject({ workspace_id: workspace, joined_at: expect.any(String) })
  })

  test("come page by page, each once, with the counts on the first page only", async () => {
    const { workspace, list } = await crowded()
    const seen: string[] = []
    for (let cursor: string | undefined, n = 0; ; n++) {
      const page = await list(workspace, { limit: 3, ...(cursor ? { cursor } : {}) })
      expect([page.total_count, page.total_by_role !== undefined]).toEqual(n === 0 ? [7, true] : [undefined, false])
      seen.push(...page.members.map(({ user }) => user.display_name))
      cursor = page.next_cursor
      expect(page.has_more).toBe(cursor !== undefined)
      if (!cursor) break
    }
    expect(seen).toEqual(["Olive Owner", "Mo", "adam", "Beata", "Bert_100%", "Éva", "Zoë"])
  })

  test("are found by a part of the name or handle, without wildcards, and by role", async () => {
    const { workspace, list, people, mo, owner } = await crowded()
    const names = async (query: { q?: string; role?: string }) =>
      (await list(workspace, query)).members.map(({ user }) => user.display_name)
    const adam = people[1]!
    await adam.client.me.update({ handle: "" })
    expect(await names({ q: adam.id.slice(-10) })).toContain("adam")
    // Who has no handle is found by the id too, and an id may hold any two letters: from here on everybody has one.
    const handle = `0_${Date.now()}`
    const everybody = [...people, mo, owner]
    await Promise.all(everybody.map(({ client }, n) => client.me.update({ handle: `${n}${handle}` })))
    expect(await names({ q: adam.id.slice(-10) })).toEqual([])
    expect(await names({ q: "BE" })).toEqual(["Beata", "Bert_100%"])
    expect(await names({ q: "eva" })).toEqual(["Éva"])
    expect(await names({ q: "ÉV" })).toEqual(["Éva"])
    expect(await names({ q: "%" })).toEqual(["Bert_100%"])
    expect(await names({ q: "_" })).toContain("Bert_100%")
    expect(await names({ q: `@0${handle}` })).toEqual(["Zoë"])
    expect(await names({ q: "\\" })).toEqual([])
    expect(await names({ role: "moderator" })).toEqual(["Mo"])
    expect(await names({ role: "guest" })).toEqual([])
    const filtered = await list(workspace, { q: "be" })
    expect([filtered.total_count, filtered.total_by_role]).toEqual([2, undefined])
  })

  test("cannot be asked for with a bad limit, role or cursor", async () => {
    const { workspace, list } = await crowded()
    const { next_cursor } = await list(workspace, { limit: 1 })
    const forged = (key: unknown[]) =>
      Buffer.from(JSON.stringify([JSON.stringify([workspace, { q: "" }]), ...key])).toString("base64url")
    for (const query of [
      { limit: 0 },
      { limit: -1 },
      { limit: "x" },
      { limit: 1.5 },
      { role: "king" },
      { cursor: "nonsense" },
      { cursor: next_cursor!, q: "be" },
      { cursor: next_cursor!, role: "member" },
      { cursor: forged([1.5, "a", "b", "c"]) },
      { cursor: forged([1e300, "a", "b", "c"]) },
      { cursor: forged([1, "a\0", "b", "c"]) },
      { cursor: forged([1, "a"]) },
    ])
      expect({ query, status: await refused(list(workspace, query)) }).toEqual({ query, status: 400 })
    expect((await list(workspace, { limit: 100_000 })).members).toHaveLength(7)
    const other = await server().room()
    expect(await refused(other.owner.client.members.list(other.workspace, { cursor: next_cursor! }))).toBe(400)
  })

  test("are the business of members only", async () => {
    const { workspace } = await crowded()
    const { client } = await server().as("Otto Outside")
    expect([403, 404]).toContain(await refused(client.members.list(workspace)))
    expect(await refused(client.members.list("wsp_none"))).toBe(await refused(client.members.list(workspace)))
  })
})
