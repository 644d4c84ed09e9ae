import type { Message, Sending, State } from "../state/index.ts"
import { dayKey } from "../time.ts"

/** What stands around one message in the list. */
export type Row = {
  /** A message's id, or empty for one on its way. */
  id: string
  nonce: string
  author: string
  at: string
  grouped: boolean
  /** The first of its day. */
  opensDay: boolean
  /** The first unread one. */
  isNew: boolean
}

const near = 5 * 60_000

/**
 * The rows of a stretch of messages and of what is on its way below it. A row keeps its key when its message arrives,
 * so that the page does not blink.
 */
export const rowsOf = (state: State, ids: string[], sending: Sending[], newAfter: number, days = true) => {
  const rows = new Map<string, Row>()
  let before: Pick<Row, "author" | "at"> | undefined
  let marked = newAfter < 0

  const add = (key: string, row: Omit<Row, "grouped" | "opensDay">) => {
    const opensDay = days && (!before || dayKey(before.at) !== dayKey(row.at))
    const close = before?.author === row.author && Date.parse(row.at) - Date.parse(before.at) < near
    rows.set(key, { ...row, opensDay, grouped: close && !opensDay && !row.isNew })
    before = row
  }

  for (const id of ids) {
    const message = state.messages[id]
    if (!message) continue
    const isNew = !marked && isAfter(message, newAfter) && message.author_id !== state.me?.id
    if (isNew) marked = true
    const nonce = state.sent[id] ?? ""
    add(nonce ? `n:${nonce}` : id, { id, nonce: "", author: message.author_id, at: message.created_at, isNew })
  }
  for (const { nonce, user_id, created_at } of sending)
    add(`n:${nonce}`, { id: "", nonce, author: user_id, at: created_at, isNew: false })
  return rows
}

const isAfter = (message: Message, seq: number) => (message.channel_seq ?? message.thread_seq ?? 0) > seq
