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
  /** What an agent did in one turn, by message: one row for all of them. */
  steps?: string[]
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

  const turns = new Map<string, Row>()
  /** Steps without a turn's name: what stands together belongs together. */
  let loose: string[] = []
  const fold = (id: string, message: Message) => {
    const author = message.author_id
    const turn = message.turn_id ? `turn:${author}:${message.turn_id}` : `steps:${author}`
    const known = turns.get(turn)
    if (known) known.steps?.push(id)
    else {
      const key = message.turn_id ? turn : id
      add(key, { id, nonce: "", author, at: message.created_at, isNew: false, steps: [id] })
      const row = rows.get(key)
      if (row) turns.set(turn, row)
      if (!message.turn_id) loose.push(turn)
    }
    if (before?.author === author) before = { author, at: message.created_at }
  }

  for (const id of ids) {
    const message = state.messages[id]
    if (!message) continue
    if (isStep(message)) {
      if (!message.deleted_at) fold(id, message)
      continue
    }
    for (const turn of loose) turns.delete(turn)
    loose = []
    const isNew = !marked && isAfter(message, newAfter) && message.author_id !== state.me?.id
    if (isNew) marked = true
    const nonce = state.sent[id] ?? ""
    add(nonce ? `n:${nonce}` : id, { id, nonce: "", author: message.author_id, at: message.created_at, isNew })
  }
  for (const { nonce, user_id, created_at } of sending)
    add(`n:${nonce}`, { id: "", nonce, author: user_id, at: created_at, isNew: false })
  return rows
}

/** A step of an agent's work, not its word. */
export const isStep = (message: Pick<Message, "kind">) =>
  message.kind === "agent_commentary" || message.kind === "agent_tool"

const isAfter = (message: Message, seq: number) => (message.channel_seq ?? message.thread_seq ?? 0) > seq
