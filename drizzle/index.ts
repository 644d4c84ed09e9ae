import postgresStart from "./postgres/0000_start.sql" with { type: "text" }
import postgresSearch from "./postgres/0001_search.sql" with { type: "text" }
import sqliteStart from "./sqlite/0000_start.sql" with { type: "text" }
import sqliteSearch from "./sqlite/0001_search.sql" with { type: "text" }

export type Migration = { name: string; sql: string }

/** The generated SQL of each release, in order, inside the binary. What was released is never edited. */
export const migrations: { sqlite: Migration[]; postgres: Migration[] } = {
  sqlite: [
    { name: "0000_start", sql: sqliteStart },
    { name: "0001_search", sql: sqliteSearch },
  ],
  postgres: [
    { name: "0000_start", sql: postgresStart },
    { name: "0001_search", sql: postgresSearch },
  ],
}
