import { and, asc, desc, eq, exists, gt, inArray, isNull, lt, lte, or, type SQL, sql } from "drizzle-orm"
import type { Ctx, NewRow, Row } from "./query.ts"

type Which = { id: string } | { app_installation_id: string } | { bot_user_id: string; workspace_id: string }

/** Who is sent events, how far each has come, and what was tried. */
export const subscriptions = ({ db, t }: Ctx) => {
  const s = t.event_subscriptions
  const r = t.event_retries
  const d = t.event_delivery_attempts
  const free = (node: string, now: string) =>
    or(isNull(s.leased_until), lte(s.leased_until, now), eq(s.leased_by, node)) as SQL
  return {
    insert: (row: NewRow<"event_subscriptions">) => db.insert(s).values(row),

    find: async (id: string): Promise<Row<"event_subscriptions"> | undefined> =>
      (await db.select().from(s).where(eq(s.id, id)))[0],

    /** The active ones, oldest first. */
    list: (workspaceId: string) =>
      db
        .select()
        .from(s)
        .where(and(eq(s.workspace_id, workspaceId), isNull(s.revoked_at)))
        .orderBy(asc(s.id)),

    setSecret: (id: string, signing_secret: string) => db.update(s).set({ signing_secret }).where(eq(s.id, id)),

    /** Ends subscriptions, also those of an app or of all apps of a bot: the rows of those that ended now. */
    revoke: (which: Which, at: string) =>
      db
        .update(s)
        .set({ revoked_at: at })
        .where(
          and(
            isNull(s.revoked_at),
            "id" in which
              ? eq(s.id, which.id)
              : "app_installation_id" in which
                ? eq(s.app_installation_id, which.app_installation_id)
                : and(
                    eq(s.workspace_id, which.workspace_id),
                    inArray(
                      s.app_installation_id,
                      db
                        .select({ id: t.app_installations.id })
                        .from(t.app_installations)
                        .where(eq(t.app_installations.bot_user_id, which.bot_user_id)),
                    ),
                  ),
          ),
        )
        .returning(),

    /** Those with something to try that this node may take, with the end of their log. */
    pending: (node: string, now: string) => {
      const retryDue = db
        .select({ one: sql`1` })
        .from(r)
        .where(and(eq(r.subscription_id, s.id), lte(r.due_at, now)))
      return db
        .select({
          id: s.id,
          head: t.workspaces.event_seq,
          retries: sql<number>`case when ${exists(retryDue)} then 1 else 0 end`.mapWith(Number),
        })
        .from(s)
        .innerJoin(t.workspaces, eq(t.workspaces.id, s.workspace_id))
        .where(
          and(
            isNull(s.revoked_at),
            or(isNull(s.paused_until), lte(s.paused_until, now)),
            free(node, now),
            or(gt(t.workspaces.event_seq, s.place), exists(retryDue)),
          ),
        )
        .orderBy(asc(s.id))
    },

    /** Takes the subscription for this node alone until a moment; false when another has it, or it ended. */
    claim: async (id: string, node: string, now: string, until: string): Promise<boolean> =>
      (
        await db
          .update(s)
          .set({ leased_by: node, leased_until: until })
          .where(and(eq(s.id, id), isNull(s.revoked_at), free(node, now)))
          .returning({ id: s.id })
      ).length > 0,

    /** Gives back what this node holds: one, or all. */
    release: (node: string, id?: string) =>
      db
        .update(s)
        .set({ leased_by: null, leased_until: null })
        .where(and(eq(s.leased_by, node), id ? eq(s.id, id) : undefined)),

    /** Changes how far it has come, as long as this node holds it. */
    advance: async (
      id: string,
      node: string,
      change: Partial<Pick<Row<"event_subscriptions">, "place" | "failures" | "paused_until">>,
    ): Promise<boolean> =>
      (
        await db
          .update(s)
          .set(change)
          .where(and(eq(s.id, id), eq(s.leased_by, node)))
          .returning({ id: s.id })
      ).length > 0,

    /** Passes over events that are not for it, unless somebody else has moved it meanwhile. */
    skip: (id: string, from: number, to: number) =>
      db
        .update(s)
        .set({ place: to })
        .where(and(eq(s.id, id), eq(s.place, from))),

    dueRetry: async (id: string, now: string): Promise<Row<"event_retries"> | undefined> =>
      (
        await db
          .select()
          .from(r)
          .where(and(eq(r.subscription_id, id), lte(r.due_at, now)))
          .orderBy(asc(r.place))
          .limit(1)
      )[0],

    setRetry: (row: NewRow<"event_retries">) =>
      db
        .insert(r)
        .values(row)
        .onConflictDoUpdate({
          target: [r.subscription_id, r.place],
          set: { attempts: row.attempts, due_at: row.due_at },
        }),

    removeRetry: (id: string, place: number) => db.delete(r).where(and(eq(r.subscription_id, id), eq(r.place, place))),

    /** The target answers again: whatever waits is due now. */
    hurry: (id: string, now: string) =>
      db
        .update(r)
        .set({ due_at: now })
        .where(and(eq(r.subscription_id, id), gt(r.due_at, now))),

    insertAttempt: (row: NewRow<"event_delivery_attempts">) => db.insert(d).values(row),

    findAttempt: async (id: string): Promise<Row<"event_delivery_attempts"> | undefined> =>
      (await db.select().from(d).where(eq(d.id, id)))[0],

    /** How often an event was tried. */
    attemptsOf: async (id: string, eventId: string): Promise<number> =>
      (
        await db
          .select({ attempt: sql<number>`coalesce(max(${d.attempt}), 0)`.mapWith(Number) })
          .from(d)
          .where(and(eq(d.subscription_id, id), eq(d.event_id, eventId)))
      )[0]!.attempt,

    /** What was tried, newest first. */
    attempts: (id: string, before: string | undefined, limit: number) =>
      db
        .select()
        .from(d)
        .where(and(eq(d.subscription_id, id), before ? lt(d.id, before) : undefined))
        .orderBy(desc(d.id))
        .limit(limit),

    /** Forgets what was tried before the moment. */
    pruneAttempts: (before: string) => db.delete(d).where(lt(d.id, before)),
  }
}
