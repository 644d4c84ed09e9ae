import * as pg from "drizzle-orm/pg-core"
import * as lite from "drizzle-orm/sqlite-core"

/** Ids, names and times compare byte by byte on both engines, whatever the locale of the database. */
const plainText = pg.customType<{ data: string; driverData: string }>({ dataType: () => 'text COLLATE "C"' })

/** The words in which tables are written. Queries are typed as Postgres'; SQLite's builders take the same calls. */
export const postgresKit = {
  table: pg.pgTable,
  text: () => plainText(),
  int: () => pg.bigint({ mode: "number" }),
  bool: () => pg.boolean(),
  /** A growing number that the engine gives out: names rows inside the database, never on the wire. */
  serial: () => pg.bigserial({ mode: "number" }).primaryKey(),
  /** The index of words, which a migration written by hand makes. */
  words: () =>
    pg.pgTable("message_words", { n: pg.bigint({ mode: "number" }).primaryKey(), words: pg.text().notNull() }),
  index: pg.index,
  uniqueIndex: pg.uniqueIndex,
  primaryKey: pg.primaryKey,
}

export type Kit = typeof postgresKit

const liteWords = {
  table: lite.sqliteTable,
  text: () => lite.text(),
  int: () => lite.integer(),
  bool: () => lite.integer({ mode: "boolean" }),
  serial: () => lite.integer().primaryKey({ autoIncrement: true }),
  words: () =>
    lite.sqliteTable("message_words", { n: lite.integer("rowid").primaryKey(), words: lite.text().notNull() }),
  index: lite.index,
  uniqueIndex: lite.uniqueIndex,
  primaryKey: lite.primaryKey,
}

export const sqliteKit = liteWords as unknown as Kit
