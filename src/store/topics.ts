import { and, asc, eq } from "drizzle-orm"
import type { Ctx, NewRow } from "./query.ts"

/** Flat labels of a workspace or of one channel. */
export const topics = ({ db, t }: Ctx) => ({
  insert: async (row: NewRow<"topics">) =>
    (await db.insert(t.topics).values(row).onConflictDoNothing().returning({ id: t.topics.id })).length > 0,

  find: async (id: string) => (await db.select().from(t.topics).where(eq(t.topics.id, id)))[0],

  list: (workspaceId: string, channelId?: string) =>
    db
      .select()
      .from(t.topics)
      .where(
        and(
          eq(t.topics.workspace_id, workspaceId),
          channelId === undefined ? undefined : eq(t.topics.channel_id, channelId),
        ),
      )
      .orderBy(asc(t.topics.name), asc(t.topics.id)),
})
