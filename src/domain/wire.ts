import type { Channel, Message, ThreadState, Upload, User, Workspace } from "../api/objects.ts"
import type { Row } from "../store/index.ts"

/** Rows as the wire shows them (contract: objects). What is empty is left out, never null. */

export const userJson = (user: Row<"users">): User => ({
  id: user.id,
  kind: user.kind as User["kind"],
  ...(user.owner_user_id ? { owner_user_id: user.owner_user_id } : {}),
  display_name: user.display_name,
  handle: user.handle,
  ...(user.deleted_at ? { former_handle: user.former_handle ?? "" } : {}),
  avatar_url: user.avatar_url || user.fallback_avatar_url,
  created_at: user.created_at,
  ...(user.deleted_at ? { deleted_at: user.deleted_at } : {}),
})

export const workspaceJson = (workspace: Row<"workspaces">, role?: string): Workspace => ({
  id: workspace.id,
  route_id: workspace.route_id,
  name: workspace.name,
  slug: workspace.slug,
  icon_url: workspace.icon_url,
  created_at: workspace.created_at,
  ...(role ? { role: role as NonNullable<Workspace["role"]> } : {}),
})

type Reading = { last_read_seq: number; countable_read: number; own: number; own_read: number } | null | undefined

/** How much of a place is unread: ordinary, living roots of others after the mark. */
export const unreadCount = (place: { countable: number }, read: Reading): number =>
  read ? Math.max(0, place.countable - read.countable_read - (read.own - read.own_read)) : place.countable

/** A channel without what depends on the reader: as events show it. */
export const channelFacts = (channel: Row<"channels">) => ({
  id: channel.id,
  route_id: channel.route_id,
  workspace_id: channel.workspace_id,
  name: channel.name,
  ...(channel.display_title ? { display_title: channel.display_title } : {}),
  kind: channel.kind,
  created_at: channel.created_at,
  ...(channel.archived_at ? { archived_at: channel.archived_at } : {}),
  external_managed: channel.external_managed,
  ...(channel.external_ref ? { external_ref: channel.external_ref } : {}),
  ...(channel.external_url ? { external_url: channel.external_url } : {}),
  ...(channel.sidebar_section ? { sidebar_section: channel.sidebar_section } : {}),
})

export const channelJson = (channel: Row<"channels">, read?: Reading): Channel => ({
  ...channelFacts(channel),
  last_seq: channel.last_seq,
  last_read_seq: read?.last_read_seq ?? 0,
  unread_count: unreadCount(channel, read),
})

export const threadStateJson = (root: Row<"messages">): ThreadState => ({
  root_message_id: root.id,
  reply_count: root.reply_count,
  ...(root.last_reply_at ? { last_reply_at: root.last_reply_at } : {}),
  last_reply_author_ids: root.last_reply_author_ids ? JSON.parse(root.last_reply_author_ids) : [],
})

/** A file; where its bytes lie is never told. */
export const uploadJson = (row: Row<"uploads">): Upload => ({
  id: row.id,
  workspace_id: row.workspace_id,
  owner_id: row.owner_id,
  ...(row.nonce ? { nonce: row.nonce } : {}),
  filename: row.filename,
  content_type: row.content_type,
  byte_size: row.byte_size,
  width: row.width,
  height: row.height,
  duration_ms: row.duration_ms,
  created_at: row.created_at,
})

/** A message with its people and files, without reactions and thread state. */
export const messageJson = (
  row: Row<"messages">,
  people: Map<string, User>,
  files?: Map<string, Upload[]>,
): Message => ({
  id: row.id,
  ...(row.route_id ? { route_id: row.route_id } : {}),
  workspace_id: row.workspace_id,
  ...(row.place_id.startsWith("dm_") ? { direct_conversation_id: row.place_id } : { channel_id: row.place_id }),
  author_id: row.author_id,
  ...(row.parent_message_id ? { parent_message_id: row.parent_message_id } : {}),
  thread_root_id: row.thread_root_id,
  ...(row.topic_id ? { topic_id: row.topic_id } : {}),
  ...(row.channel_seq ? { channel_seq: row.channel_seq } : {}),
  ...(row.thread_seq ? { thread_seq: row.thread_seq } : {}),
  body: row.body,
  body_format: "markdown",
  created_at: row.created_at,
  ...(row.edited_at ? { edited_at: row.edited_at } : {}),
  ...(row.deleted_at ? { deleted_at: row.deleted_at } : {}),
  ...(row.kind === "message" ? {} : { kind: row.kind as Message["kind"] }),
  ...(row.turn_id ? { turn_id: row.turn_id } : {}),
  ...(people.has(row.author_id) ? { author: people.get(row.author_id)! } : {}),
  ...(files?.has(row.id) ? { attachments: files.get(row.id)! } : {}),
  ...(row.quoted_message_id ? { quoted_message_id: row.quoted_message_id } : {}),
  ...(row.quoted_message_id ? { quoted_body_snapshot: row.quoted_body_snapshot ?? "" } : {}),
  ...(row.quoted_author_id ? { quoted_author_id: row.quoted_author_id } : {}),
  ...(row.quoted_author_id && people.has(row.quoted_author_id)
    ? { quoted_author: people.get(row.quoted_author_id)! }
    : {}),
  ...(row.nonce ? { nonce: row.nonce } : {}),
})

/** The people who are named in these messages. */
export const peopleOf = (rows: Row<"messages">[]): string[] => [
  ...new Set(rows.flatMap((row) => (row.quoted_author_id ? [row.author_id, row.quoted_author_id] : [row.author_id]))),
]
