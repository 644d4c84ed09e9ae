import { sql } from "drizzle-orm"
import type { Kit } from "./kit.ts"

type WorkspaceId = () => ReturnType<ReturnType<Kit["text"]>["notNull"]>

/** Apps, commands that call out, accounts elsewhere, and addresses that anybody who knows them may post to. */
export const appTables = ({ table, text, int, index, uniqueIndex, primaryKey }: Kit, workspace_id: WorkspaceId) => {
  const app_installations = table(
    "app_installations",
    {
      id: text().primaryKey(),
      workspace_id: workspace_id(),
      app_slug: text().notNull(),
      display_name: text().notNull(),
      bot_user_id: text().notNull(),
      config: text().notNull(),
      created_by: text().notNull(),
      created_at: text().notNull(),
      revoked_at: text(),
    },
    (t) => [index("app_installations_workspace").on(t.workspace_id)],
  )

  const slash_commands = table(
    "slash_commands",
    {
      id: text().primaryKey(),
      workspace_id: workspace_id(),
      app_installation_id: text(),
      command: text().notNull(),
      description: text().notNull(),
      callback_url: text().notNull(),
      /** Kept readable: the server signs with it. */
      signing_secret: text().notNull(),
      bot_user_id: text().notNull(),
      created_by: text().notNull(),
      created_at: text().notNull(),
      revoked_at: text(),
    },
    (t) => [uniqueIndex("slash_commands_command").on(t.workspace_id, t.command).where(sql`revoked_at is null`)],
  )

  const slash_command_invocations = table(
    "slash_command_invocations",
    {
      id: text().primaryKey(),
      command_id: text().notNull(),
      workspace_id: workspace_id(),
      channel_id: text().notNull(),
      user_id: text().notNull(),
      text: text().notNull(),
      payload_json: text().notNull(),
      response_status: int().notNull().default(0),
      response_body: text(),
      error: text(),
      created_at: text().notNull(),
      completed_at: text(),
    },
    (t) => [index("slash_command_invocations_user").on(t.user_id, t.id)],
  )

  const connected_accounts = table(
    "connected_accounts",
    {
      id: text().primaryKey(),
      workspace_id: workspace_id(),
      user_id: text().notNull(),
      provider: text().notNull(),
      provider_account_id: text().notNull(),
      display_name: text().notNull(),
      scopes: text().notNull(),
      metadata: text().notNull(),
      created_at: text().notNull(),
      revoked_at: text(),
    },
    (t) => [index("connected_accounts_workspace").on(t.workspace_id)],
  )

  const incoming_hooks = table(
    "incoming_hooks",
    {
      id: text().primaryKey(),
      workspace_id: workspace_id(),
      channel_id: text().notNull(),
      bot_user_id: text().notNull(),
      display_name: text().notNull(),
      secret_hash: text().notNull().unique(),
      created_by: text().notNull(),
      created_at: text().notNull(),
      last_used_at: text(),
      revoked_at: text(),
    },
    (t) => [index("incoming_hooks_channel").on(t.channel_id), index("incoming_hooks_bot").on(t.bot_user_id)],
  )

  /** The names and pictures under which a hook has posted, each a bot of its own. */
  const incoming_hook_authors = table(
    "incoming_hook_authors",
    {
      hook_id: text()
        .notNull()
        .references(() => incoming_hooks.id, { onDelete: "cascade" }),
      looks: text().notNull(),
      bot_user_id: text().notNull(),
    },
    (t) => [primaryKey({ columns: [t.hook_id, t.looks] })],
  )

  return {
    app_installations,
    slash_commands,
    slash_command_invocations,
    connected_accounts,
    incoming_hooks,
    incoming_hook_authors,
  }
}

/** Who is sent events, how far each has come, and what was tried. */
export const subscriptionTables = ({ table, text, int, index, primaryKey }: Kit, workspace_id: WorkspaceId) => {
  const event_subscriptions = table(
    "event_subscriptions",
    {
      id: text().primaryKey(),
      workspace_id: workspace_id(),
      app_installation_id: text(),
      event_types: text().notNull(),
      callback_url: text().notNull(),
      signing_secret: text().notNull(),
      created_by: text().notNull(),
      created_at: text().notNull(),
      revoked_at: text(),
      /** Every event up to this place of the log was tried, or was not for it. */
      place: int().notNull(),
      /** How many tries in a row have failed; after some of them there is a pause until `paused_until`. */
      failures: int().notNull().default(0),
      paused_until: text(),
      /** The node that delivers now, and when another may take over. */
      leased_by: text(),
      leased_until: text(),
    },
    (t) => [index("event_subscriptions_workspace").on(t.workspace_id)],
  )

  /** Events that were tried and have to be tried again. */
  const event_retries = table(
    "event_retries",
    {
      subscription_id: text()
        .notNull()
        .references(() => event_subscriptions.id, { onDelete: "cascade" }),
      place: int().notNull(),
      attempts: int().notNull(),
      first_at: text().notNull(),
      due_at: text().notNull(),
    },
    (t) => [primaryKey({ columns: [t.subscription_id, t.place] })],
  )

  const event_delivery_attempts = table(
    "event_delivery_attempts",
    {
      id: text().primaryKey(),
      subscription_id: text()
        .notNull()
        .references(() => event_subscriptions.id, { onDelete: "cascade" }),
      workspace_id: text().notNull(),
      event_id: text().notNull(),
      event_type: text().notNull(),
      /** Where in the log, and for whom: who may not see the event is not shown what was sent. */
      place: int().notNull(),
      audience: text().notNull(),
      audience_id: text(),
      attempt: int().notNull(),
      request_json: text().notNull(),
      response_status: int().notNull(),
      response_body: text(),
      error: text(),
      created_at: text().notNull(),
      completed_at: text().notNull(),
    },
    (t) => [index("event_delivery_attempts_subscription").on(t.subscription_id, t.id)],
  )

  return { event_subscriptions, event_retries, event_delivery_attempts }
}
