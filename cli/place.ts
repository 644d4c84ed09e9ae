import { loadPlace } from "../src/config.ts"
import { isAppError } from "../src/errors.ts"
import { databaseUrl, openStore, type Store } from "../src/store/index.ts"
import type { FlagValues } from "./argv.ts"
import { failure } from "./exit.ts"
import type { Io } from "./io.ts"

/** The database as it may be named in public: without user and password. */
const publicName = (url: string) => url.replace(/^(\w+:\/\/)[^/@]*@/, "$1").replace(/\?.*$/, "")

/** The file of an SQLite database; undefined for another engine. */
export const sqliteFile = (url: string): string | undefined =>
  /^postgres(ql)?:\/\//.test(url) ? undefined : url.replace(/^(sqlite|file):(\/\/)?/, "")

/** Which database --data and --db, or their variables, mean. */
export const whichDatabase = (flags: FlagValues, io: Io): string => databaseUrl(loadPlace({ flags, env: io.env }))

/** Opens the database of --data and --db, brings it up to date, and closes it after the work. */
export const withStore = async <T>(flags: FlagValues, io: Io, work: (store: Store) => Promise<T>): Promise<T> => {
  const place = loadPlace({ flags, env: io.env })
  const store = await openStore(place).catch((cause: unknown) => {
    if (isAppError(cause)) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw Object.assign(failure(`cannot open the database ${publicName(databaseUrl(place))}: ${reason}`), { cause })
  })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}
