import { sql } from "drizzle-orm"
import type { Kit } from "./kit.ts"

/** People, how they are recognised and what they have chosen. */
export const accountTables = ({ table, text, int, bool, index, uniqueIndex, primaryKey }: Kit) => {
  const users = table(
    "users",
    {
      id: text().primaryKey(),
      kind: text().notNull(),
      owner_user_id: text(),
      display_name: text().notNull(),
      handle: text().notNull().default(""),
      avatar_url: text().notNull().default(""),
      /** The Gravatar address of the first e-mail address, shown while no picture is chosen. */
      fallback_avatar_url: text().notNull().default(""),
      /** The name as it is sorted and searched: folded to lower case, without accents. */
      sort_name: text().notNull(),
      created_at: text().notNull(),
      deleted_at: text(),
      former_handle: text(),
      pushover_enabled: bool().notNull().default(false),
      pushover_user_key: text().notNull().default(""),
      /** JSON of what differs from the default look; null until chosen for the first time. */
      appearance_preferences: text(),
    },
    (t) => [
      uniqueIndex("users_handle").on(t.handle).where(sql`handle <> ''`),
      index("users_owner").on(t.owner_user_id).where(sql`owner_user_id is not null`),
    ],
  )
  const user_id = () =>
    text()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" })

  const identities = table(
    "identities",
    {
      id: text().primaryKey(),
      user_id: user_id(),
      provider: text().notNull(),
      provider_subject: text().notNull(),
      email: text().notNull().default(""),
      /** False while the address is only what somebody said who came with an invitation. */
      verified: bool().notNull().default(true),
      created_at: text().notNull(),
    },
    (t) => [
      uniqueIndex("identities_subject").on(t.provider, t.provider_subject),
      index("identities_email").on(t.email),
      index("identities_user").on(t.user_id),
    ],
  )

  const user_passwords = table("user_passwords", {
    user_id: text()
      .primaryKey()
      .references(() => users.id, { onDelete: "cascade" }),
    phc: text().notNull(),
    updated_at: text().notNull(),
  })

  const sessions = table(
    "sessions",
    {
      id: text().primaryKey(),
      user_id: user_id(),
      token_hash: text().notNull().unique(),
      created_at: text().notNull(),
      expires_at: text().notNull(),
      last_used_at: text(),
      user_agent: text().notNull().default(""),
      revoked_at: text(),
    },
    (t) => [index("sessions_user").on(t.user_id)],
  )

  const magic_links = table("magic_links", {
    id: text().primaryKey(),
    email: text().notNull(),
    display_name: text().notNull(),
    token_hash: text().notNull().unique(),
    created_at: text().notNull(),
    expires_at: text().notNull(),
    used_at: text(),
  })

  /** Links with which the first owner of an empty server arrives; all are gone once somebody has. */
  const setup_links = table("setup_links", { token_hash: text().primaryKey(), created_at: text().notNull() })

  /** A sign-in at another service that has begun: what must fit when the browser comes back. Each works once. */
  const oauth_transactions = table(
    "oauth_transactions",
    {
      state_hash: text().primaryKey(),
      provider: text().notNull(),
      /** Of the cookie that holds the sign-in to the browser that began it. */
      binding_hash: text().notNull(),
      /** The PKCE verifier, which the service must be told in clear. */
      verifier_secret: text().notNull(),
      nonce: text().notNull(),
      /** Both set when the desktop app began it. */
      desktop_challenge: text(),
      desktop_protocol: int(),
      created_at: text().notNull(),
      expires_at: text().notNull(),
    },
    (t) => [
      index("oauth_transactions_binding").on(t.binding_hash),
      index("oauth_transactions_expiry").on(t.expires_at),
    ],
  )

  /** What the desktop app trades for a session, with the verifier of this challenge. */
  const desktop_oauth_grants = table(
    "desktop_oauth_grants",
    {
      code_hash: text().primaryKey(),
      user_id: user_id(),
      challenge: text().notNull(),
      created_at: text().notNull(),
      expires_at: text().notNull(),
    },
    (t) => [index("desktop_oauth_grants_expiry").on(t.expires_at)],
  )

  const sidebar_orders = table(
    "sidebar_orders",
    { user_id: user_id(), workspace_id: text().notNull(), channel_ids: text().notNull(), updated_at: text().notNull() },
    (t) => [primaryKey({ columns: [t.user_id, t.workspace_id] })],
  )

  /** Numbers that the whole database shares, such as how far the search index has come. */
  const counters = table("counters", { name: text().primaryKey(), value: int().notNull() })

  return {
    users,
    identities,
    user_passwords,
    sessions,
    magic_links,
    setup_links,
    oauth_transactions,
    desktop_oauth_grants,
    sidebar_orders,
    counters,
  }
}
