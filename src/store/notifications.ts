import { and, asc, eq, gt, inArray, isNull, lt, lte, notInArray, or, sql } from "drizzle-orm"
import type { Ctx, NewRow, Row } from "./query.ts"

/** A statement takes only so many values. */
const chunk = 500

/** What is waiting to be told, and how far each log was read for it. */
export const notifications = ({ db, t }: Ctx) => {
  const n = t.notifications
  const marks = t.notification_marks
  return {
    /** The workspaces whose log has gone on. */
    behind: async (): Promise<string[]> =>
      (
        await db
          .select({ id: t.workspaces.id })
          .from(t.workspaces)
          .leftJoin(marks, eq(marks.workspace_id, t.workspaces.id))
          .where(sql`${t.workspaces.event_seq} > coalesce(${marks.place}, 0)`)
      ).map(({ id }) => id),

    /** How far a workspace's log was read; where it never was, from `start` on. Held until the end of the write. */
    hold: async (workspaceId: string, start: number): Promise<number> => {
      await db.insert(marks).values({ workspace_id: workspaceId, place: start }).onConflictDoNothing()
      const held = await db
        .update(marks)
        .set({ place: sql`${marks.place}` })
        .where(eq(marks.workspace_id, workspaceId))
        .returning({ place: marks.place })
      return held[0]!.place
    },

    advance: (workspaceId: string, place: number) =>
      db.update(marks).set({ place }).where(eq(marks.workspace_id, workspaceId)),

    /** Queues what is not queued yet. */
    add: async (rows: NewRow<"notifications">[]) => {
      for (let at = 0; at < rows.length; at += chunk)
        await db
          .insert(n)
          .values(rows.slice(at, at + chunk))
          .onConflictDoNothing()
    },

    /** How many could be sent now. */
    due: async (now: string): Promise<number> =>
      (
        await db
          .select({ count: sql<number>`count(*)`.mapWith(Number) })
          .from(n)
          .where(and(lte(n.due_at, now), isNull(n.begun_at)))
      )[0]!.count,

    /** The oldest that could be sent now, leaving out these targets and hosts, and targets that something is put off for. */
    next: async (now: string, targets: string[], hosts: string[]): Promise<Row<"notifications"> | undefined> =>
      (
        await db
          .select()
          .from(n)
          .where(
            and(
              lte(n.due_at, now),
              isNull(n.begun_at),
              notInArray(n.target, db.select({ target: n.target }).from(n).where(gt(n.due_at, now))),
              targets.length > 0 ? notInArray(n.target, targets) : undefined,
              hosts.length > 0 ? notInArray(n.host, hosts) : undefined,
            ),
          )
          .orderBy(asc(n.n))
          .limit(1)
      )[0],

    /** Says that it is about to be sent; false when somebody has said so before. */
    begin: async (row: Row<"notifications">, now: string): Promise<boolean> =>
      (
        await db
          .update(n)
          .set({ begun_at: now })
          .where(and(eq(n.n, row.n), isNull(n.begun_at)))
          .returning({ n: n.n })
      ).length > 0,

    end: (number: number) => db.delete(n).where(eq(n.n, number)),

    /** Puts it back for later, and all else for the same target with it. */
    postpone: async ({ n: number, target, attempts }: Row<"notifications">, due_at: string) => {
      await db
        .update(n)
        .set({ attempts: attempts + 1, begun_at: null })
        .where(eq(n.n, number))
      await db
        .update(n)
        .set({ due_at })
        .where(and(eq(n.target, target), isNull(n.begun_at)))
    },

    /** Forgets what waits for these targets. */
    drop: async (targets: string[]) => {
      for (let at = 0; at < targets.length; at += chunk)
        await db.delete(n).where(and(inArray(n.target, targets.slice(at, at + chunk)), isNull(n.begun_at)))
    },

    /** Forgets what is too old to be told, and what was begun and never ended. */
    clear: (olderThan: string, begunBefore: string) =>
      db.delete(n).where(or(lt(n.created_at, olderThan), lt(n.begun_at, begunBefore))),
  }
}
