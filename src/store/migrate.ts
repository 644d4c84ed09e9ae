import type { Migration } from "../../drizzle/index.ts"
import { fail } from "../errors.ts"
import { hashSecret, timestamp } from "../ids.ts"

/** What a database must be able to do to be migrated. `locked` keeps other programs out and rolls back when it throws. */
export type Migratable = {
  locked(work: () => Promise<void>): Promise<void>
  run(sql: string, params?: string[]): Promise<void>
  rows(sql: string): Promise<Array<{ name: string; hash: string }>>
}

const separator = "--> statement-breakpoint"

/**
 * Applies what is missing, in order, in one transaction. Stops with a sentence when the database was made by a newer
 * program or by other SQL than this program carries.
 */
export const migrate = (database: Migratable, migrations: Migration[]): Promise<void> =>
  database.locked(async () => {
    await database.run(
      "CREATE TABLE IF NOT EXISTS schema_migrations (name TEXT PRIMARY KEY, hash TEXT NOT NULL, applied_at TEXT NOT NULL)",
    )
    const applied = await database.rows("SELECT name, hash FROM schema_migrations ORDER BY name")
    const known = new Map(migrations.map((migration) => [migration.name, hashSecret(migration.sql)]))
    for (const { name, hash } of applied) {
      if (!known.has(name))
        fail("conflict", `the database is newer than this program (it has migration ${name}): start a newer clickclack`)
      if (known.get(name) !== hash)
        fail(
          "conflict",
          `migration ${name} of the database is not the one in this program: it was made by another build`,
        )
    }
    const done = new Set(applied.map((row) => row.name))
    for (const { name, sql } of migrations.filter((migration) => !done.has(migration.name))) {
      for (const statement of sql.split(separator)) if (statement.trim()) await database.run(statement)
      await database.run(
        `INSERT INTO schema_migrations (name, hash, applied_at) VALUES ('${name}', '${hashSecret(sql)}', '${timestamp()}')`,
      )
    }
  })
