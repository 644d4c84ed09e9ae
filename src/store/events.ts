import { and, asc, desc, eq, gt, lt, lte, type SQL, sql } from "drizzle-orm"
import type { Ctx, Row } from "./query.ts"

/** The log of each workspace. */
export const events = ({ db, t, engine }: Ctx) => {
  const columns = [
    "workspace_id",
    "place",
    "id",
    "type",
    "audience",
    "audience_id",
    "channel_id",
    "object_id",
    "seq",
    "payload",
    "mentioned_user_ids",
    "created_at",
  ] as const
  const one = db
    .insert(t.events)
    .values(Object.fromEntries(columns.map((name) => [name, sql.placeholder(name)])) as never)
    .prepare("events_insert")
  const after = db
    .select()
    .from(t.events)
    .where(and(eq(t.events.workspace_id, sql.placeholder("workspace")), gt(t.events.place, sql.placeholder("place"))))
    .orderBy(asc(t.events.place))
    .limit(sql.placeholder("limit"))
    .prepare("events_after")
  return {
    append: async (rows: Row<"events">[]) => {
      // A prepared row at a time is quickest where a statement costs no round trip.
      if (engine === "sqlite") for (const row of rows) await one.execute(row)
      else await db.insert(t.events).values(rows)
    },

    after: (workspaceId: string, place: number, limit: number): Promise<Row<"events">[]> =>
      after.execute({ workspace: workspaceId, place, limit }),

    exists: async (workspaceId: string, place: number) =>
      (
        await db
          .select({ place: t.events.place })
          .from(t.events)
          .where(and(eq(t.events.workspace_id, workspaceId), eq(t.events.place, place)))
      ).length > 0,

    /** The newest events up to a place, newest first. */
    before: (workspaceId: string, place: number, limit: number) =>
      db
        .select()
        .from(t.events)
        .where(and(eq(t.events.workspace_id, workspaceId), lte(t.events.place, place)))
        .orderBy(desc(t.events.place))
        .limit(limit),

    /** Removes what is older than the moment, but keeps the newest N; how many went. */
    prune: async (
      workspaceId: string,
      { before, keepLatest }: { before?: string | undefined; keepLatest?: number | undefined },
    ) => {
      const conditions: SQL[] = [eq(t.events.workspace_id, workspaceId)]
      if (before) conditions.push(lt(t.events.created_at, before))
      if (keepLatest)
        conditions.push(
          sql`${t.events.place} < (select min(place) from (select place from ${t.events} where ${eq(t.events.workspace_id, workspaceId)} order by place desc limit ${keepLatest}) as kept)`,
        )
      return (
        await db
          .delete(t.events)
          .where(and(...conditions))
          .returning({ place: t.events.place })
      ).length
    },
  }
}
