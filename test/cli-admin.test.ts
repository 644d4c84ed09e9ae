import { Database } from "bun:sqlite"
import { afterEach, describe, expect, test } from "bun:test"
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { run } from "../cli/main.ts"
import { openStore } from "../src/store/index.ts"
import { freshDatabase } from "./support/postgres.ts"

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

const folder = () => {
  const path = mkdtempSync(join(tmpdir(), "clickclack-admin-"))
  cleanups.push(() => rmSync(path, { recursive: true, force: true }))
  return path
}

const call = async (args: string[], stdin = "", env: Record<string, string> = {}) => {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await run(args, {
    out: (text) => void out.push(text),
    write: async (text) => void out.push(text),
    err: (text) => void err.push(text),
    env,
    stdin: async () => stdin,
    ask: () => null,
    signal: new AbortController().signal,
  })
  return { code, out: out.join(""), err: err.join("") }
}

const newPlace = {
  sqlite: async () => ({ data: folder(), db: "" }),
  postgres: async () => {
    const { url, drop } = await freshDatabase()
    cleanups.push(drop)
    return { data: folder(), db: url }
  },
}

/** A database with its first owner, workspace and channel. */
const bootstrapped = async (engine: keyof typeof newPlace) => {
  const place = await newPlace[engine]()
  const where = ["--data", place.data, ...(place.db ? ["--db", place.db] : [])]
  const admin = async (...args: string[]) => {
    const { code, out, err } = await call(["admin", ...args, ...where])
    if (code !== 0) throw new Error(`admin ${args.join(" ")} ended with ${code}: ${err}`)
    return out.trim()
  }
  const refused = async (code: number, ...args: string[]) => {
    const ended = await call(["admin", ...args, ...where])
    expect(ended).toMatchObject({ code, out: "" })
    return ended.err
  }
  const dump = async () => JSON.parse((await call(["export", ...where])).out)
  const owner = await admin("bootstrap", "--name", "Olive", "--email", "olive@example.org")
  const workspace: string = (await dump()).workspaces[0].id
  return { ...place, where, admin, refused, dump, owner, workspace }
}

for (const engine of ["sqlite", "postgres"] as const)
  describe(`on ${engine}`, () => {
    test("bootstrap makes owner, workspace and channel once", async () => {
      const { admin, dump, owner } = await bootstrapped(engine)
      expect(owner).toMatch(/^usr_/)
      expect(await admin("bootstrap", "--name", "Else", "--email", "else@example.org")).toBe(owner)
      const { workspaces, channels, workspace_members, users } = await dump()
      expect([workspaces, channels, users].map(({ length }) => length)).toEqual([1, 1, 1])
      expect([workspaces[0].slug, channels[0].name, workspace_members[0].role]).toEqual([
        "clickclack",
        "general",
        "owner",
      ])
    })

    test("a user joins a workspace as a member, and a taken address is refused", async () => {
      const { admin, refused, dump, workspace } = await bootstrapped(engine)
      const id = await admin("user", "create", "--name", "Uma", "--email", "uma@example.org", "--workspace", workspace)
      expect((await dump()).workspace_members).toContainEqual(expect.objectContaining({ user_id: id, role: "member" }))
      await refused(1, "user", "create", "--name", "Una", "--email", "UMA@example.org")
      await refused(4, "user", "create", "--name", "Una", "--email", "una@example.org", "--workspace", "wsp_nowhere")
      await refused(2, "user", "create", "--name", "Una")
    })

    test("a member is added by a manager, in a role that may be given", async () => {
      const { admin, refused, owner, workspace } = await bootstrapped(engine)
      const mia = await admin("user", "create", "--name", "Mia", "--email", "mia@example.org")
      const ned = await admin("user", "create", "--name", "Ned", "--email", "ned@example.org")
      const base = ["member", "add", "--workspace", workspace]
      const line = `workspace=${workspace} user=${mia} role=moderator status=`
      expect(await admin(...base, "--created-by", owner, "--email", "Mia@example.org", "--role", "moderator")).toBe(
        `${line}added`,
      )
      expect(await admin(...base, "--created-by", owner, "--user", mia)).toBe(`${line}already_member`)
      for (const role of ["owner", "guest", "bot", "king"])
        await refused(2, ...base, "--created-by", owner, "--user", ned, "--role", role)
      await refused(2, ...base, "--created-by", owner)
      await refused(2, ...base, "--created-by", owner, "--user", ned, "--email", "ned@example.org")
      await refused(4, ...base, "--created-by", owner, "--user", "usr_nobody")
      await refused(4, ...base, "--created-by", ned, "--user", ned)
      const bot = JSON.parse(await admin("bot", "create", "--workspace", workspace, "--created-by", mia, "--name", "B"))
        .bot.id
      await refused(1, ...base, "--created-by", owner, "--user", bot)
    })

    test("a bot comes with a token of its scopes", async () => {
      const { admin, refused, owner, workspace } = await bootstrapped(engine)
      const base = ["bot", "create", "--workspace", workspace, "--created-by", owner]
      const made = JSON.parse(
        await admin(
          ...base,
          "--name",
          "B",
          "--handle",
          "bee",
          "--scopes",
          "bot:read, messages:write",
          "--token-name",
          "laptop",
        ),
      )
      expect(made).toMatchObject({
        bot: { kind: "bot", handle: "bee" },
        bot_token: { name: "laptop", token: made.token },
      })
      expect(made.bot_token.scopes).toContain("messages:write")
      expect(made.bot_token.scopes).not.toContain("channels:write")
      expect(await admin(...base, "--name", "C", "--plain")).toMatch(/^ccb_\w{26}$/)
      await refused(1, ...base, "--name", "D", "--scopes", "everything")
      await refused(2, ...base)
    })

    test("events are pruned by age or number, never without a limit", async () => {
      const { admin, refused, dump, workspace } = await bootstrapped(engine)
      for (const name of ["a", "b", "c"])
        await admin("user", "create", "--name", name, "--email", `${name}@example.org`, "--workspace", workspace)
      const before = (await dump()).events
      const base = ["events", "prune", "--workspace", workspace]
      expect(await admin(...base, "--older-than-days", "1")).toBe("pruned 0 events")
      expect(await admin(...base, "--before", "2001-01-01T00:00:00+02:00")).toBe("pruned 0 events")
      expect(await admin(...base, "--keep-latest", "2")).toBe(`pruned ${before.length - 2} events`)
      expect((await dump()).events.map((event: { id: string }) => event.id)).toEqual(
        before.slice(-2).map((event: { id: string }) => event.id),
      )
      expect(await admin(...base, "--before", new Date(Date.now() + 60_000).toISOString(), "--keep-latest", "1")).toBe(
        "pruned 1 events",
      )
      for (const wrong of [
        [],
        ["--before", "yesterday"],
        ["--before", "2001-13-01T00:00:00Z"],
        ["--keep-latest=-1"],
        ["--older-than-days=-1"],
      ])
        await refused(2, ...base, ...wrong)
      await refused(2, ...base, "--older-than-days", "1", "--before", "2001-01-01T00:00:00Z")
      await refused(4, "events", "prune", "--workspace", "wsp_nowhere", "--keep-latest", "1")
    })

    test("a password is set from standard input, and removed", async () => {
      const { where, dump, owner } = await bootstrapped(engine)
      const set = (stdin: string, ...by: string[]) => call(["admin", "user", "set-password", ...by, ...where], stdin)
      expect(await set("correct horse\r\n", "--email", "olive@example.org")).toMatchObject({ code: 0 })
      expect((await dump()).user_passwords).toMatchObject([{ user_id: owner, phc: "[redacted]" }])
      expect(await set("short\n", "--user", owner)).toMatchObject({ code: 1, out: "" })
      expect(await set("correct horse", "--email", "nobody@example.org")).toMatchObject({ code: 4, out: "" })
      expect(await set("correct horse")).toMatchObject({ code: 2, out: "" })
      expect(await set("", "--user", owner, "--clear")).toMatchObject({ code: 0 })
      expect((await dump()).user_passwords).toEqual([])
    })

    test("an export holds what is there, in the contract's words, and no secret", async () => {
      const { where, admin, dump, data, db, owner, workspace } = await bootstrapped(engine)
      const secrets = [
        await admin("bot", "create", "--workspace", workspace, "--created-by", owner, "--name", "B", "--plain"),
        await admin("invite", "create", "--workspace", workspace),
        await admin("magic-link", "create", "--email", "olive@example.org"),
      ]
      const store = await openStore({ data, db })
      const channel: string = (await dump()).channels[0].id
      const blank = {
        ...{
          route_id: null,
          parent_message_id: null,
          topic_id: null,
          thread_seq: null,
          edited_at: null,
          deleted_at: null,
        },
        ...{ turn_id: null, nonce: null, nonce_digest: null, quoted_message_id: null, quoted_body_snapshot: null },
        ...{
          quoted_author_id: null,
          last_reply_at: null,
          last_reply_author_ids: null,
          kind: "message",
          author_id: owner,
        },
      }
      const rows = Array.from({ length: 4500 }, (_, at) => {
        const id = `msg_${String(at).padStart(6, "0")}`
        return {
          ...{ ...blank, id, workspace_id: workspace, place_id: at === 0 ? "dm_1" : channel, thread_root_id: id },
          ...{ channel_seq: at + 1, body: `it's "${at}"\n`, created_at: "2026-01-01T00:00:00.000Z" },
        }
      })
      await store.write(workspace, async (tx) => {
        for (const row of rows) await tx.messages.insert(row)
        await tx.messages.setThread("msg_000007", { reply_count: 2, last_reply_at: "", last_reply_author_ids: "[]" })
      })
      await store.close()

      const { messages, thread_state, events, workspace_members } = await dump()
      expect(messages.map((row: { id: string }) => row.id)).toEqual(rows.map(({ id }) => id))
      expect(messages[0]).toMatchObject({ channel_id: null, direct_conversation_id: "dm_1", message_kind: "message" })
      expect(messages[1]).toMatchObject({
        channel_id: channel,
        direct_conversation_id: null,
        body: `it's "1"\n`,
        channel_seq: 2,
      })
      expect(thread_state).toMatchObject([{ root_message_id: "msg_000007", reply_count: 2 }])
      expect(events[0]).toMatchObject({
        cursor: expect.stringMatching(/^cur_\w{26}$/),
        payload_json: expect.stringContaining("{"),
      })
      expect(workspace_members[0].role).toBe("owner")
      const { out } = await call(["export", ...where])
      for (const secret of secrets) {
        expect(out).not.toContain(secret)
        expect(out).not.toContain(new Bun.CryptoHasher("sha256").update(secret).digest("hex"))
      }
    })
  })

test("a running node hears what a command did on its Postgres, though the command ends at once", async () => {
  const { admin, data, db, workspace } = await bootstrapped("postgres")
  const node = await openStore({ data, db })
  const heard = Promise.withResolvers<void>()
  node.onAnnounce(({ places }) => {
    if (places.some(([id]) => id === workspace)) heard.resolve()
  })
  await admin("user", "create", "--name", "Uma", "--email", "uma@example.org", "--workspace", workspace)
  await heard.promise
  await node.close()
})

test("an export redacts every column that could open a door, in whichever table it stands", async () => {
  const { data } = await bootstrapped("sqlite")
  const tables = new Database(join(data, "clickclack.db"))
    .query("SELECT sql FROM sqlite_master WHERE type = 'table'")
    .all() as { sql: string }[]
  const columns = new Set(
    tables.flatMap(({ sql }) => [...sql.matchAll(/^\s*[`"](\w+)[`"]/gm)].map(([, name]) => name ?? "")),
  )
  const doors = [...columns].filter((name) =>
    /hash|secret|phc|token|private|password|p256dh|auth$|_key$|_path$|endpoint|code/.test(name),
  )
  // What is left after those that are redacted must be harmless; a new column has to be looked at here.
  const redacted = /(^|_)(hash|secret|phc|endpoint|p256dh|auth|token|private_key)$|^(pushover_user_key|storage_path)$/
  expect(doors.filter((name) => !redacted.test(name)).sort()).toEqual(
    ["member_set_key", "token_id", "token_name"].filter((name) => columns.has(name)),
  )
})

describe("export to a file", () => {
  test("is whole, private to its owner, and prints nothing", async () => {
    const { where, data } = await bootstrapped("sqlite")
    const out = join(data, "dump.json")
    expect(await call(["export", ...where, "--out", out])).toEqual({ code: 0, out: "", err: "" })
    expect(JSON.parse(readFileSync(out, "utf8")).users).toHaveLength(1)
    expect(statSync(out).mode & 0o777).toBe(0o600)
    expect(await call(["export", ...where, "--out", out])).toMatchObject({ code: 0 })
  })

  test("never replaces the database that it reads, and leaves nothing behind when it fails", async () => {
    const { where, data, dump } = await bootstrapped("sqlite")
    const database = join(data, "clickclack.db")
    symlinkSync(database, join(data, "link.json"))
    for (const out of [
      database,
      `${database}-wal`,
      `${database}-shm`,
      `${database}-journal`,
      join(data, "link.json"),
      join(data, "x", "..", "clickclack.db"),
    ])
      expect(await call(["export", ...where, "--out", out])).toMatchObject({ code: 1, out: "" })
    expect(await call(["export", ...where, "--out", join(data, "missing", "dump.json")])).toMatchObject({ code: 1 })
    expect(readdirSync(data).filter((name) => name.includes("json"))).toEqual(["link.json"])
    expect((await dump()).users).toHaveLength(1)
  })
})

describe("backup", () => {
  test("copies the database as it is, and overwrites nothing", async () => {
    const { where, data, admin } = await bootstrapped("sqlite")
    const out = join(folder(), "clickclack.db")
    expect(await call(["backup", ...where, "--out", out])).toMatchObject({ code: 0, err: "" })
    await admin("user", "create", "--name", "Late", "--email", "late@example.org")
    const restored = JSON.parse((await call(["export", "--data", join(out, "..")])).out)
    expect(restored.users.map((user: { display_name: string }) => user.display_name)).toEqual(["Olive"])
    const size = statSync(out).size
    expect(await call(["backup", ...where, "--out", out])).toMatchObject({ code: 1, out: "" })
    expect(statSync(out).size).toBe(size)
    expect(await call(["backup", ...where])).toMatchObject({ code: 2 })
    expect(await call(["backup", "--data", join(data, "nowhere"), "--out", join(data, "copy.db")])).toMatchObject({
      code: 1,
    })
    expect(existsSync(join(data, "nowhere"))).toBe(false)
  })

  test("of Postgres is refused with the name of the tool that does it", async () => {
    const { err, code } = await call(["backup", "--db", "postgres://nowhere/x", "--out", join(folder(), "x")])
    expect([code, err]).toEqual([1, "backup copies SQLite databases only: copy Postgres with pg_dump\n"])
  })
})

test("the environment names the database where no flag does", async () => {
  const { data, owner } = await bootstrapped("sqlite")
  const args = ["admin", "bootstrap", "--name", "X", "--email", "x@example.org"]
  expect((await call(args, "", { CLICKCLACK_DATA: data, CLICKCLACK_DB: "" })).out).toBe(`${owner}\n`)
  const place = join(folder(), "elsewhere.db")
  expect((await call(args, "", { CLICKCLACK_DATA: data, CLICKCLACK_DB: `sqlite://${place}` })).out).not.toBe(
    `${owner}\n`,
  )
  expect(existsSync(place)).toBe(true)
})

test("a database that cannot be opened is named without its password", async () => {
  const { code, err } = await call(["migrate", "--db", "postgres://chat:hush-hush@127.0.0.1:9/chat"])
  expect(code).toBe(1)
  expect(err).toStartWith("cannot open the database postgres://127.0.0.1:9/chat: ")
  expect(err).not.toContain("hush-hush")
})

test("webpush keygen makes another pair each time", async () => {
  const [first, second] = [await call(["admin", "webpush", "keygen"]), await call(["admin", "webpush", "keygen"])]
  expect(first.out).toMatch(
    /^CLICKCLACK_WEB_PUSH_VAPID_PUBLIC_KEY=B[\w-]{86}\nCLICKCLACK_WEB_PUSH_VAPID_PRIVATE_KEY=[\w-]{43}\n$/,
  )
  expect(first.out).not.toBe(second.out)
})
