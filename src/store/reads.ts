import { and, eq, gte, sql } from "drizzle-orm"
import type { Ctx, NewRow, Row } from "./query.ts"

/** How far each person has read in each channel and conversation. */
export const reads = ({ db, t }: Ctx) => {
  const r = t.reads
  const countOwn = db
    .insert(r)
    .values({
      place_id: sql.placeholder("place"),
      user_id: sql.placeholder("user"),
      workspace_id: sql.placeholder("workspace"),
      own: 1,
    } as never)
    .onConflictDoUpdate({ target: [r.place_id, r.user_id], set: { own: sql`${r.own} + 1` } })
    .prepare("reads_count_own")
  return {
    find: async (placeId: string, userId: string): Promise<Row<"reads"> | undefined> =>
      (
        await db
          .select()
          .from(r)
          .where(and(eq(r.place_id, placeId), eq(r.user_id, userId)))
      )[0],

    /** One more message of one's own, which is never unread. */
    countOwn: (place: string, user: string, workspace: string) => countOwn.execute({ place, user, workspace }),

    set: (row: NewRow<"reads">) =>
      db
        .insert(r)
        .values(row)
        .onConflictDoUpdate({
          target: [r.place_id, r.user_id],
          set: {
            last_read_seq: row.last_read_seq,
            last_read_at: row.last_read_at,
            countable_read: row.countable_read,
            own_read: row.own_read,
          },
        }),

    /** A message that counted is gone: whoever had read past it has read one less, and its author has one less. */
    uncount: async (placeId: string, seq: number, authorId: string) => {
      await db
        .update(r)
        .set({ countable_read: sql`${r.countable_read} - 1` })
        .where(and(eq(r.place_id, placeId), gte(r.last_read_seq, seq)))
      await db
        .update(r)
        .set({
          own: sql`${r.own} - 1`,
          own_read: sql`${r.own_read} - case when ${r.last_read_seq} >= ${seq} then 1 else 0 end`,
        })
        .where(and(eq(r.place_id, placeId), eq(r.user_id, authorId)))
    },
  }
}
