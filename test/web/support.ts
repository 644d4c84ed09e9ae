import type { Channel, DirectConversation, Event, Message, User } from "../../web/state/index.ts"
import { empty, enter, reduce, type State } from "../../web/state/index.ts"

export const workspace_id = "wsp_sea"
const at = (seconds: number) => new Date(Date.UTC(2026, 10, 18, 9, 0, seconds)).toISOString()
export const cursor = (n: number) => `cur_${String(n).padStart(26, "0")}`

export const user = (name: string): User => ({
  id: `usr_${name}`,
  kind: "human",
  display_name: name,
  handle: name,
  avatar_url: "",
  created_at: at(0),
})

export const channel = (name: string, more: Partial<Channel> = {}): Channel => ({
  id: `chn_${name}`,
  route_id: `C${name}`,
  workspace_id,
  name,
  kind: "public",
  created_at: at(0),
  external_managed: false,
  last_seq: 0,
  last_read_seq: 0,
  unread_count: 0,
  ...more,
})

export const conversation = (names: string[], more: Partial<DirectConversation> = {}): DirectConversation => ({
  id: `dm_${names.join("_")}`,
  route_id: `D${names.join("")}`,
  workspace_id,
  created_at: at(0),
  members: names.map(user),
  last_seq: 0,
  last_read_seq: 0,
  unread_count: 0,
  can_send: true,
  ...more,
})

export const message = (seq: number, author: string, more: Partial<Message> = {}): Message => ({
  id: `msg_${seq}`,
  workspace_id,
  channel_id: "chn_general",
  author_id: `usr_${author}`,
  author: user(author),
  thread_root_id: `msg_${seq}`,
  channel_seq: seq,
  body: `Message ${seq}`,
  body_format: "markdown",
  created_at: at(seq),
  ...more,
})

export const reply = (seq: number, root: string, author: string, more: Partial<Message> = {}): Message => ({
  ...message(seq, author),
  id: `msg_reply_${seq}`,
  channel_seq: undefined,
  thread_seq: seq,
  parent_message_id: root,
  thread_root_id: root,
  ...more,
})

type Loose = { type: Event["type"]; payload: Record<string, unknown>; seq?: number; channel_id?: string }

/** An event as it comes over the socket. */
export const event = (n: number, { type, payload, seq, channel_id }: Loose) =>
  ({
    id: `evt_${n}`,
    cursor: cursor(n),
    type,
    workspace_id,
    channel_id,
    seq,
    created_at: at(n),
    payload,
  }) as unknown as Event

export const created = (n: number, one: Message) =>
  event(n, {
    type: "message.created",
    channel_id: one.channel_id,
    seq: one.channel_seq,
    payload: { message_id: one.id, author_id: one.author_id, nonce: one.nonce, message: one },
  })

export const updated = (n: number, one: Message) =>
  event(n, {
    type: "message.updated",
    payload: { message_id: one.id, root_message_id: one.thread_root_id, message: one },
  })

export const deleted = (n: number, one: Message) =>
  event(n, {
    type: "message.deleted",
    channel_id: one.channel_id,
    seq: one.channel_seq,
    payload: {
      message_id: one.id,
      root_message_id: one.thread_root_id,
      message: { ...one, body: "", deleted_at: at(n) },
    },
  })

/** Ada's state in a workspace with #general, at the start of its log. */
export const start = (more: Partial<Channel> = {}): State => {
  const state = empty()
  state.me = user("ada")
  enter(state, workspace_id, cursor(0))
  state.channels.chn_general = channel("general", more)
  return state
}

/** Hears these one after the other. */
export const hear = (state: State, ...events: Event[]) => {
  for (const one of events) reduce(state, one)
}

export const page = (messages: Message[], more: { has_older?: boolean; has_newer?: boolean } = {}) => ({
  messages,
  oldest_seq: messages[0]?.channel_seq ?? 0,
  newest_seq: messages.at(-1)?.channel_seq ?? 0,
  has_older: more.has_older ?? false,
  has_newer: more.has_newer ?? false,
})
