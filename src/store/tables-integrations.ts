import type { Kit } from "./kit.ts"

/** Bots, their credentials and menus, and the record of what administrators did. */
export const integrationTables = (
  { table, text, index, uniqueIndex }: Kit,
  workspace_id: () => ReturnType<ReturnType<Kit["text"]>["notNull"]>,
) => {
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

  return { bot_tokens, bot_commands, audit_log_entries }
}
