import type { Event } from "../events.ts"
import { cursorOf } from "../ids.ts"
import type { Committed, Queries, Row } from "../store/index.ts"
import { filesOf } from "./present.ts"
import { channelFacts, messageJson, peopleOf, threadStateJson, userJson, workspaceJson } from "./wire.ts"

type EventRow = Row<"events">

/** An event as it travels: its facts, and the object as it is now. */
export const eventJson = (row: EventRow, payload: Record<string, unknown>, object?: Record<string, unknown>): Event =>
  ({
    id: row.id,
    cursor: cursorOf(row.workspace_id, row.place),
    type: row.type,
    workspace_id: row.workspace_id,
    ...(row.channel_id ? { channel_id: row.channel_id } : {}),
    ...(row.seq === null ? {} : { seq: row.seq }),
    created_at: row.created_at,
    payload: object ? { ...payload, ...object } : payload,
    ...(row.mentioned_user_ids ? { mentioned_user_ids: JSON.parse(row.mentioned_user_ids) } : {}),
  }) as Event

/** The event that a write has just made, for its answer. */
export const committedJson = ({ row, payload, object }: Committed): Event => eventJson(row, payload, object)

/** Which object each type shows. */
const shows: Record<string, "message" | "channel" | "thread_state" | "user" | "workspace"> = {
  "message.created": "message",
  "message.updated": "message",
  "message.deleted": "message",
  "thread.reply_created": "message",
  "pin.added": "message",
  "pin.removed": "message",
  "thread.state_updated": "thread_state",
  "channel.created": "channel",
  "channel.updated": "channel",
  "channel.member_added": "channel",
  "user.updated": "user",
  "workspace.updated": "workspace",
  "workspace.ownership_transferred": "workspace",
}

const byId = <T extends { id: string }>(rows: T[]) => new Map(rows.map((row) => [row.id, row]))

/** Events from the log with their objects as they are now: a fixed number of queries, however many events. */
export const hydrate = async (q: Queries, rows: EventRow[]): Promise<Event[]> => {
  const wanted = (kind: string) => [
    ...new Set(rows.flatMap((row) => (row.object_id && shows[row.type] === kind ? [row.object_id] : []))),
  ]
  const messages = byId(await q.messages.byIds([...new Set([...wanted("message"), ...wanted("thread_state")])]))
  const channels = byId(await q.channels.byIds(wanted("channel")))
  const users = byId(await q.accounts.byIds([...new Set([...wanted("user"), ...peopleOf([...messages.values()])])]))
  const workspaces = wanted("workspace").length > 0 ? [await q.workspaces.find(rows[0]!.workspace_id)] : []
  const files = await filesOf(q, [...messages.values()])
  const people = new Map([...users].map(([id, user]) => [id, userJson(user)]))

  const object = (row: EventRow): Record<string, unknown> | undefined => {
    const kind = shows[row.type]
    const id = row.object_id
    if (!kind || !id) return undefined
    if (kind === "user") return people.has(id) ? { user: people.get(id) } : undefined
    if (kind === "workspace") return workspaces[0] ? { workspace: workspaceJson(workspaces[0]) } : undefined
    if (kind === "channel") return channels.has(id) ? { channel: channelFacts(channels.get(id)!) } : undefined
    const message = messages.get(id)
    if (!message) return undefined
    return kind === "message"
      ? { message: messageJson(message, people, files) }
      : { thread_state: threadStateJson(message) }
  }
  return rows.map((row) => eventJson(row, JSON.parse(row.payload), object(row)))
}
