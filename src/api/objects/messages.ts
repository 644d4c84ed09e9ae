import * as v from "valibot"
import { count, id, time } from "../kit.ts"
import { User } from "./users.ts"

export const messageKinds = ["message", "agent_commentary", "agent_tool"] as const
export const MessageKind = v.picklist(messageKinds)
export type MessageKind = v.InferOutput<typeof MessageKind>

/** A file; its bytes are at `/api/uploads/{id}`. */
export const Upload = v.object({
  id: id("upl"),
  workspace_id: id("wsp"),
  owner_id: id("usr"),
  nonce: v.optional(v.string()),
  filename: v.string(),
  content_type: v.string(),
  byte_size: count,
  /** 0 when unknown, like the next two. */
  width: count,
  height: count,
  duration_ms: count,
  created_at: time,
})
export type Upload = v.InferOutput<typeof Upload>

export const ThreadState = v.object({
  root_message_id: id("msg"),
  reply_count: count,
  last_reply_at: v.optional(time),
  /** The three who answered last, newest first. */
  last_reply_author_ids: v.array(id("usr")),
})
export type ThreadState = v.InferOutput<typeof ThreadState>

export const ReactionSummary = v.object({
  emoji: v.string(),
  count: v.pipe(v.number(), v.integer(), v.minValue(1)),
  reacted_by_me: v.boolean(),
})
export type ReactionSummary = v.InferOutput<typeof ReactionSummary>

export const Message = v.object({
  id: id("msg"),
  route_id: v.optional(v.string()),
  workspace_id: id("wsp"),
  channel_id: v.optional(id("chn")),
  direct_conversation_id: v.optional(id("dm")),
  author_id: id("usr"),
  /** The root; replies only. */
  parent_message_id: v.optional(id("msg")),
  /** A root's own id. */
  thread_root_id: id("msg"),
  topic_id: v.optional(id("top")),
  channel_seq: v.optional(count),
  thread_seq: v.optional(count),
  /** Markdown; empty after deletion. */
  body: v.string(),
  body_format: v.literal("markdown"),
  created_at: time,
  edited_at: v.optional(time),
  deleted_at: v.optional(time),
  kind: v.optional(MessageKind),
  turn_id: v.optional(v.string()),
  author: v.optional(User),
  attachments: v.optional(v.array(Upload)),
  quoted_message_id: v.optional(id("msg")),
  quoted_body_snapshot: v.optional(v.string()),
  quoted_author_id: v.optional(id("usr")),
  quoted_author: v.optional(User),
  thread_state: v.optional(ThreadState),
  nonce: v.optional(v.string()),
  reactions: v.optional(v.array(ReactionSummary)),
})
export type Message = v.InferOutput<typeof Message>

const window = { oldest_seq: count, newest_seq: count, has_older: v.boolean(), has_newer: v.boolean() }

/** A window of root messages, oldest first. */
export const MessagePage = v.object({ messages: v.array(Message), ...window })
export type MessagePage = v.InferOutput<typeof MessagePage>

/** A root and a window of its replies, oldest first. */
export const ThreadPage = v.object({
  root: Message,
  replies: v.array(Message),
  thread_state: ThreadState,
  ...window,
})
export type ThreadPage = v.InferOutput<typeof ThreadPage>

/** A found message; highlights count code points of the snippet, `end` not included. */
export const SearchHit = v.object({
  id: id("msg"),
  workspace_id: id("wsp"),
  channel_id: v.optional(id("chn")),
  channel_name: v.optional(v.string()),
  direct_conversation_id: v.optional(id("dm")),
  author: User,
  parent_message_id: v.optional(id("msg")),
  thread_root_id: id("msg"),
  channel_seq: v.optional(count),
  thread_seq: v.optional(count),
  created_at: time,
  edited_at: v.optional(time),
  reply_count: count,
  last_reply_at: v.optional(time),
  snippet: v.string(),
  highlights: v.array(v.object({ start: count, end: count })),
})
export type SearchHit = v.InferOutput<typeof SearchHit>
