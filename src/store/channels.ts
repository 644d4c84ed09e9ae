import { and, asc, eq, inArray, isNotNull, or, sql } from "drizzle-orm"
import type { Ctx, NewRow } from "./query.ts"

/** Channels, who is in the private ones, and what each person wants to be told. */
export const channels = ({ db, t }: Ctx) => ({
  insert: (row: NewRow<"channels">) => db.insert(t.channels).values(row),

  find: async (id: string) => (await db.select().from(t.channels).where(eq(t.channels.id, id)))[0],

  byIds: async (ids: string[]) =>
    ids.length === 0 ? [] : db.select().from(t.channels).where(inArray(t.channels.id, ids)),

  byRoute: async (workspaceId: string, routeId: string) =>
    (
      await db
        .select()
        .from(t.channels)
        .where(and(eq(t.channels.workspace_id, workspaceId), eq(t.channels.route_id, routeId)))
    )[0],

  byName: async (workspaceId: string, name: string) =>
    (
      await db
        .select()
        .from(t.channels)
        .where(and(eq(t.channels.workspace_id, workspaceId), eq(t.channels.name, name)))
    )[0],

  update: (id: string, change: Partial<NewRow<"channels">>) =>
    db.update(t.channels).set(change).where(eq(t.channels.id, id)),

  /** What this person may see of the workspace, by name, with how far they have read. */
  visible: (workspaceId: string, userId: string, only?: { name: string }) =>
    db
      .select({ channel: t.channels, read: t.reads })
      .from(t.channels)
      .leftJoin(
        t.channel_members,
        and(eq(t.channel_members.channel_id, t.channels.id), eq(t.channel_members.user_id, userId)),
      )
      .leftJoin(t.reads, and(eq(t.reads.place_id, t.channels.id), eq(t.reads.user_id, userId)))
      .where(
        and(
          eq(t.channels.workspace_id, workspaceId),
          only ? eq(t.channels.name, only.name) : undefined,
          or(sql`${t.channels.kind} <> 'private'`, isNotNull(t.channel_members.user_id)),
        ),
      )
      .orderBy(asc(t.channels.name)),

  /** The oldest open channel, where newcomers land: `general` first. */
  landing: async (workspaceId: string) =>
    (
      await db
        .select()
        .from(t.channels)
        .where(
          and(
            eq(t.channels.workspace_id, workspaceId),
            sql`${t.channels.archived_at} is null`,
            sql`${t.channels.kind} <> 'private'`,
          ),
        )
        .orderBy(sql`case when ${t.channels.name} = 'general' then 0 else 1 end`, asc(t.channels.created_at))
        .limit(1)
    )[0],

  addMember: async (row: NewRow<"channel_members">) =>
    (await db.insert(t.channel_members).values(row).onConflictDoNothing().returning()).length > 0,

  removeMember: async (channelId: string, userId: string) =>
    (
      await db
        .delete(t.channel_members)
        .where(and(eq(t.channel_members.channel_id, channelId), eq(t.channel_members.user_id, userId)))
        .returning()
    ).length > 0,

  members: (channelId: string) =>
    db
      .select({ user: t.users, joined_at: t.channel_members.joined_at })
      .from(t.channel_members)
      .innerJoin(t.users, eq(t.users.id, t.channel_members.user_id))
      .where(eq(t.channel_members.channel_id, channelId))
      .orderBy(t.users.sort_name, t.users.id),

  memberIds: async (channelId: string) =>
    (
      await db
        .select({ id: t.channel_members.user_id })
        .from(t.channel_members)
        .where(eq(t.channel_members.channel_id, channelId))
    ).map((row) => row.id),

  /** The private channels of the workspace that this person is in. */
  privateOf: async (workspaceId: string, userId: string) =>
    (
      await db
        .select({ id: t.channels.id })
        .from(t.channel_members)
        .innerJoin(t.channels, eq(t.channels.id, t.channel_members.channel_id))
        .where(and(eq(t.channels.workspace_id, workspaceId), eq(t.channel_members.user_id, userId)))
    ).map((row) => row.id),

  leaveAll: (workspaceId: string, userId: string) =>
    db
      .delete(t.channel_members)
      .where(
        and(
          eq(t.channel_members.user_id, userId),
          inArray(
            t.channel_members.channel_id,
            db.select({ id: t.channels.id }).from(t.channels).where(eq(t.channels.workspace_id, workspaceId)),
          ),
        ),
      ),

  preference: async (channelId: string, userId: string) =>
    (
      await db
        .select({ preference: t.channel_notification_settings.preference })
        .from(t.channel_notification_settings)
        .where(
          and(
            eq(t.channel_notification_settings.channel_id, channelId),
            eq(t.channel_notification_settings.user_id, userId),
          ),
        )
    )[0]?.preference,

  setPreference: (row: NewRow<"channel_notification_settings">) =>
    db
      .insert(t.channel_notification_settings)
      .values(row)
      .onConflictDoUpdate({
        target: [t.channel_notification_settings.channel_id, t.channel_notification_settings.user_id],
        set: { preference: row.preference },
      }),
})
