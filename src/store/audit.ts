import { desc, eq } from "drizzle-orm"
import type { Ctx, NewRow } from "./query.ts"

/** The record of administrative acts. */
export const audit = ({ db, t }: Ctx) => ({
  insert: (row: NewRow<"audit_log_entries">) => db.insert(t.audit_log_entries).values(row),

  list: (workspaceId: string, limit: number) =>
    db
      .select()
      .from(t.audit_log_entries)
      .where(eq(t.audit_log_entries.workspace_id, workspaceId))
      .orderBy(desc(t.audit_log_entries.id))
      .limit(limit),
})
