import { and, eq, gte, inArray, sql } from "drizzle-orm"
import { firstId } from "../ids.ts"
import type { Ctx } from "./query.ts"

/** Who may do what, as moderators decided, and what guests have used of their budget. */
export const moderation = ({ db, t }: Ctx) => ({
  /** Everybody in a workspace with what was decided about them. */
  list: (workspaceId: string) =>
    db
      .select({ member: t.workspace_members, user: t.users })
      .from(t.workspace_members)
      .innerJoin(t.users, eq(t.users.id, t.workspace_members.user_id))
      .where(eq(t.workspace_members.workspace_id, workspaceId))
      .orderBy(t.users.sort_name, t.users.id),

  /**
   * How many messages, replies and deleted ones included, these people posted in a channel since a moment, and how many
   * registered commands they called there. Ids begin with the time, so that only what came since then is looked at.
   */
  postsSince: async (placeId: string, userIds: string[], since: Date): Promise<Map<string, number>> => {
    if (userIds.length === 0) return new Map()
    const m = t.messages
    const rows = await db
      .select({ author: m.author_id, count: sql<number>`count(*)`.mapWith(Number) })
      .from(m)
      .where(and(gte(m.id, firstId("msg", since)), eq(m.place_id, placeId), inArray(m.author_id, userIds)))
      .groupBy(m.author_id)
    const i = t.slash_command_invocations
    const calls = await db
      .select({ author: i.user_id, count: sql<number>`count(*)`.mapWith(Number) })
      .from(i)
      .where(and(gte(i.id, firstId("sci", since)), eq(i.channel_id, placeId), inArray(i.user_id, userIds)))
      .groupBy(i.user_id)
    const counts = new Map(rows.map(({ author, count }) => [author, count]))
    for (const { author, count } of calls) counts.set(author, (counts.get(author) ?? 0) + count)
    return counts
  },
})
