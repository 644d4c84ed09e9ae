import { postgresKit } from "../src/store/kit.ts"
import { defineTables } from "../src/store/tables.ts"

/** What drizzle-kit reads for Postgres. */
const tables = defineTables(postgresKit)
export const {
  users, identities, user_passwords, sessions, magic_links, setup_links, sidebar_orders, counters, workspaces, workspace_members, invites, channels, channel_members, direct_conversations, direct_conversation_members, topics, messages, reactions, pinned_messages, reads, channel_notification_settings, events, bot_tokens, bot_setup_codes, bot_setup_requests, bot_workspaces, bot_commands, audit_log_entries, uploads, message_attachments, upload_quota_reservations, pending_upload_cleanups, search_marks,
} = tables
