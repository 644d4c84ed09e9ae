import { Database } from "bun:sqlite"
import { join } from "node:path"
import postgres from "postgres"

type Row = Record<string, string | number | null>
type Where = { config: { db: string }; data: string }

/** A connection to a server's database from outside, as another program would have one. */
export const openOutside = ({ config, data }: Where) => {
  if (!config.db) {
    const database = new Database(join(data, "clickclack.db"))
    database.run("PRAGMA busy_timeout = 5000")
    return {
      query: async (sql: string) => database.query(sql).all() as Row[],
      close: async () => database.close(),
    }
  }
  const client = postgres(config.db, { max: 1, onnotice: () => {} })
  return {
    query: async (sql: string) => (await client.unsafe(sql)) as unknown as Row[],
    close: () => client.end(),
  }
}

/** Runs one statement on a server's database from outside. */
export const outside = async (where: Where, sql: string): Promise<Row[]> => {
  const { query, close } = openOutside(where)
  try {
    return await query(sql)
  } finally {
    await close()
  }
}
