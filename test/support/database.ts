import { Database } from "bun:sqlite"
import { join } from "node:path"
import postgres from "postgres"

type Row = Record<string, string | number | null>

/** Runs a statement on a server's database from outside, as another program would. */
export const outside = async (
  { config, data }: { config: { db: string }; data: string },
  sql: string,
): Promise<Row[]> => {
  if (!config.db) {
    const database = new Database(join(data, "clickclack.db"))
    try {
      database.run("PRAGMA busy_timeout = 5000")
      return database.query(sql).all() as Row[]
    } finally {
      database.close()
    }
  }
  const client = postgres(config.db, { max: 1, onnotice: () => {} })
  try {
    return (await client.unsafe(sql)) as unknown as Row[]
  } finally {
    await client.end()
  }
}
