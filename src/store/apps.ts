import { and, asc, eq, isNull } from "drizzle-orm"
import type { Ctx, NewRow } from "./query.ts"

/** Apps that are installed in a workspace. */
export const apps = ({ db, t }: Ctx) => {
  const a = t.app_installations
  return {
    insert: (row: NewRow<"app_installations">) => db.insert(a).values(row),

    find: async (id: string) => (await db.select().from(a).where(eq(a.id, id)))[0],

    /** The active ones, oldest first. */
    list: (workspaceId: string) =>
      db
        .select()
        .from(a)
        .where(and(eq(a.workspace_id, workspaceId), isNull(a.revoked_at)))
        .orderBy(asc(a.id)),

    /** Ends installations: the rows of those that ended now. */
    revoke: (which: { id: string } | { bot_user_id: string; workspace_id: string }, at: string) =>
      db
        .update(a)
        .set({ revoked_at: at })
        .where(
          and(
            isNull(a.revoked_at),
            "id" in which
              ? eq(a.id, which.id)
              : and(eq(a.bot_user_id, which.bot_user_id), eq(a.workspace_id, which.workspace_id)),
          ),
        )
        .returning(),
  }
}
