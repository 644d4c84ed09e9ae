import { and, eq, lte, or } from "drizzle-orm"
import type { Ctx } from "./query.ts"

/** Work that one node does at a time. */
export const leases = ({ db, t }: Ctx) => ({
  /** Takes the work for this node until a moment; false when another has it. */
  take: async (name: string, node: string, now: string, until: string): Promise<boolean> =>
    (
      await db
        .insert(t.leases)
        .values({ name, node, until })
        .onConflictDoUpdate({
          target: t.leases.name,
          set: { node, until },
          setWhere: or(eq(t.leases.node, node), lte(t.leases.until, now)),
        })
        .returning({ node: t.leases.node })
    ).length > 0,

  release: (name: string, node: string) =>
    db.delete(t.leases).where(and(eq(t.leases.name, name), eq(t.leases.node, node))),
})
