import { and, count, desc, eq } from "drizzle-orm"
import type { Ctx, NewRow } from "./query.ts"

/** Messages that a channel keeps at hand. */
export const pins = ({ db, t }: Ctx) => {
  const p = t.pinned_messages
  const one = (channelId: string, messageId: string) => and(eq(p.channel_id, channelId), eq(p.message_id, messageId))
  return {
    insert: (row: NewRow<"pinned_messages">) => db.insert(p).values(row),

    find: async (channelId: string, messageId: string) =>
      (await db.select().from(p).where(one(channelId, messageId)))[0],

    count: async (channelId: string) =>
      (await db.select({ count: count() }).from(p).where(eq(p.channel_id, channelId)))[0]!.count,

    remove: async (channelId: string, messageId: string) =>
      (await db.delete(p).where(one(channelId, messageId)).returning({ id: p.id })).length > 0,

    /** The pinned messages, newest pin first. */
    messages: async (channelId: string, limit: number) =>
      (
        await db
          .select({ message: t.messages })
          .from(p)
          .innerJoin(t.messages, eq(t.messages.id, p.message_id))
          .where(eq(p.channel_id, channelId))
          .orderBy(desc(p.created_at), desc(p.id))
          .limit(limit)
      ).map((row) => row.message),
  }
}
