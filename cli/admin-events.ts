import { withAdmin } from "./admin.ts"
import { usageError } from "./argv.ts"
import type { Run } from "./commands.ts"
import { integer, needed, text } from "./flags.ts"

const day = 86_400_000

/** An RFC 3339 moment. */
const moment = (value: string): Date => {
  const date = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/.test(value)
    ? new Date(value)
    : undefined
  if (!date || Number.isNaN(date.getTime())) throw usageError("--before must be a time such as 2026-01-31T00:00:00Z")
  return date
}

/** Removes old events of a workspace's log. */
export const pruneEvents: Run = async ({ flags }, io) => {
  const workspace = needed(flags, "workspace")
  const days = integer(flags, "older-than-days", 0, 36_500)
  const keepLatest = integer(flags, "keep-latest", 0)
  const given = text(flags, "before")
  if (days !== undefined && given !== undefined) throw usageError("--older-than-days and --before exclude each other")
  if (days === undefined && given === undefined && keepLatest === undefined)
    throw usageError("--older-than-days, --before or --keep-latest is missing")
  const before =
    given !== undefined ? moment(given) : days !== undefined ? new Date(Date.now() - days * day) : undefined
  const count = await withAdmin(flags, io, (admin) => admin.pruneEvents({ workspace, before, keepLatest }))
  io.out(`pruned ${count} events\n`)
}
