import { and, desc, eq, inArray, isNotNull, isNull, lt, ne, notExists, or, sql } from "drizzle-orm"
import type { Ctx, NewRow, Row } from "./query.ts"

type Device = Row<"user_push_subscriptions">

/** Devices that asked for push messages. */
export const pushDevices = ({ db, t }: Ctx) => {
  const d = t.user_push_subscriptions
  return {
    find: async (id: string): Promise<Device | undefined> => (await db.select().from(d).where(eq(d.id, id)))[0],

    byEndpoint: async (endpoint: string): Promise<Device | undefined> =>
      (await db.select().from(d).where(eq(d.endpoint, endpoint)))[0],

    /** Somebody's devices, the newest first. */
    of: (userId: string): Promise<Device[]> =>
      db.select().from(d).where(eq(d.user_id, userId)).orderBy(desc(d.updated_at), desc(d.id)),

    insert: (row: NewRow<"user_push_subscriptions">) => db.insert(d).values(row),

    update: (id: string, change: Partial<NewRow<"user_push_subscriptions">>) =>
      db.update(d).set(change).where(eq(d.id, id)),

    remove: async (ids: string[]) => {
      if (ids.length === 0) return
      await db.delete(t.notifications).where(inArray(t.notifications.target, ids))
      await db.delete(d).where(inArray(d.id, ids))
    },

    worked: (id: string) =>
      db
        .update(d)
        .set({ failing_since: null, last_failure_at: null })
        .where(and(eq(d.id, id), isNotNull(d.failing_since))),

    failed: (id: string, now: string) =>
      db
        .update(d)
        .set({ failing_since: sql`coalesce(${d.failing_since}, ${now})`, last_failure_at: now })
        .where(eq(d.id, id)),

    /** The ids of those that have failed since before the moment, or whose sign-in has ended. */
    spent: async (failingSince: string, now: string): Promise<string[]> =>
      (
        await db
          .select({ id: d.id })
          .from(d)
          .where(
            or(
              lt(d.failing_since, failingSince),
              and(
                isNotNull(d.session_id),
                notExists(
                  db
                    .select({ one: sql`1` })
                    .from(t.sessions)
                    .where(
                      and(
                        eq(t.sessions.id, d.session_id),
                        isNull(t.sessions.revoked_at),
                        sql`${t.sessions.expires_at} > ${now}`,
                      ),
                    ),
                ),
              ),
            ),
          )
      ).map(({ id }) => id),

    /** The devices of people in the workspace that trust this key, with what decides whether they hear of a place. */
    listening: (workspaceId: string, placeId: string, keyId: string) =>
      db
        .select({
          id: d.id,
          user_id: d.user_id,
          endpoint: d.endpoint,
          failing_since: d.failing_since,
          created_at: d.created_at,
          role: t.workspace_members.role,
          preference: t.channel_notification_settings.preference,
        })
        .from(d)
        .innerJoin(
          t.workspace_members,
          and(eq(t.workspace_members.user_id, d.user_id), eq(t.workspace_members.workspace_id, workspaceId)),
        )
        .leftJoin(
          t.channel_notification_settings,
          and(
            eq(t.channel_notification_settings.user_id, d.user_id),
            eq(t.channel_notification_settings.channel_id, placeId),
          ),
        )
        .where(eq(d.vapid_key_id, keyId)),

    /** As `listening`, for the people who use Pushover. */
    onPushover: (workspaceId: string, placeId: string) =>
      db
        .select({
          user_id: t.users.id,
          role: t.workspace_members.role,
          preference: t.channel_notification_settings.preference,
        })
        .from(t.users)
        .innerJoin(
          t.workspace_members,
          and(eq(t.workspace_members.user_id, t.users.id), eq(t.workspace_members.workspace_id, workspaceId)),
        )
        .leftJoin(
          t.channel_notification_settings,
          and(
            eq(t.channel_notification_settings.user_id, t.users.id),
            eq(t.channel_notification_settings.channel_id, placeId),
          ),
        )
        .where(and(eq(t.users.pushover_enabled, true), ne(t.users.pushover_user_key, ""), isNull(t.users.deleted_at))),
  }
}
