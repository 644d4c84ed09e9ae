import { drizzle } from "drizzle-orm/postgres-js"
import postgres, { type Sql } from "postgres"
import { migrations } from "../../drizzle/index.ts"
import { patiently } from "../patience.ts"
import { type Outcome, runBatch, type Unit, type Writer } from "./batch.ts"
import type { Engine } from "./index.ts"
import { postgresKit } from "./kit.ts"
import { migrate } from "./migrate.ts"
import { openNews } from "./news.ts"
import { type Ctx, gather } from "./query.ts"
import { defineTables } from "./tables.ts"

const writers = 8
const readers = 8
/** How long writes that are under way may take when the store closes. */
const closeMs = 2_000
/** Seconds to say goodbye: a connection that the database has reset never says it back. */
const endNow = { timeout: 1 }
/** Any number that no other program uses: who migrates holds it. */
const migrationLock = 7_261_985_201

/** Serialisation failure, deadlock, and a unique key that another transaction took meanwhile: the next try sees it. */
const retryCodes = new Set(["40001", "40P01", "23505"])

/**
 * Opens and migrates a Postgres database. The writes of one workspace that wait at the same time share a transaction, which
 * holds the workspace's row; different workspaces write side by side on a pool of connections.
 */
export const openPostgres = async (url: string): Promise<Engine> => {
  const connect = (max: number) => postgres(url, { max, onnotice: () => {}, fetch_types: false, connect_timeout: 10 })
  const t = defineTables(postgresKit)
  const ctx = (client: Sql) => ({ db: drizzle({ client }), t, engine: "postgres" }) as unknown as Ctx
  const reading = connect(readers)
  await migratePostgres(connect(1))
  const pool = Array.from({ length: writers }, () => postgresWriter(connect(1), ctx))
  const free = [...pool]
  const waitingForWriter: Array<(writer: PostgresWriter) => void> = []
  const listeners: Array<(outcome: Outcome) => void> = []
  const lanes = new Map<string, Unit[]>()
  const busy = new Set<Promise<void>>()
  const news = await openNews(connect(1))

  const take = (): Promise<PostgresWriter> => {
    const writer = free.pop()
    return writer ? Promise.resolve(writer) : new Promise((resolve) => waitingForWriter.push(resolve))
  }
  const give = (writer: PostgresWriter) => {
    const next = waitingForWriter.shift()
    if (next) next(writer)
    else free.push(writer)
  }

  const drain = async (lane: string) => {
    const writer = await take()
    try {
      for (let units = lanes.get(lane)!; units.length > 0; units = lanes.get(lane)!) {
        lanes.set(lane, [])
        const outcome = await runBatch(writer, units)
        for (const listener of listeners) listener(outcome)
        for (const { row } of outcome.committed) news.place(row.workspace_id, row.place)
        for (const signal of outcome.signals) news.signal(signal)
        outcome.settle()
      }
    } finally {
      lanes.delete(lane)
      give(writer)
    }
  }

  return {
    kind: "postgres",
    reader: gather(ctx(reading)),
    ctx: ctx(reading),
    write: (workspaces, run) =>
      new Promise((resolve, reject) => {
        // Writes of one workspace keep together; those of none or several have a lane to themselves.
        const lane = workspaces.length === 1 ? workspaces[0]! : crypto.randomUUID()
        const unit = { workspaces, run, resolve, reject }
        const units = lanes.get(lane)
        if (units) return void units.push(unit)
        lanes.set(lane, [unit])
        const work = drain(lane).finally(() => busy.delete(work))
        busy.add(work)
      }),
    onCommit: (listener) => void listeners.push(listener),
    announce: (signal) => news.signal(signal),
    onAnnounce: news.listen,
    foreignCommits: () => 0,
    ping: async () => void (await reading.unsafe("SELECT 1")),
    backup: async () => {
      throw new Error("backup copies SQLite databases only")
    },
    snapshot: (work) =>
      reading.begin("isolation level repeatable read read only", (sql) =>
        work(async (text) => (await sql.unsafe(text)) as unknown as Record<string, unknown>[]),
      ) as never,
    close: async () => {
      // A query on a connection that the database has reset may never be answered.
      await patiently(Promise.all(busy), closeMs)
      await Promise.all([reading.end(endNow), news.close(), ...pool.map((writer) => writer.end())])
    },
  }
}

type PostgresWriter = Writer & { end(): Promise<void> }

const postgresWriter = (client: Sql, ctx: (client: Sql) => Ctx): PostgresWriter => {
  const queries = gather(ctx(client))
  const run = async (sql: string) => void (await client.unsafe(sql))
  return {
    queries,
    begin: () => run("BEGIN"),
    commit: () => run("COMMIT"),
    rollback: () => run("ROLLBACK"),
    savepoint: () => run("SAVEPOINT unit"),
    release: () => run("RELEASE unit"),
    rollbackTo: () => run("ROLLBACK TO unit; RELEASE unit"),
    lock: async (workspaceId) => {
      const [row] = await client`SELECT event_seq FROM workspaces WHERE id = ${workspaceId} FOR UPDATE`
      return row ? Number(row.event_seq) : undefined
    },
    retryable: (error) => {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
      return cause instanceof Error && "code" in cause && retryCodes.has(String(cause.code))
    },
    end: () => client.end(endNow),
  }
}

const migratePostgres = async (client: Sql) => {
  try {
    await migrate(
      {
        locked: async (work) => {
          await client.unsafe("BEGIN")
          try {
            await client.unsafe(`SELECT pg_advisory_xact_lock(${migrationLock})`)
            await work()
            await client.unsafe("COMMIT")
          } catch (error) {
            await client.unsafe("ROLLBACK")
            throw error
          }
        },
        run: async (sql) => void (await client.unsafe(sql)),
        rows: async (sql) => (await client.unsafe(sql)) as unknown as Array<{ name: string; hash: string }>,
      },
      migrations.postgres,
    )
  } finally {
    await client.end()
  }
}
