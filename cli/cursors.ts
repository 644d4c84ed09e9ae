import { readFile } from "node:fs/promises"
import type { Io } from "./io.ts"
import { replaceFile, statePath } from "./stored.ts"

type Reader = { server: string; workspaceId: string; userId: string }

/** How often at most the place in the log is written down. A process that is killed hears the rest again. */
const every = 500

/** Remembers how far one person has heard the log of one workspace of one server. */
export const cursorFile = async (env: Io["env"], { server, workspaceId, userId }: Reader) => {
  const name = `${server.replace(/^https?:\/\//, "").replace(/[^A-Za-z0-9.-]+/g, "_")}_${workspaceId}_${userId}`
  const path = statePath(env, "cursors", name)
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return ""
    throw error
  })
  const stored = /^cur_\w+$/.exec(text.trim())?.[0]

  let cursor = stored
  let written = stored
  let last = 0
  const save = async () => {
    if (cursor === undefined || cursor === written) return
    last = Date.now()
    const next = cursor
    await replaceFile(path, `${next}\n`)
    written = next
  }
  return {
    stored,
    save,
    /** To be called after the event has been printed, so that none is skipped. */
    moveTo: async (next: string) => {
      cursor = next
      if (Date.now() - last >= every) await save()
    },
  }
}
