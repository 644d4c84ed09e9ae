import { Database } from "bun:sqlite"
import { existsSync } from "node:fs"
import { chmod, rm } from "node:fs/promises"
import type { Run } from "./commands.ts"
import { failure } from "./exit.ts"
import { needed } from "./flags.ts"
import { sqliteFile, whichDatabase, withStore } from "./place.ts"

/** Applies the migrations that the database lacks. */
export const migrate: Run = async ({ flags }, io) =>
  withStore(flags, io, async () => io.out("the database is up to date\n"))

/**
 * Copies the SQLite database as it is at this moment, also of a running server. It is not opened through the store, which
 * would migrate it: a copy made with a new program before an upgrade must be the old one.
 */
export const backup: Run = async ({ flags }, io) => {
  const out = needed(flags, "out")
  const file = sqliteFile(whichDatabase(flags, io))
  if (file === undefined) throw failure("backup copies SQLite databases only: copy Postgres with pg_dump")
  if (!existsSync(file)) throw failure(`there is no database at ${file}`)
  if (existsSync(out)) throw failure(`${out} exists already: nothing is overwritten`)
  const database = new Database(file, { readonly: true })
  try {
    database.run("PRAGMA busy_timeout = 10000")
    database.query("VACUUM INTO ?").run(out)
    await chmod(out, 0o600)
  } catch (cause) {
    await rm(out, { force: true })
    throw Object.assign(failure(`the copy failed: ${cause instanceof Error ? cause.message : cause}`), { cause })
  } finally {
    database.close()
  }
  io.out(`copied to ${out}\n`)
}
