import { and, asc, count, eq, isNull } from "drizzle-orm"
import type { Ctx, NewRow } from "./query.ts"

/** Addresses that post into a channel for whoever knows them. */
export const incomingHooks = ({ db, t }: Ctx) => {
  const h = t.incoming_hooks
  const a = t.incoming_hook_authors
  return {
    insert: (row: NewRow<"incoming_hooks">) => db.insert(h).values(row),

    find: async (id: string) => (await db.select().from(h).where(eq(h.id, id)))[0],

    /** The active hook with this secret. */
    byHash: async (hash: string) =>
      (
        await db
          .select()
          .from(h)
          .where(and(eq(h.secret_hash, hash), isNull(h.revoked_at)))
      )[0],

    /** The active ones of a channel, oldest first. */
    list: (channelId: string) =>
      db
        .select()
        .from(h)
        .where(and(eq(h.channel_id, channelId), isNull(h.revoked_at)))
        .orderBy(asc(h.id)),

    touch: (id: string, at: string) => db.update(h).set({ last_used_at: at }).where(eq(h.id, id)),

    /** Ends hooks: the rows of those that ended now. */
    revoke: (which: { id: string } | { bot_user_id: string; workspace_id: string }, at: string) =>
      db
        .update(h)
        .set({ revoked_at: at })
        .where(
          and(
            isNull(h.revoked_at),
            "id" in which
              ? eq(h.id, which.id)
              : and(eq(h.bot_user_id, which.bot_user_id), eq(h.workspace_id, which.workspace_id)),
          ),
        )
        .returning(),

    /** Who posts for the hook under these looks. */
    author: async (hookId: string, looks: string) =>
      (
        await db
          .select()
          .from(a)
          .where(and(eq(a.hook_id, hookId), eq(a.looks, looks)))
      )[0],

    authors: (hookId: string) => db.select().from(a).where(eq(a.hook_id, hookId)),

    authorCount: async (hookId: string): Promise<number> =>
      (await db.select({ count: count() }).from(a).where(eq(a.hook_id, hookId)))[0]!.count,

    insertAuthor: (row: NewRow<"incoming_hook_authors">) => db.insert(a).values(row),

    /** The bot behind these looks is gone. */
    removeAuthor: (botId: string) => db.delete(a).where(eq(a.bot_user_id, botId)),
  }
}
