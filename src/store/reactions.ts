import { and, eq, inArray, sql } from "drizzle-orm"
import type { Ctx, NewRow } from "./query.ts"

/** Emoji under messages. */
export const reactions = ({ db, t }: Ctx) => {
  const r = t.reactions
  const one = (messageId: string, emoji: string, userId: string) =>
    and(eq(r.message_id, messageId), eq(r.emoji, emoji), eq(r.user_id, userId))
  return {
    /** True when the row is new. */
    insert: async (row: NewRow<"reactions">) =>
      (await db.insert(r).values(row).onConflictDoNothing().returning({ emoji: r.emoji })).length > 0,

    /** True when there was one. */
    remove: async (messageId: string, emoji: string, userId: string) =>
      (
        await db
          .delete(r)
          .where(one(messageId, emoji, userId))
          .returning({ emoji: r.emoji })
      ).length > 0,

    /** Counts for each message and emoji, and whether this person is among them: most used first, then by emoji. */
    summaries: async (messageIds: string[], userId: string) =>
      messageIds.length === 0
        ? []
        : db
            .select({
              message_id: r.message_id,
              emoji: r.emoji,
              count: sql<number>`count(*)`.mapWith(Number),
              mine: sql<number>`max(case when ${r.user_id} = ${userId} then 1 else 0 end)`.mapWith(Number),
            })
            .from(r)
            .where(inArray(r.message_id, messageIds))
            .groupBy(r.message_id, r.emoji)
            .orderBy(sql`count(*) desc`, r.emoji),
  }
}
