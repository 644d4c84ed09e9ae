import { and, asc, eq, isNull, lt } from "drizzle-orm"
import type { Ctx, NewRow } from "./query.ts"

type Which = { id: string } | { app_installation_id: string } | { bot_user_id: string; workspace_id: string }

/** Commands that call an address, and what came of each call. */
export const slashCommands = ({ db, t }: Ctx) => {
  const c = t.slash_commands
  const i = t.slash_command_invocations
  return {
    insert: (row: NewRow<"slash_commands">) => db.insert(c).values(row),

    find: async (id: string) => (await db.select().from(c).where(eq(c.id, id)))[0],

    /** The active command of this name. */
    byName: async (workspaceId: string, command: string) =>
      (
        await db
          .select()
          .from(c)
          .where(and(eq(c.workspace_id, workspaceId), eq(c.command, command), isNull(c.revoked_at)))
      )[0],

    /** The active ones by name. */
    list: (workspaceId: string) =>
      db
        .select()
        .from(c)
        .where(and(eq(c.workspace_id, workspaceId), isNull(c.revoked_at)))
        .orderBy(asc(c.command)),

    setSecret: (id: string, signing_secret: string) => db.update(c).set({ signing_secret }).where(eq(c.id, id)),

    /** Ends commands: the rows of those that ended now. */
    revoke: (which: Which, at: string) =>
      db
        .update(c)
        .set({ revoked_at: at })
        .where(
          and(
            isNull(c.revoked_at),
            "id" in which
              ? eq(c.id, which.id)
              : "app_installation_id" in which
                ? eq(c.app_installation_id, which.app_installation_id)
                : and(eq(c.bot_user_id, which.bot_user_id), eq(c.workspace_id, which.workspace_id)),
          ),
        )
        .returning(),

    insertInvocation: (row: NewRow<"slash_command_invocations">) => db.insert(i).values(row),

    completeInvocation: (id: string, change: Partial<NewRow<"slash_command_invocations">>) =>
      db.update(i).set(change).where(eq(i.id, id)),

    /** Forgets what was called before the moment. */
    pruneInvocations: (before: string) => db.delete(i).where(lt(i.id, before)),
  }
}
