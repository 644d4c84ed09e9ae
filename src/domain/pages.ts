import { fail } from "../errors.ts"
import type { Queries, Row } from "../store/index.ts"
import { lenientLimit } from "./rules.ts"

/** The query parameters of a window, as they came. */
export type PageQuery = {
  after_seq?: string | undefined
  before_seq?: string | undefined
  around_seq?: string | undefined
  mode?: string | undefined
  latest?: string | undefined
  limit?: string | undefined
}

export type PageRequest = { mode: "latest" | "earliest" | "after" | "before" | "around"; seq: number; limit: number }

const invalid = () => fail("invalid", "invalid message page request")

/** Reads the window that a caller wants: at most one of the cursors, none of them negative. */
export const pageRequest = (query: PageQuery, fallback: "latest" | "earliest" = "latest"): PageRequest => {
  const limit = lenientLimit(query.limit, 100, 200)
  const chosen: Array<[PageRequest["mode"], string]> = []
  if (query.mode !== undefined)
    chosen.push([query.mode === "latest" && fallback === "latest" ? "latest" : invalid(), "0"])
  if (query.latest !== undefined) {
    if (query.latest !== "true" && query.latest !== "false") invalid()
    if (query.latest === "true") chosen.push(["latest", "0"])
  }
  for (const mode of ["after", "before", "around"] as const) {
    const seq = query[`${mode}_seq`]
    if (seq !== undefined) chosen.push([mode, seq])
  }
  if (chosen.length > 1) invalid()
  const [mode, text] = chosen[0] ?? [fallback, "0"]
  if (!/^\d{1,15}$/.test(text)) invalid()
  return { mode, seq: Number(text), limit }
}

type Fetch = (window: Parameters<Queries["messages"]["replies"]>[1]) => Promise<Row<"messages">[]>
export type Page = {
  rows: Row<"messages">[]
  oldest_seq: number
  newest_seq: number
  has_older: boolean
  has_newer: boolean
}

/** The rows of a window, ascending, and what lies beyond its borders. */
export const fetchPage = async (
  fetch: Fetch,
  seqOf: (row: Row<"messages">) => number,
  request: PageRequest,
): Promise<Page> => {
  const { mode, seq, limit } = request
  const older = async (before: number | undefined, count: number) => {
    const rows = await fetch({ ...(before === undefined ? {} : { before }), newestFirst: true, limit: count + 1 })
    return { rows: rows.slice(0, count).reverse(), more: rows.length > count }
  }
  const newer = async (from: number, count: number) => {
    const rows = await fetch({ from, limit: count + 1 })
    return { rows: rows.slice(0, count), more: rows.length > count }
  }
  const any = async (window: { before: number } | { from: number }) => (await fetch({ ...window, limit: 1 })).length > 0

  let rows: Row<"messages">[]
  let has_older: boolean
  let has_newer: boolean
  if (mode === "latest" || mode === "before") {
    const page = await older(mode === "before" ? seq : undefined, limit)
    rows = page.rows
    has_older = page.more
    has_newer = mode === "before" && (await any({ from: seq }))
  } else if (mode === "around") {
    const half = Math.ceil(limit / 2)
    const before = await older(seq + 1, half)
    const after = await newer(seq + 1, limit - half)
    rows = [...before.rows, ...after.rows]
    has_older = before.more
    has_newer = after.more
  } else {
    const from = mode === "after" ? seq + 1 : 0
    const page = await newer(from, limit)
    rows = page.rows
    has_newer = page.more
    has_older = mode === "after" && (await any({ before: from }))
  }
  const [first, last] = [rows[0], rows.at(-1)]
  return { rows, oldest_seq: first ? seqOf(first) : 0, newest_seq: last ? seqOf(last) : 0, has_older, has_newer }
}
