import { and, eq, inArray, sql } from "drizzle-orm"
import type { Ctx, NewRow, Row } from "./query.ts"

/** Workspaces, and the place of the newest event in each one's log. */
export const workspaces = ({ db, t }: Ctx) => {
  const head = db
    .select({ event_seq: t.workspaces.event_seq })
    .from(t.workspaces)
    .where(eq(t.workspaces.id, sql.placeholder("id")))
    .prepare("workspaces_head")
  const setHead = db
    .update(t.workspaces)
    .set({ event_seq: sql`${sql.placeholder("place")}` })
    .where(eq(t.workspaces.id, sql.placeholder("id")))
    .prepare("workspaces_set_head")
  return {
    insert: (row: NewRow<"workspaces">) => db.insert(t.workspaces).values(row),

    find: async (id: string): Promise<Row<"workspaces"> | undefined> =>
      (await db.select().from(t.workspaces).where(eq(t.workspaces.id, id)))[0],

    byRoute: async (routeId: string) =>
      (await db.select().from(t.workspaces).where(eq(t.workspaces.route_id, routeId)))[0],

    bySlug: async (slug: string) => (await db.select().from(t.workspaces).where(eq(t.workspaces.slug, slug)))[0],

    first: async () =>
      (await db.select().from(t.workspaces).orderBy(t.workspaces.created_at, t.workspaces.id).limit(1))[0],

    /** The workspaces of a person with their role, oldest first. */
    of: (userId: string) =>
      db
        .select({ workspace: t.workspaces, role: t.workspace_members.role })
        .from(t.workspace_members)
        .innerJoin(t.workspaces, eq(t.workspaces.id, t.workspace_members.workspace_id))
        .where(eq(t.workspace_members.user_id, userId))
        .orderBy(t.workspaces.created_at, t.workspaces.id),

    update: (id: string, change: Partial<NewRow<"workspaces">>) =>
      db.update(t.workspaces).set(change).where(eq(t.workspaces.id, id)),

    head: async (id: string): Promise<number | undefined> => (await head.execute({ id }))[0]?.event_seq,

    heads: async (ids: string[]) =>
      ids.length === 0
        ? []
        : db
            .select({ id: t.workspaces.id, event_seq: t.workspaces.event_seq })
            .from(t.workspaces)
            .where(inArray(t.workspaces.id, ids)),

    setHead: (id: string, place: number) => setHead.execute({ id, place }),

    /** Deletes it with all that was in it. */
    remove: async (id: string) => {
      await db
        .delete(t.reactions)
        .where(
          inArray(
            t.reactions.message_id,
            db.select({ id: t.messages.id }).from(t.messages).where(eq(t.messages.workspace_id, id)),
          ),
        )
      await db.delete(t.messages).where(eq(t.messages.workspace_id, id))
      await db.delete(t.reads).where(eq(t.reads.workspace_id, id))
      await db.delete(t.sidebar_orders).where(eq(t.sidebar_orders.workspace_id, id))
      await db.delete(t.workspaces).where(eq(t.workspaces.id, id))
    },

    /** Bots without an owner that are in this workspace and in no other. */
    lonelyServiceBots: async (id: string) =>
      (
        await db
          .select({ id: t.users.id, workspaces: sql<number>`count(*)`.mapWith(Number) })
          .from(t.users)
          .innerJoin(t.workspace_members, eq(t.workspace_members.user_id, t.users.id))
          .where(
            and(
              eq(t.users.kind, "bot"),
              sql`${t.users.owner_user_id} is null`,
              inArray(
                t.users.id,
                db
                  .select({ id: t.workspace_members.user_id })
                  .from(t.workspace_members)
                  .where(eq(t.workspace_members.workspace_id, id)),
              ),
            ),
          )
          .groupBy(t.users.id)
      )
        .filter((bot) => bot.workspaces === 1)
        .map((bot) => bot.id),
  }
}
