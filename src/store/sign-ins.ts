import { and, count, eq, gt, lte, sql } from "drizzle-orm"
import type { Ctx, NewRow, Row } from "./query.ts"

/** Sign-ins that have begun at another service, and what the desktop app gets when they are done. */
export const signIns = ({ db, t }: Ctx) => ({
  /** Holds off every other beginning until the end of this write, so that what is pending can be counted. */
  lock: () =>
    db
      .insert(t.counters)
      .values({ name: "sign_ins", value: 1 })
      .onConflictDoUpdate({ target: t.counters.name, set: { value: sql`${t.counters.value} + 1` } }),

  /** Drops what is too old to be of use. */
  sweep: async (now: string) => {
    await db.delete(t.oauth_transactions).where(lte(t.oauth_transactions.expires_at, now))
    await db.delete(t.desktop_oauth_grants).where(lte(t.desktop_oauth_grants.expires_at, now))
  },

  /** How many are pending: all of them, or those of one browser. */
  pending: async (bindingHash?: string): Promise<number> =>
    (
      await db
        .select({ pending: count() })
        .from(t.oauth_transactions)
        .where(bindingHash ? eq(t.oauth_transactions.binding_hash, bindingHash) : undefined)
    )[0]?.pending ?? 0,

  insert: (row: NewRow<"oauth_transactions">) => db.insert(t.oauth_transactions).values(row),

  /** Uses a beginning up: its row, or nothing when it is unknown, used, too old, another service's or another browser's. */
  take: async (
    key: Pick<Row<"oauth_transactions">, "state_hash" | "binding_hash" | "provider">,
    now: string,
  ): Promise<Row<"oauth_transactions"> | undefined> =>
    (
      await db
        .delete(t.oauth_transactions)
        .where(
          and(
            eq(t.oauth_transactions.state_hash, key.state_hash),
            eq(t.oauth_transactions.binding_hash, key.binding_hash),
            eq(t.oauth_transactions.provider, key.provider),
            gt(t.oauth_transactions.expires_at, now),
          ),
        )
        .returning()
    )[0],

  grants: async (): Promise<number> =>
    (await db.select({ pending: count() }).from(t.desktop_oauth_grants))[0]?.pending ?? 0,

  insertGrant: (row: NewRow<"desktop_oauth_grants">) => db.insert(t.desktop_oauth_grants).values(row),

  /** Uses a grant up: its row, or nothing when code and challenge are not those of a grant that is still good. */
  takeGrant: async (codeHash: string, challenge: string, now: string) =>
    (
      await db
        .delete(t.desktop_oauth_grants)
        .where(
          and(
            eq(t.desktop_oauth_grants.code_hash, codeHash),
            eq(t.desktop_oauth_grants.challenge, challenge),
            gt(t.desktop_oauth_grants.expires_at, now),
          ),
        )
        .returning()
    )[0],
})
