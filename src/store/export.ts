import { getTableColumns } from "drizzle-orm"
import { cursorOf } from "../ids.ts"
import type { Store } from "./index.ts"

type Raw = Record<string, unknown>
type Rows = (sql: string) => Promise<Raw[]>
type Write = (text: string) => Promise<void>

/** What opens a door, or tells where something lies, leaves the database for nobody. New columns are caught by their names. */
const secret = /(^|_)(hash|secret|phc|endpoint|p256dh|auth|token|private_key)$|^(pushover_user_key|storage_path)$/

/** Tables that hold nothing to keep: how far the server itself has come, and the search index. */
const left = new Set(["counters", "setup_links", "search_marks", "message_words"])

/** Tables too long to be read at once, with a key that is unique in the order of which they are read. */
const long: Record<string, readonly string[]> = {
  messages: ["n"],
  events: ["workspace_id", "place"],
  reactions: ["message_id", "emoji", "user_id"],
}
const pageSize = 2000

const isDirect = (place: unknown) => String(place).startsWith("dm_")

/** Rows as the contract names their columns, where ours differ. A row may go into another table, or nowhere. */
const shape: Record<string, (row: Raw) => Array<[table: string, row: Raw]>> = {
  messages: ({ n, nonce_digest, place_id, kind, nonce, reply_count, last_reply_at, last_reply_author_ids, ...row }) => [
    [
      "messages",
      {
        ...row,
        channel_id: isDirect(place_id) ? null : place_id,
        direct_conversation_id: isDirect(place_id) ? place_id : null,
        message_kind: kind,
        client_nonce: nonce,
      },
    ],
    ...(Number(reply_count) > 0
      ? [
          ["thread_state", { root_message_id: row.id, reply_count, last_reply_at, last_reply_author_ids }] as [
            string,
            Raw,
          ],
        ]
      : []),
  ],
  events: ({ place, payload, ...row }) => [
    ["events", { cursor: cursorOf(String(row.workspace_id), Number(place)), ...row, payload_json: payload }],
  ],
  reads: ({ place_id, user_id, last_read_seq, last_read_at }) => [
    isDirect(place_id)
      ? ["direct_reads", { conversation_id: place_id, user_id, last_read_seq, last_read_at }]
      : ["channel_reads", { channel_id: place_id, user_id, last_read_seq, last_read_at }],
  ],
}

/** Which tables a table of ours becomes. */
const becomes: Record<string, readonly string[]> = {
  messages: ["messages", "thread_state"],
  reads: ["channel_reads", "direct_reads"],
}

const literal = (value: unknown) =>
  typeof value === "number" ? String(value) : `'${String(value).replaceAll("'", "''")}'`

async function* pages(rows: Rows, table: string): AsyncGenerator<Raw[]> {
  const key = long[table]
  if (!key) return yield await rows(`SELECT * FROM ${table}`)
  const columns = key.join(", ")
  let last: Raw | undefined
  do {
    const after = last ? `WHERE (${columns}) > (${key.map((column) => literal(last?.[column])).join(", ")})` : ""
    const page = await rows(`SELECT * FROM ${table} ${after} ORDER BY ${columns} LIMIT ${pageSize}`)
    if (page.length > 0) yield page
    last = page.length === pageSize ? page.at(-1) : undefined
  } while (last)
}

/** One JSON object with a property for each table, from one moment, without secrets; written piece by piece. */
export const exportData = (store: Pick<Store, "snapshot" | "ctx">, write: Write): Promise<void> =>
  store.snapshot(async (rows) => {
    await write("{")
    let first = true
    for (const [table, definition] of Object.entries(store.ctx.t)) {
      if (left.has(table)) continue
      const columns = Object.entries(getTableColumns(definition))
      // The engines give numbers and truth values in their own ways.
      const plain = (raw: Raw): Raw =>
        Object.fromEntries(
          columns.map(([name, { dataType }]) => {
            const value = raw[name] ?? null
            if (value === null || value === "") return [name, value]
            if (secret.test(name)) return [name, "[redacted]"]
            return [name, dataType === "boolean" ? Boolean(value) : dataType === "number" ? Number(value) : value]
          }),
        )
      for (const target of becomes[table] ?? [table]) {
        await write(`${first ? "" : ","}\n${JSON.stringify(target)}:[`)
        first = false
        let begun = false
        for await (const page of pages(rows, table)) {
          const shaped = page.flatMap((raw) => shape[table]?.(plain(raw)) ?? [[table, plain(raw)] as const])
          const lines = shaped.flatMap(([name, row]) => (name === target ? [JSON.stringify(row)] : []))
          if (lines.length === 0) continue
          await write(`${begun ? "," : ""}\n${lines.join(",\n")}`)
          begun = true
        }
        await write("]")
      }
    }
    await write("\n}\n")
  })
