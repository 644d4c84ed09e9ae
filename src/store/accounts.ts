import { and, count, eq, inArray, sql } from "drizzle-orm"
import type { Ctx, NewRow, Row } from "./query.ts"

/** People and bots, how they are recognised, and what they have chosen for themselves. */
export const accounts = ({ db, t }: Ctx) => {
  const byId = db
    .select()
    .from(t.users)
    .where(eq(t.users.id, sql.placeholder("id")))
    .prepare("users_by_id")
  return {
    insert: (row: NewRow<"users">) => db.insert(t.users).values(row),

    find: async (id: string): Promise<Row<"users"> | undefined> => (await byId.execute({ id }))[0],

    byIds: async (ids: string[]): Promise<Row<"users">[]> =>
      ids.length === 0 ? [] : db.select().from(t.users).where(inArray(t.users.id, ids)),

    byHandle: async (handle: string) => (await db.select().from(t.users).where(eq(t.users.handle, handle)))[0],

    /** Who was here first: whom a development server takes a local caller for. */
    first: async () =>
      (
        await db
          .select()
          .from(t.users)
          .where(eq(t.users.kind, "human"))
          .orderBy(t.users.created_at, t.users.id)
          .limit(1)
      )[0],

    any: async () => (await db.select({ id: t.users.id }).from(t.users).limit(1)).length > 0,

    update: (id: string, change: Partial<NewRow<"users">>) => db.update(t.users).set(change).where(eq(t.users.id, id)),

    byEmail: async (email: string) =>
      (
        await db
          .select({ user: t.users })
          .from(t.identities)
          .innerJoin(t.users, eq(t.users.id, t.identities.user_id))
          .where(eq(t.identities.email, email))
          .orderBy(t.identities.created_at)
          .limit(1)
      )[0]?.user,

    byIdentity: async (provider: string, subject: string) =>
      (
        await db
          .select({ user: t.users })
          .from(t.identities)
          .innerJoin(t.users, eq(t.users.id, t.identities.user_id))
          .where(and(eq(t.identities.provider, provider), eq(t.identities.provider_subject, subject)))
      )[0]?.user,

    /** Everybody who is recognised by one of these addresses, and whether they have shown that it is theirs. */
    byAddresses: (emails: string[]) =>
      db
        .selectDistinct({ user: t.users, verified: t.identities.verified })
        .from(t.identities)
        .innerJoin(t.users, eq(t.users.id, t.identities.user_id))
        .where(inArray(t.identities.email, emails)),

    /** As whom a provider knows somebody, the oldest first. */
    subjects: async (userId: string, provider: string) =>
      (
        await db
          .select({ subject: t.identities.provider_subject })
          .from(t.identities)
          .where(and(eq(t.identities.user_id, userId), eq(t.identities.provider, provider)))
          .orderBy(t.identities.id)
      ).map((row) => row.subject),

    /** Who said that this address is theirs, as long as nobody has shown it. */
    claimant: async (email: string) =>
      (
        await db
          .select({ user_id: t.identities.user_id })
          .from(t.identities)
          .where(and(eq(t.identities.email, email), eq(t.identities.verified, false)))
      )[0]?.user_id,

    verify: (email: string) => db.update(t.identities).set({ verified: true }).where(eq(t.identities.email, email)),

    insertIdentity: (row: NewRow<"identities">) => db.insert(t.identities).values(row),

    password: async (userId: string) =>
      (await db.select().from(t.user_passwords).where(eq(t.user_passwords.user_id, userId)))[0],

    setPassword: (row: NewRow<"user_passwords">) =>
      db
        .insert(t.user_passwords)
        .values(row)
        .onConflictDoUpdate({ target: t.user_passwords.user_id, set: { phc: row.phc, updated_at: row.updated_at } }),

    /** Puts the password in the place of the one that was known; false when another has taken it meanwhile. */
    replacePassword: async (known: string, row: NewRow<"user_passwords">): Promise<boolean> =>
      (
        await db
          .update(t.user_passwords)
          .set({ phc: row.phc, updated_at: row.updated_at })
          .where(and(eq(t.user_passwords.user_id, row.user_id), eq(t.user_passwords.phc, known)))
          .returning({ user_id: t.user_passwords.user_id })
      ).length > 0,

    clearPassword: (userId: string) => db.delete(t.user_passwords).where(eq(t.user_passwords.user_id, userId)),

    sidebarOrders: (userId: string) => db.select().from(t.sidebar_orders).where(eq(t.sidebar_orders.user_id, userId)),

    setSidebarOrder: (row: NewRow<"sidebar_orders">) =>
      db
        .insert(t.sidebar_orders)
        .values(row)
        .onConflictDoUpdate({
          target: [t.sidebar_orders.user_id, t.sidebar_orders.workspace_id],
          set: { channel_ids: row.channel_ids, updated_at: row.updated_at },
        }),

    /** The bots of this person, with each workspace they are in and how many of their tokens work there. */
    ownedBots: (ownerId: string) =>
      db
        .select({
          bot: t.users,
          workspace: { id: t.workspaces.id, route_id: t.workspaces.route_id, name: t.workspaces.name },
          active_token_count: count(t.bot_tokens.id),
        })
        .from(t.users)
        .innerJoin(t.workspace_members, eq(t.workspace_members.user_id, t.users.id))
        .innerJoin(t.workspaces, eq(t.workspaces.id, t.workspace_members.workspace_id))
        .leftJoin(
          t.bot_tokens,
          and(
            eq(t.bot_tokens.bot_user_id, t.users.id),
            eq(t.bot_tokens.workspace_id, t.workspaces.id),
            sql`${t.bot_tokens.revoked_at} is null`,
          ),
        )
        .where(and(eq(t.users.owner_user_id, ownerId), sql`${t.users.deleted_at} is null`))
        .groupBy(t.users.id, t.workspaces.id)
        .orderBy(t.users.sort_name, t.users.id, t.workspaces.name),
  }
}
