import postgresStart from "./postgres/0000_start.sql" with { type: "text" }
import sqliteStart from "./sqlite/0000_start.sql" with { type: "text" }

export type Migration = { name: string; sql: string }

/** The generated SQL of each release, in order, inside the binary. What was released is never edited. */
export const migrations: { sqlite: Migration[]; postgres: Migration[] } = {
  sqlite: [{ name: "0000_start", sql: sqliteStart }],
  postgres: [{ name: "0000_start", sql: postgresStart }],
}
