import type { Kit } from "./kit.ts"
import { appTables, subscriptionTables } from "./tables-apps.ts"

/** Bots, their credentials and menus, and the record of what administrators did. */
export const integrationTables = (kit: Kit, workspace_id: () => ReturnType<ReturnType<Kit["text"]>["notNull"]>) => {
  const { table, text, index, uniqueIndex, primaryKey } = kit
  const bot_tokens = table(
    "bot_tokens",
    {
      id: text().primaryKey(),
      bot_user_id: text().notNull(),
      workspace_id: workspace_id(),
      owner_user_id: text(),
      name: text().notNull(),
      token_hash: text().notNull().unique(),
      /** A JSON list, sorted. */
      scopes: text().notNull(),
      created_by: text(),
      created_at: text().notNull(),
      last_used_at: text(),
      revoked_at: text(),
    },
    (t) => [index("bot_tokens_workspace").on(t.workspace_id, t.bot_user_id)],
  )

  /** Codes that a bot's program exchanges for a token: ten minutes, once. */
  const bot_setup_codes = table(
    "bot_setup_codes",
    {
      id: text().primaryKey(),
      bot_user_id: text().notNull(),
      workspace_id: workspace_id(),
      token_name: text().notNull(),
      scopes: text().notNull(),
      defaults: text().notNull(),
      code_hash: text().notNull().unique(),
      created_by: text().notNull(),
      created_at: text().notNull(),
      expires_at: text().notNull(),
    },
    (t) => [index("bot_setup_codes_bot").on(t.bot_user_id, t.workspace_id)],
  )

  /** What a setup nonce was used for: a repeat gives the same bot and token row again. */
  const bot_setup_requests = table(
    "bot_setup_requests",
    {
      created_by: text().notNull(),
      nonce: text().notNull(),
      workspace_id: workspace_id(),
      digest: text().notNull(),
      bot_user_id: text().notNull(),
      token_id: text(),
      installation_id: text(),
      created_at: text().notNull(),
    },
    (t) => [primaryKey({ columns: [t.created_by, t.nonce] }), index("bot_setup_requests_bot").on(t.bot_user_id)],
  )

  /** Where a bot was ever a member: whose managers decide about a service bot. */
  const bot_workspaces = table(
    "bot_workspaces",
    { bot_user_id: text().notNull(), workspace_id: workspace_id() },
    (t) => [primaryKey({ columns: [t.bot_user_id, t.workspace_id] })],
  )

  const bot_commands = table(
    "bot_commands",
    {
      id: text().primaryKey(),
      workspace_id: workspace_id(),
      bot_user_id: text().notNull(),
      command: text().notNull(),
      description: text().notNull(),
      args_hint: text().notNull(),
      created_at: text().notNull(),
      updated_at: text().notNull(),
    },
    (t) => [uniqueIndex("bot_commands_command").on(t.workspace_id, t.bot_user_id, t.command)],
  )

  const audit_log_entries = table(
    "audit_log_entries",
    {
      id: text().primaryKey(),
      workspace_id: workspace_id(),
      actor_user_id: text().notNull(),
      action: text().notNull(),
      target_type: text().notNull(),
      target_id: text().notNull(),
      metadata: text().notNull(),
      created_at: text().notNull(),
    },
    (t) => [index("audit_log_entries_workspace").on(t.workspace_id, t.id)],
  )

  return {
    bot_tokens,
    bot_setup_codes,
    bot_setup_requests,
    bot_workspaces,
    bot_commands,
    audit_log_entries,
    ...appTables(kit, workspace_id),
    ...subscriptionTables(kit, workspace_id),
  }
}
