import { Database } from "bun:sqlite"
import { closeSync, mkdirSync, openSync } from "node:fs"
import { dirname } from "node:path"
import { drizzle } from "drizzle-orm/bun-sqlite"
import { migrations } from "../../drizzle/index.ts"
import { fail } from "../errors.ts"
import { type Outcome, runBatch, type Unit, type Writer } from "./batch.ts"
import type { Engine } from "./index.ts"
import { sqliteKit } from "./kit.ts"
import { migrate } from "./migrate.ts"
import { type Ctx, gather } from "./query.ts"
import { defineTables } from "./tables.ts"

/** How long a write waits for another program, such as an administrator's command, that is writing. */
const busyMs = 10_000

const isBusy = (error: unknown) =>
  error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_BUSY")

/**
 * Opens (and makes, and migrates) a database file. One connection writes, in turn; another reads and never waits for it.
 * A write is answered after the sync of its commit, and all writes that wait at the same turn share one.
 */
export const openSqlite = async (path: string): Promise<Engine> => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  // Other accounts of the machine have no business in it; the journal files take the same mode.
  closeSync(openSync(path, "a", 0o600))
  const writing = new Database(path, { create: true })
  writing.run("PRAGMA busy_timeout = 5000")
  writing.run("PRAGMA journal_mode = WAL")
  writing.run("PRAGMA synchronous = FULL")
  writing.run("PRAGMA foreign_keys = ON")
  await migrateSqlite(writing)
  // From here on nothing may block the event loop: a busy database is tried again by timer.
  writing.run("PRAGMA busy_timeout = 0")
  const reading = new Database(path, { readwrite: true })
  reading.run("PRAGMA busy_timeout = 0")
  reading.run("PRAGMA query_only = ON")

  const t = defineTables(sqliteKit)
  const ctx = (database: Database) => ({ db: drizzle({ client: database }), t, engine: "sqlite" }) as unknown as Ctx
  const writer = sqliteWriter(writing, ctx(writing))
  const listeners: Array<(outcome: Outcome) => void> = []
  let waiting: Unit[] = []
  let draining: Promise<void> | undefined

  const drain = async () => {
    while (waiting.length > 0) {
      const units = waiting
      waiting = []
      const outcome = await runBatch(writer, units)
      for (const listener of listeners) listener(outcome)
      outcome.settle()
      await nextTurn()
    }
    draining = undefined
  }

  return {
    kind: "sqlite",
    reader: gather(ctx(reading)),
    ctx: ctx(reading),
    write: (workspaces, run) =>
      new Promise((resolve, reject) => {
        waiting.push({ workspaces, run, resolve, reject })
        draining ??= nextTurn().then(drain)
      }),
    onCommit: (listener) => void listeners.push(listener),
    announce: () => {},
    onAnnounce: () => {},
    /** Changes when another program has committed. */
    foreignCommits: () => (writing.query("PRAGMA data_version").get() as { data_version: number }).data_version,
    ping: async () => void reading.query("SELECT 1").get(),
    backup: async (out) => void reading.query("VACUUM INTO ?").run(out),
    snapshot: async (work) => {
      const database = new Database(path, { readonly: true })
      try {
        database.run("BEGIN")
        return await work(async (sql) => database.query(sql).all() as Record<string, unknown>[])
      } finally {
        database.close()
      }
    },
    close: async () => {
      await draining
      reading.close()
      writing.close()
    },
  }
}

/** After the input that is ready now has been read, so that its writes share a commit. */
const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))

const sqliteWriter = (database: Database, ctx: Ctx): Writer => {
  const queries = gather(ctx)
  const statement = (sql: string) => {
    const prepared = database.prepare(sql)
    return async () => void prepared.run()
  }
  const begin = database.prepare("BEGIN IMMEDIATE")
  return {
    queries,
    begin: async () => {
      for (const deadline = Date.now() + busyMs; ; ) {
        try {
          return void begin.run()
        } catch (error) {
          if (!isBusy(error)) throw error
          if (Date.now() > deadline) fail("unavailable", "the database is held by another program; try again later")
          await Bun.sleep(2)
        }
      }
    },
    commit: statement("COMMIT"),
    rollback: async () => {
      if (database.inTransaction) database.run("ROLLBACK")
    },
    savepoint: statement("SAVEPOINT unit"),
    release: statement("RELEASE unit"),
    rollbackTo: async () => {
      database.run("ROLLBACK TO unit")
      database.run("RELEASE unit")
    },
    lock: (workspaceId) => queries.workspaces.head(workspaceId),
    retryable: () => false,
  }
}

const migrateSqlite = (database: Database) =>
  migrate(
    {
      locked: async (work) => {
        database.run("BEGIN IMMEDIATE")
        try {
          await work()
          database.run("COMMIT")
        } catch (error) {
          if (database.inTransaction) database.run("ROLLBACK")
          throw error
        }
      },
      run: async (sql) => void database.run(sql),
      rows: async (sql) => database.query(sql).all() as Array<{ name: string; hash: string }>,
    },
    migrations.sqlite,
  )
