import { afterEach, describe, expect, test } from "bun:test"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { run } from "../cli/main.ts"
import { newId, timestamp } from "../src/ids.ts"
import { openStore } from "../src/store/index.ts"
import { freshDatabase } from "./support/postgres.ts"

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

type Person = { id: string; display_name: string; handle: string; avatar_url: string }
type Identity = { user_id: string; provider: string; provider_subject: string; email: string }
type Dump = {
  users: Person[]
  identities: Identity[]
  workspaces: { id: string }[]
  events: { type: string; payload_json: string }[]
}

/** A workspace of Olive with Uma and Vic in it. */
const staffed = async (engine: "sqlite" | "postgres") => {
  const data = mkdtempSync(join(tmpdir(), "clickclack-identity-"))
  cleanups.push(() => rmSync(data, { recursive: true, force: true }))
  const database = engine === "postgres" ? await freshDatabase() : undefined
  if (database) cleanups.push(database.drop)
  const db = database?.url ?? ""
  const call = async (...args: string[]) => {
    const [out, err]: [string[], string[]] = [[], []]
    const code = await run([...args, "--data", data, ...(db ? ["--db", db] : [])], {
      out: (text) => void out.push(text),
      write: async (text) => void out.push(text),
      err: (text) => void err.push(text),
      env: {},
      stdin: async () => "",
      ask: () => null,
      signal: new AbortController().signal,
    })
    return { code, out: out.join(""), err: err.join("") }
  }
  const dump = async (): Promise<Dump> => JSON.parse((await call("export")).out)
  const file = join(data, "people.json")
  const attempt = async (content: unknown, source = "staff") => {
    await Bun.write(
      file,
      typeof content === "string" || content instanceof Uint8Array ? content : JSON.stringify(content),
    )
    return call("admin", "identity", "sync", "--source", source, "--file", file)
  }
  const sync = async (content: unknown, source?: string) => {
    const { code, out, err } = await attempt(content, source)
    expect([code, err]).toEqual([0, ""])
    return JSON.parse(out)
  }
  const make = async (command: string[], name: string, ...more: string[]) =>
    (
      await call("admin", ...command, "--name", name, "--email", `${name.toLowerCase()}@example.org`, ...more)
    ).out.trim()
  const olive = await make(["bootstrap"], "Olive")
  const workspace = (await dump()).workspaces[0]?.id ?? ""
  const uma = await make(["user", "create"], "Uma", "--workspace", workspace)
  const vic = await make(["user", "create"], "Vic", "--workspace", workspace)
  return { data, db, call, dump, attempt, sync, olive, uma, vic }
}

const none = { linked: 0, updated: 0, unchanged: 0, unmatched_profile_ids: [], merged_skipped: 0 }

for (const engine of ["sqlite", "postgres"] as const)
  describe(`on ${engine}`, () => {
    test("a directory's people are linked by address or alias, then known by their id, and nobody is made", async () => {
      const { dump, sync, uma, vic } = await staffed(engine)
      const profiles = [
        { id: "1", email: "UMA@example.org", display_name: "Uma Ångström", handle: "@Uma" },
        { id: "2", email: "v@corp.example", aliases: ["Vic@Example.org"], avatar_url: "https://example.org/vic.png" },
        { id: "3", email: "stranger@example.org", display_name: "Stranger" },
      ]
      expect(await sync({ profiles })).toEqual({ ...none, linked: 2, unmatched_profile_ids: ["3"] })
      const after = await dump()
      expect(after.users.find(({ id }) => id === uma)).toMatchObject({ display_name: "Uma Ångström", handle: "uma" })
      expect(after.users.find(({ id }) => id === vic)).toMatchObject({
        ...{ display_name: "Vic", handle: "", avatar_url: "https://example.org/vic.png" },
      })
      expect(after.users).toHaveLength(3)
      expect(after.identities.filter(({ provider }) => provider === "staff")).toMatchObject([
        { user_id: uma, provider_subject: "1", email: "uma@example.org" },
        { user_id: vic, provider_subject: "2", email: "v@corp.example" },
      ])
      const told = after.events.filter(({ type }) => type === "user.updated")
      expect(told.map(({ payload_json }) => JSON.parse(payload_json).user_id)).toEqual([uma, vic])

      expect(await sync(profiles)).toEqual({ ...none, unchanged: 2, unmatched_profile_ids: ["3"] })
      expect(await dump()).toEqual(after)
      const moved = [
        { id: "1", email: "elsewhere@example.org", display_name: "Uma Berg", handle: " ", avatar_url: null },
      ]
      expect(await sync(moved)).toEqual({ ...none, updated: 1 })
      expect((await dump()).users.find(({ id }) => id === uma)).toMatchObject({
        display_name: "Uma Berg",
        handle: "uma",
      })
    })

    test("a profile that is two people, and a second profile of one person, are skipped", async () => {
      const { dump, sync, uma } = await staffed(engine)
      const profiles = [
        { id: "both", email: "uma@example.org", aliases: ["vic@example.org"], display_name: "Both" },
        { id: "first", email: "uma@example.org" },
        { id: "second", email: "uma@example.org", display_name: "Second" },
      ]
      expect(await sync(profiles)).toEqual({ ...none, linked: 1, merged_skipped: 2 })
      expect(await sync(profiles)).toEqual({ ...none, unchanged: 1, merged_skipped: 2 })
      const { users, identities } = await dump()
      expect(users.map(({ display_name }) => display_name).sort()).toEqual(["Olive", "Uma", "Vic"])
      expect(identities.filter(({ provider }) => provider === "staff")).toMatchObject([{ user_id: uma }])
      // Whom the directory made anew under another id is still the same person.
      expect(await sync([{ id: "new", email: "uma@example.org" }])).toEqual({ ...none, linked: 1 })
    })

    test("a taken handle is left alone, and one that becomes free is given in the same run", async () => {
      const { dump, sync } = await staffed(engine)
      const people = (...handles: string[]) =>
        ["olive", "uma", "vic"].map((name, at) => ({ id: name, email: `${name}@example.org`, handle: handles[at] }))
      await sync(people("one", "two", "three"))
      const handles = async () =>
        (await dump()).users.sort((a, b) => (a.display_name < b.display_name ? -1 : 1)).map(({ handle }) => handle)
      expect(await sync(people("two", "one", "three"))).toEqual({ ...none, unchanged: 3 })
      expect(await handles()).toEqual(["one", "two", "three"])
      const shifted = people("two", "three", "four")
      expect(await sync(shifted)).toEqual({ ...none, updated: 3 })
      expect(await handles()).toEqual(["two", "three", "four"])
      expect(await sync(shifted)).toEqual({ ...none, unchanged: 3 })
    })

    test("an address that was only claimed is linked, but not to an account that signs in", async () => {
      const { data, db, dump, sync, vic } = await staffed(engine)
      const store = await openStore({ data, db })
      const claim = { provider: "email", provider_subject: "boss@example.org", email: "boss@example.org" }
      await store.write(null, (tx) =>
        tx.accounts.insertIdentity({
          ...{ ...claim, id: newId("idn"), user_id: vic, verified: false, created_at: timestamp() },
        }),
      )
      await store.close()
      const boss = [{ id: "99", email: "boss@example.org" }]
      expect(await sync(boss, "github")).toEqual({ ...none, unmatched_profile_ids: ["99"] })
      expect(await sync(boss)).toEqual({ ...none, linked: 1 })
      const rows = (await dump()).identities.filter(({ email }) => email === "boss@example.org")
      expect(rows.map((row) => [row.provider, Boolean((row as Identity & { verified: unknown }).verified)])).toEqual([
        ["email", false],
        ["staff", false],
      ])
    })

    test("a file with a fault anywhere changes nothing and tells where it is", async () => {
      const { dump, attempt, call } = await staffed(engine)
      const before = await dump()
      const good = { id: "1", email: "uma@example.org", display_name: "Changed" }
      const faults: [unknown, string][] = [
        ["{", "is not JSON in UTF-8"],
        [new Uint8Array([0x22, 0xff, 0x22]), "is not JSON in UTF-8"],
        ["7", "the file must hold profiles"],
        [{ people: [] }, "profiles is required"],
        [" ".repeat(4 * 1024 * 1024 + 1), "is larger than 4 MiB"],
        [Array.from({ length: 10_001 }, (_, at) => ({ id: `${at}`, email: "a@b" })), "at most 10000 entries"],
        [[good, { id: "1", email: "vic@example.org" }], "profiles.1.id is there twice: 1"],
        [[good, { id: "2" }], "profiles.1.email is required"],
        [[good, { id: 2, email: "vic@example.org" }], "profiles.1.id must be a string"],
        [[good, { id: " ", email: "vic@example.org" }], "profiles.1.id must have 1 to 255 characters"],
        [[good, { id: "2", email: "nobody" }], "profiles.1.email: email must be an e-mail address"],
        [[good, { id: "2", email: "a@b", aliases: ["x"] }], "profiles.1.aliases.0: email must be an e-mail address"],
        [[good, { id: "2", email: "a@b", aliases: Array(65).fill("a@b") }], "profiles.1.aliases must have at most 64"],
        [[good, { id: "2", email: "a@b", display_name: "é".repeat(41) }], "display_name must be at most 80 bytes"],
        [[good, { id: "2", email: "a@b", display_name: "a\0b" }], "profiles.1.display_name must be text without NUL"],
        [[good, { id: "2", email: "a@b", handle: "no spaces" }], "profiles.1: handle must have"],
        [[good, { id: "2", email: "a@b", avatar_url: "javascript:x" }], "profiles.1: avatar_url must be"],
      ]
      for (const [content, problem] of faults) {
        const ended = await attempt(content)
        expect(ended).toMatchObject({ code: 1, out: "" })
        expect(ended.err).toContain(problem)
      }
      for (const source of ["email", "no spaces", "x".repeat(65)])
        expect(await attempt([good], source)).toMatchObject({ code: 2, out: "" })
      const base = ["admin", "identity", "sync"]
      expect(await call(...base, "--source", "staff")).toMatchObject({ code: 2, out: "" })
      expect(await call(...base, "--file", "x")).toMatchObject({ code: 2, out: "" })
      expect(await call(...base, "--source", "staff", "--file", "/nowhere/people.json")).toMatchObject({ code: 1 })
      expect(await dump()).toEqual(before)
    })

    test("more profiles than one write takes are all done", async () => {
      const { dump, sync, uma } = await staffed(engine)
      const strangers = Array.from({ length: 250 }, (_, at) => ({ id: `s${at}`, email: `s${at}@example.net` }))
      const report = await sync([...strangers, { id: "u", email: "uma@example.org", display_name: "Last" }])
      expect(report).toEqual({ ...none, linked: 1, unmatched_profile_ids: strangers.map(({ id }) => id) })
      expect((await dump()).users.find(({ id }) => id === uma)?.display_name).toBe("Last")
    })
  })
