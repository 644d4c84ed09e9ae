import { sql } from "drizzle-orm"
import type { Kit } from "./kit.ts"
import { accountTables } from "./tables-accounts.ts"
import { integrationTables } from "./tables-integrations.ts"
import { notificationTables } from "./tables-notifications.ts"
import { uploadTables } from "./tables-uploads.ts"

/**
 * All tables, once, in words that both engines know. Column names are the wire's, so that a row travels unmapped; a time
 * is RFC 3339 text, JSON is text.
 */
export const defineTables = (kit: Kit) => {
  const { table, text, int, bool, serial, index, uniqueIndex, primaryKey } = kit
  const accounts = accountTables(kit)
  const { users } = accounts

  const workspaces = table("workspaces", {
    id: text().primaryKey(),
    route_id: text().notNull().unique(),
    name: text().notNull(),
    slug: text().notNull().unique(),
    icon_url: text().notNull().default(""),
    created_at: text().notNull(),
    /** The place of the newest event in this workspace's log. Whoever writes in the workspace locks this row first. */
    event_seq: int().notNull().default(0),
  })
  const workspace_id = () =>
    text()
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" })

  const workspace_members = table(
    "workspace_members",
    {
      workspace_id: workspace_id(),
      user_id: text()
        .notNull()
        .references(() => users.id),
      role: text().notNull(),
      joined_at: text().notNull(),
      timeout_until: text(),
      blocked_at: text(),
      moderation_note: text(),
      moderation_by: text(),
      moderation_at: text(),
    },
    (t) => [primaryKey({ columns: [t.workspace_id, t.user_id] }), index("workspace_members_user").on(t.user_id)],
  )

  const invites = table(
    "invites",
    {
      id: text().primaryKey(),
      workspace_id: workspace_id(),
      role: text().notNull(),
      token_hash: text().notNull().unique(),
      created_by: text().notNull(),
      created_at: text().notNull(),
      expires_at: text().notNull(),
      max_uses: int(),
      uses: int().notNull().default(0),
      revoked_at: text(),
    },
    (t) => [index("invites_workspace").on(t.workspace_id)],
  )

  const channels = table(
    "channels",
    {
      id: text().primaryKey(),
      route_id: text().notNull(),
      workspace_id: workspace_id(),
      name: text().notNull(),
      display_title: text().notNull().default(""),
      kind: text().notNull().default("public"),
      created_at: text().notNull(),
      archived_at: text(),
      external_managed: bool().notNull().default(false),
      external_ref: text().notNull().default(""),
      external_url: text().notNull().default(""),
      sidebar_section: text().notNull().default(""),
      last_seq: int().notNull().default(0),
      /** Ordinary, living root messages: what unread counts are counted from. */
      countable: int().notNull().default(0),
    },
    (t) => [
      uniqueIndex("channels_name").on(t.workspace_id, t.name),
      uniqueIndex("channels_route").on(t.workspace_id, t.route_id),
    ],
  )

  /** Who is in a private channel; a public one has no rows here. */
  const channel_members = table(
    "channel_members",
    {
      channel_id: text()
        .notNull()
        .references(() => channels.id, { onDelete: "cascade" }),
      user_id: text().notNull(),
      joined_at: text().notNull(),
    },
    (t) => [primaryKey({ columns: [t.channel_id, t.user_id] }), index("channel_members_user").on(t.user_id)],
  )

  const direct_conversations = table(
    "direct_conversations",
    {
      id: text().primaryKey(),
      route_id: text().notNull(),
      workspace_id: workspace_id(),
      /** The sorted ids of its people: the same people always share one conversation. */
      member_set_key: text().notNull(),
      created_at: text().notNull(),
      last_seq: int().notNull().default(0),
      countable: int().notNull().default(0),
    },
    (t) => [
      uniqueIndex("direct_conversations_people").on(t.workspace_id, t.member_set_key),
      uniqueIndex("direct_conversations_route").on(t.workspace_id, t.route_id),
    ],
  )

  const direct_conversation_members = table(
    "direct_conversation_members",
    {
      conversation_id: text()
        .notNull()
        .references(() => direct_conversations.id, { onDelete: "cascade" }),
      user_id: text().notNull(),
      hidden: bool().notNull().default(false),
    },
    (t) => [
      primaryKey({ columns: [t.conversation_id, t.user_id] }),
      index("direct_conversation_members_user").on(t.user_id),
    ],
  )

  const topics = table(
    "topics",
    {
      id: text().primaryKey(),
      workspace_id: workspace_id(),
      /** Empty for a topic of the whole workspace. */
      channel_id: text().notNull().default(""),
      name: text().notNull(),
      created_by: text().notNull(),
      created_at: text().notNull(),
      archived_at: text(),
    },
    (t) => [uniqueIndex("topics_name").on(t.workspace_id, t.channel_id, t.name)],
  )

  const messages = table(
    "messages",
    {
      /** Grows with every message: the search index knows a message by it. */
      n: serial(),
      id: text().notNull().unique(),
      route_id: text(),
      /** No foreign key: it would cost each post an index that only deleting a workspace needs. */
      workspace_id: text().notNull(),
      /** The channel or the direct conversation that it stands in. */
      place_id: text().notNull(),
      author_id: text().notNull(),
      parent_message_id: text(),
      thread_root_id: text().notNull(),
      topic_id: text(),
      channel_seq: int(),
      thread_seq: int(),
      body: text().notNull(),
      created_at: text().notNull(),
      edited_at: text(),
      deleted_at: text(),
      kind: text().notNull().default("message"),
      turn_id: text(),
      nonce: text(),
      /** What the nonce was used for, so that a repeat is told from a different message. */
      nonce_digest: text(),
      quoted_message_id: text(),
      quoted_body_snapshot: text(),
      quoted_author_id: text(),
      /** The state of the thread below a root. */
      reply_count: int().notNull().default(0),
      last_reply_at: text(),
      last_reply_author_ids: text(),
      /** How many files it shows, so that a page without files asks for none. */
      attachment_count: int().notNull().default(0),
    },
    (t) => [
      uniqueIndex("messages_seq").on(t.place_id, t.channel_seq).where(sql`channel_seq is not null`),
      uniqueIndex("messages_thread").on(t.parent_message_id, t.thread_seq).where(sql`parent_message_id is not null`),
      uniqueIndex("messages_nonce").on(t.author_id, t.nonce).where(sql`nonce is not null`),
      uniqueIndex("messages_route").on(t.workspace_id, t.route_id).where(sql`route_id is not null`),
      index("messages_topic").on(t.topic_id, t.channel_seq).where(sql`topic_id is not null`),
    ],
  )

  const reactions = table(
    "reactions",
    {
      message_id: text()
        .notNull()
        .references(() => messages.id, { onDelete: "cascade" }),
      emoji: text().notNull(),
      user_id: text().notNull(),
      created_at: text().notNull(),
    },
    (t) => [primaryKey({ columns: [t.message_id, t.emoji, t.user_id] })],
  )

  const pinned_messages = table(
    "pinned_messages",
    {
      id: text().primaryKey(),
      workspace_id: workspace_id(),
      channel_id: text()
        .notNull()
        .references(() => channels.id, { onDelete: "cascade" }),
      message_id: text().notNull(),
      pinned_by: text().notNull(),
      created_at: text().notNull(),
    },
    (t) => [uniqueIndex("pinned_messages_message").on(t.channel_id, t.message_id)],
  )

  /**
   * How far a person has read in a channel or conversation, with the counts that make the number of unread messages a
   * subtraction: unread = (countable - countable_read) - (own - own_read).
   */
  const reads = table(
    "reads",
    {
      place_id: text().notNull(),
      user_id: text().notNull(),
      workspace_id: text().notNull(),
      last_read_seq: int().notNull().default(0),
      last_read_at: text(),
      countable_read: int().notNull().default(0),
      own: int().notNull().default(0),
      own_read: int().notNull().default(0),
    },
    (t) => [primaryKey({ columns: [t.place_id, t.user_id] }), index("reads_user").on(t.user_id, t.workspace_id)],
  )

  const channel_notification_settings = table(
    "channel_notification_settings",
    {
      channel_id: text()
        .notNull()
        .references(() => channels.id, { onDelete: "cascade" }),
      user_id: text().notNull(),
      preference: text().notNull(),
    },
    (t) => [primaryKey({ columns: [t.channel_id, t.user_id] })],
  )

  const events = table(
    "events",
    {
      workspace_id: workspace_id(),
      /** Its place in the workspace's log; the wire shows it as the cursor. */
      place: int().notNull(),
      id: text().notNull(),
      type: text().notNull(),
      /** Who may see it: see `Audience` in src/domain/visibility.ts. */
      audience: text().notNull(),
      /** The channel, conversation or user that the audience speaks of. */
      audience_id: text(),
      channel_id: text(),
      /** The message, channel, … that readers get with it, as it is when they get it. */
      object_id: text(),
      seq: int(),
      payload: text().notNull(),
      mentioned_user_ids: text(),
      created_at: text().notNull(),
    },
    (t) => [primaryKey({ columns: [t.workspace_id, t.place] })],
  )

  /** Up to which place of a workspace's log its messages can be found. */
  const search_marks = table("search_marks", { workspace_id: workspace_id().primaryKey(), place: int().notNull() })

  return {
    ...accounts,
    workspaces,
    workspace_members,
    invites,
    channels,
    channel_members,
    direct_conversations,
    direct_conversation_members,
    topics,
    messages,
    reactions,
    pinned_messages,
    reads,
    channel_notification_settings,
    events,
    ...integrationTables(kit, workspace_id),
    ...uploadTables(kit, workspace_id),
    ...notificationTables(kit, workspace_id, () =>
      text()
        .notNull()
        .references(() => users.id, { onDelete: "cascade" }),
    ),
    search_marks,
    message_words: kit.words(),
  }
}

export type Tables = ReturnType<typeof defineTables>
