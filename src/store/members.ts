import { and, count, eq, inArray, ne, or, type SQL, sql } from "drizzle-orm"
import type { Ctx, NewRow, Row } from "./query.ts"

export type MemberFilter = { role?: string | undefined; q?: string | undefined }
/** Where a page of members ended: the sort key of its last row. */
export type MemberKey = [rank: number, name: string, handle: string, id: string]

/** Who is in a workspace, in which role, and what moderators decided about them. */
export const members = ({ db, t }: Ctx) => {
  const find = db
    .select()
    .from(t.workspace_members)
    .where(
      and(
        eq(t.workspace_members.workspace_id, sql.placeholder("workspace")),
        eq(t.workspace_members.user_id, sql.placeholder("user")),
      ),
    )
    .prepare("members_find")
  const rank = sql<number>`case ${t.workspace_members.role} when 'owner' then 0 when 'moderator' then 1 when 'member' then 2 when 'guest' then 3 else 4 end`
  const matching = (workspaceId: string, { role, q }: MemberFilter): SQL | undefined => {
    const like = q && `%${q.replace(/[\\%_]/g, "\\$&")}%`
    return and(
      eq(t.workspace_members.workspace_id, workspaceId),
      role ? eq(t.workspace_members.role, role) : undefined,
      like
        ? or(
            sql`${t.users.sort_name} like ${like} escape '\\'`,
            sql`${t.users.handle} like ${like} escape '\\'`,
            and(eq(t.users.handle, ""), sql`${t.users.id} like ${like} escape '\\'`),
          )
        : undefined,
    )
  }
  return {
    insert: async (row: NewRow<"workspace_members">) =>
      (await db.insert(t.workspace_members).values(row).onConflictDoNothing().returning()).length > 0,

    find: async (workspaceId: string, userId: string): Promise<Row<"workspace_members"> | undefined> =>
      (await find.execute({ workspace: workspaceId, user: userId }))[0],

    update: (workspaceId: string, userId: string, change: Partial<NewRow<"workspace_members">>) =>
      db
        .update(t.workspace_members)
        .set(change)
        .where(and(eq(t.workspace_members.workspace_id, workspaceId), eq(t.workspace_members.user_id, userId))),

    remove: async (workspaceId: string, userId: string) =>
      (
        await db
          .delete(t.workspace_members)
          .where(and(eq(t.workspace_members.workspace_id, workspaceId), eq(t.workspace_members.user_id, userId)))
          .returning()
      ).length > 0,

    workspacesOf: async (userId: string) =>
      (
        await db
          .select({ id: t.workspace_members.workspace_id })
          .from(t.workspace_members)
          .where(eq(t.workspace_members.user_id, userId))
      ).map((row) => row.id),

    /** Those of the given people who are in the workspace. */
    among: (workspaceId: string, userIds: string[]) =>
      userIds.length === 0
        ? Promise.resolve([])
        : db
            .select({ member: t.workspace_members, user: t.users })
            .from(t.workspace_members)
            .innerJoin(t.users, eq(t.users.id, t.workspace_members.user_id))
            .where(
              and(eq(t.workspace_members.workspace_id, workspaceId), inArray(t.workspace_members.user_id, userIds)),
            ),

    /** The members who bear one of these handles. */
    byHandles: async (workspaceId: string, handles: string[]) => {
      if (handles.length === 0) return []
      // A statement takes only so many values: where a text names more people, they are picked here.
      const few = handles.length <= 500
      const found = await db
        .select({ id: t.users.id, handle: t.users.handle, role: t.workspace_members.role })
        .from(t.users)
        .innerJoin(
          t.workspace_members,
          and(eq(t.workspace_members.user_id, t.users.id), eq(t.workspace_members.workspace_id, workspaceId)),
        )
        .where(few ? inArray(t.users.handle, handles) : ne(t.users.handle, ""))
      const wanted = new Set(handles)
      return found.filter(({ handle }) => wanted.has(handle))
    },

    /** By role, then name, then handle; what comes after the key. */
    page: (workspaceId: string, filter: MemberFilter, after: MemberKey | undefined, limit: number) =>
      db
        .select({ member: t.workspace_members, user: t.users, rank })
        .from(t.workspace_members)
        .innerJoin(t.users, eq(t.users.id, t.workspace_members.user_id))
        .where(
          and(
            matching(workspaceId, filter),
            after
              ? sql`(${rank}, ${t.users.sort_name}, ${t.users.handle}, ${t.users.id}) > (${after[0]}, ${after[1]}, ${after[2]}, ${after[3]})`
              : undefined,
          ),
        )
        .orderBy(rank, t.users.sort_name, t.users.handle, t.users.id)
        .limit(limit),

    counts: (workspaceId: string, filter: MemberFilter) =>
      db
        .select({ role: t.workspace_members.role, count: count() })
        .from(t.workspace_members)
        .innerJoin(t.users, eq(t.users.id, t.workspace_members.user_id))
        .where(matching(workspaceId, filter))
        .groupBy(t.workspace_members.role),
  }
}
