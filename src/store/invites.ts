import { and, eq, isNull, or, sql } from "drizzle-orm"
import type { Ctx, NewRow } from "./query.ts"

/** Links that let people in. */
export const invites = ({ db, t }: Ctx) => ({
  insert: (row: NewRow<"invites">) => db.insert(t.invites).values(row),

  find: async (id: string) => (await db.select().from(t.invites).where(eq(t.invites.id, id)))[0],

  byHash: async (hash: string) => (await db.select().from(t.invites).where(eq(t.invites.token_hash, hash)))[0],

  list: (workspaceId: string) =>
    db.select().from(t.invites).where(eq(t.invites.workspace_id, workspaceId)).orderBy(sql`${t.invites.id} desc`),

  revoke: (id: string, at: string) =>
    db
      .update(t.invites)
      .set({ revoked_at: at })
      .where(and(eq(t.invites.id, id), isNull(t.invites.revoked_at))),

  /** Counts one use; false when there is none left. */
  use: async (id: string) =>
    (
      await db
        .update(t.invites)
        .set({ uses: sql`${t.invites.uses} + 1` })
        .where(
          and(eq(t.invites.id, id), or(isNull(t.invites.max_uses), sql`${t.invites.uses} < ${t.invites.max_uses}`)),
        )
        .returning({ id: t.invites.id })
    ).length > 0,
})
