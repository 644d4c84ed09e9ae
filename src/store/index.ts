import { join } from "node:path"
import type { Outcome, Signal, Tx } from "./batch.ts"
import type { Ctx, Queries } from "./query.ts"

export type { Committed, Emission, Signal, Tx } from "./batch.ts"
export type { NewRow, Queries, Row } from "./query.ts"
export type { Document, Reach, Slice, Term } from "./search.ts"

/** What another node says: how far the logs of workspaces have come, and what is not in them. */
export type Announcement = { places: Array<[string, number]>; signals: Signal[]; lost?: boolean }

export type Engine = {
  kind: "sqlite" | "postgres"
  reader: Queries
  ctx: Ctx
  write<T>(workspaces: string[], run: (tx: Tx) => Promise<T>): Promise<T>
  onCommit(listener: (outcome: Outcome) => void): void
  /** Tells the other nodes something that is not in the log. */
  announce(signal: Signal): void
  onAnnounce(listener: (news: Announcement) => void): void
  foreignCommits(): number
  ping(): Promise<void>
  backup(out: string): Promise<void>
  /** Raw rows from one consistent view of the database. */
  snapshot<T>(work: (rows: (sql: string) => Promise<Record<string, unknown>[]>) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export type Store = Omit<Engine, "write" | "reader"> & {
  /** Questions. They see what was committed and never wait for a write. */
  read: Queries
  /**
   * Runs the work in one transaction that holds these workspaces; resolves after the commit is on disk. What it emits
   * commits with its rows. It may run twice, so it changes nothing but through `tx`. Never write inside a write.
   */
  write<T>(workspaces: string | string[] | null, work: (tx: Tx) => Promise<T>): Promise<T>
}

/** Where the database is: `--db`, or `clickclack.db` in the data folder. */
export const databaseUrl = ({ data, db }: { data: string; db?: string | undefined }): string =>
  db || `sqlite://${join(data, "clickclack.db")}`

/** Opens the database of these settings, brings its tables up to date and gives the store. */
export const openStore = async (where: { data: string; db?: string | undefined }): Promise<Store> => {
  const url = databaseUrl(where)
  const engine = /^postgres(ql)?:\/\//.test(url)
    ? await (await import("./postgres.ts")).openPostgres(url)
    : await (await import("./sqlite.ts")).openSqlite(url.replace(/^(sqlite|file):(\/\/)?/, ""))
  const { reader, write, ...rest } = engine
  return {
    ...rest,
    read: reader,
    write: (workspaces, work) =>
      write(workspaces === null ? [] : typeof workspaces === "string" ? [workspaces] : workspaces, work),
  }
}
