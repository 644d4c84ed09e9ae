import { createWriteStream, existsSync, realpathSync } from "node:fs"
import { rename, rm } from "node:fs/promises"
import { basename, dirname, join } from "node:path"
import { exportData } from "../src/store/export.ts"
import type { Run } from "./commands.ts"
import { failure } from "./exit.ts"
import { text } from "./flags.ts"
import { sqliteFile, whichDatabase, withStore } from "./place.ts"

/** The path without links and dots, whether or not the file itself is there. */
const whole = (path: string) =>
  existsSync(path) ? realpathSync(path) : join(realpathSync(dirname(path)), basename(path))

const refuseSource = (out: string, source: string | undefined) => {
  if (!existsSync(dirname(out))) throw failure(`there is no folder ${dirname(out)}`)
  if (source === undefined || !existsSync(source)) return
  const files = ["", "-wal", "-shm", "-journal"].map((ending) => whole(source) + ending)
  if (files.includes(whole(out))) throw failure(`${out} belongs to the database that is exported: choose another file`)
}

/** Writes everything but secrets as one JSON object; a file appears when it is complete, or not at all. */
export const exportAll: Run = async ({ flags }, io) => {
  const out = text(flags, "out") ?? "-"
  if (out !== "-") refuseSource(out, sqliteFile(whichDatabase(flags, io)))
  await withStore(flags, io, async (store) => {
    if (out === "-") return exportData(store, io.write)
    const next = join(dirname(out), `.${basename(out)}.${crypto.randomUUID()}`)
    const stream = createWriteStream(next, { flags: "wx", mode: 0o600, flush: true })
    try {
      await exportData(
        store,
        (piece) => new Promise((done, broken) => stream.write(piece, (e) => (e ? broken(e) : done()))),
      )
      await new Promise<void>((done, broken) => stream.end(() => done()).on("error", broken))
      await rename(next, out)
    } catch (error) {
      stream.destroy()
      await rm(next, { force: true })
      throw error
    }
  })
}
