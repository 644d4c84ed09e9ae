import { and, asc, eq, isNull } from "drizzle-orm"
import type { Ctx, NewRow } from "./query.ts"

/** Accounts that members have elsewhere. */
export const connectedAccounts = ({ db, t }: Ctx) => {
  const c = t.connected_accounts
  return {
    insert: (row: NewRow<"connected_accounts">) => db.insert(c).values(row),

    find: async (id: string) => (await db.select().from(c).where(eq(c.id, id)))[0],

    /** The active ones by provider, then name. */
    list: (workspaceId: string) =>
      db
        .select()
        .from(c)
        .where(and(eq(c.workspace_id, workspaceId), isNull(c.revoked_at)))
        .orderBy(asc(c.provider), asc(c.display_name), asc(c.id)),

    revoke: async (id: string, at: string) =>
      (
        await db
          .update(c)
          .set({ revoked_at: at })
          .where(and(eq(c.id, id), isNull(c.revoked_at)))
          .returning()
      )[0],
  }
}
