import { and, eq, sql } from "drizzle-orm"
import type { Ctx } from "./query.ts"

/** A channel or a direct conversation, as one person finds it: what every right in it is decided from. */
export const places = ({ db, t }: Ctx) => {
  const membership = {
    role: t.workspace_members.role,
    timeout_until: t.workspace_members.timeout_until,
    blocked_at: t.workspace_members.blocked_at,
    joined_at: t.workspace_members.joined_at,
  }
  const channel = db
    .select({ channel: t.channels, member: membership, inside: t.channel_members.user_id })
    .from(t.channels)
    .leftJoin(
      t.workspace_members,
      and(
        eq(t.workspace_members.workspace_id, t.channels.workspace_id),
        eq(t.workspace_members.user_id, sql.placeholder("user")),
      ),
    )
    .leftJoin(
      t.channel_members,
      and(eq(t.channel_members.channel_id, t.channels.id), eq(t.channel_members.user_id, sql.placeholder("user"))),
    )
    .where(eq(t.channels.id, sql.placeholder("id")))
    .prepare("places_channel")
  const direct = db
    .select({ direct: t.direct_conversations, member: membership, inside: t.direct_conversation_members.user_id })
    .from(t.direct_conversations)
    .leftJoin(
      t.workspace_members,
      and(
        eq(t.workspace_members.workspace_id, t.direct_conversations.workspace_id),
        eq(t.workspace_members.user_id, sql.placeholder("user")),
      ),
    )
    .leftJoin(
      t.direct_conversation_members,
      and(
        eq(t.direct_conversation_members.conversation_id, t.direct_conversations.id),
        eq(t.direct_conversation_members.user_id, sql.placeholder("user")),
      ),
    )
    .where(eq(t.direct_conversations.id, sql.placeholder("id")))
    .prepare("places_direct")
  const advanceChannel = db
    .update(t.channels)
    .set({
      last_seq: sql`${t.channels.last_seq} + 1`,
      countable: sql`${t.channels.countable} + ${sql.placeholder("countable")}`,
    })
    .where(eq(t.channels.id, sql.placeholder("id")))
    .prepare("places_advance_channel")
  const advanceDirect = db
    .update(t.direct_conversations)
    .set({
      last_seq: sql`${t.direct_conversations.last_seq} + 1`,
      countable: sql`${t.direct_conversations.countable} + ${sql.placeholder("countable")}`,
    })
    .where(eq(t.direct_conversations.id, sql.placeholder("id")))
    .prepare("places_advance_direct")
  return {
    channel: async (id: string, user: string) => (await channel.execute({ id, user }))[0],

    direct: async (id: string, user: string) => (await direct.execute({ id, user }))[0],

    /** The workspace of a channel or conversation, which never changes. */
    workspaceOf: async (id: string): Promise<string | undefined> => {
      const table = id.startsWith("dm_") ? t.direct_conversations : t.channels
      return (await db.select({ workspace_id: table.workspace_id }).from(table).where(eq(table.id, id)))[0]
        ?.workspace_id
    },

    /** Counts one more root message, which unread counts may count. */
    advance: (id: string, countable: 0 | 1) =>
      (id.startsWith("dm_") ? advanceDirect : advanceChannel).execute({ id, countable }),

    /** One root message less to count. */
    uncount: (id: string) => {
      const table = id.startsWith("dm_") ? t.direct_conversations : t.channels
      return db
        .update(table)
        .set({ countable: sql`${table.countable} - 1` })
        .where(eq(table.id, id))
    },
  }
}
