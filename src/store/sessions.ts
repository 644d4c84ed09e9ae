import { and, eq, isNull, ne, sql } from "drizzle-orm"
import type { Ctx, NewRow } from "./query.ts"

/** Sessions and the links that begin them. */
export const sessions = ({ db, t }: Ctx) => {
  const byHash = db
    .select({ session: t.sessions, user: t.users })
    .from(t.sessions)
    .innerJoin(t.users, eq(t.users.id, t.sessions.user_id))
    .where(eq(t.sessions.token_hash, sql.placeholder("hash")))
    .prepare("sessions_by_hash")
  return {
    insert: (row: NewRow<"sessions">) => db.insert(t.sessions).values(row),

    byHash: async (hash: string) => (await byHash.execute({ hash }))[0],

    find: async (id: string) => (await db.select().from(t.sessions).where(eq(t.sessions.id, id)))[0],

    touch: (id: string, at: string) => db.update(t.sessions).set({ last_used_at: at }).where(eq(t.sessions.id, id)),

    active: (userId: string, now: string) =>
      db
        .select()
        .from(t.sessions)
        .where(
          and(eq(t.sessions.user_id, userId), isNull(t.sessions.revoked_at), sql`${t.sessions.expires_at} > ${now}`),
        )
        .orderBy(t.sessions.created_at),

    /** The ids of those that ended now; `except` stays. */
    revoke: async (which: { id: string } | { user_id: string; except?: string | undefined }, at: string) =>
      db
        .update(t.sessions)
        .set({ revoked_at: at })
        .where(
          and(
            isNull(t.sessions.revoked_at),
            "id" in which
              ? eq(t.sessions.id, which.id)
              : and(eq(t.sessions.user_id, which.user_id), which.except ? ne(t.sessions.id, which.except) : undefined),
          ),
        )
        .returning({ id: t.sessions.id, user_id: t.sessions.user_id }),

    insertLink: (row: NewRow<"magic_links">) => db.insert(t.magic_links).values(row),

    /** Uses the link up: its row, or nothing when it is unknown, used or too old. */
    useLink: async (hash: string, now: string) =>
      (
        await db
          .update(t.magic_links)
          .set({ used_at: now })
          .where(
            and(
              eq(t.magic_links.token_hash, hash),
              isNull(t.magic_links.used_at),
              sql`${t.magic_links.expires_at} > ${now}`,
            ),
          )
          .returning()
      )[0],

    insertSetupLink: (row: NewRow<"setup_links">) => db.insert(t.setup_links).values(row),

    hasSetupLink: async (hash: string) =>
      (await db.select().from(t.setup_links).where(eq(t.setup_links.token_hash, hash))).length > 0,

    clearSetupLinks: () => db.delete(t.setup_links),
  }
}
