CREATE TABLE "app_installations" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"workspace_id" text COLLATE "C" NOT NULL,
	"app_slug" text COLLATE "C" NOT NULL,
	"display_name" text COLLATE "C" NOT NULL,
	"bot_user_id" text COLLATE "C" NOT NULL,
	"config" text COLLATE "C" NOT NULL,
	"created_by" text COLLATE "C" NOT NULL,
	"created_at" text COLLATE "C" NOT NULL,
	"revoked_at" text COLLATE "C"
);
--> statement-breakpoint
CREATE TABLE "audit_log_entries" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"workspace_id" text COLLATE "C" NOT NULL,
	"actor_user_id" text COLLATE "C" NOT NULL,
	"action" text COLLATE "C" NOT NULL,
	"target_type" text COLLATE "C" NOT NULL,
	"target_id" text COLLATE "C" NOT NULL,
	"metadata" text COLLATE "C" NOT NULL,
	"created_at" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "bot_commands" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"workspace_id" text COLLATE "C" NOT NULL,
	"bot_user_id" text COLLATE "C" NOT NULL,
	"command" text COLLATE "C" NOT NULL,
	"description" text COLLATE "C" NOT NULL,
	"args_hint" text COLLATE "C" NOT NULL,
	"created_at" text COLLATE "C" NOT NULL,
	"updated_at" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "bot_setup_codes" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"bot_user_id" text COLLATE "C" NOT NULL,
	"workspace_id" text COLLATE "C" NOT NULL,
	"token_name" text COLLATE "C" NOT NULL,
	"scopes" text COLLATE "C" NOT NULL,
	"defaults" text COLLATE "C" NOT NULL,
	"code_hash" text COLLATE "C" NOT NULL,
	"created_by" text COLLATE "C" NOT NULL,
	"created_at" text COLLATE "C" NOT NULL,
	"expires_at" text COLLATE "C" NOT NULL,
	CONSTRAINT "bot_setup_codes_code_hash_unique" UNIQUE("code_hash")
);
--> statement-breakpoint
CREATE TABLE "bot_setup_requests" (
	"created_by" text COLLATE "C" NOT NULL,
	"nonce" text COLLATE "C" NOT NULL,
	"workspace_id" text COLLATE "C" NOT NULL,
	"digest" text COLLATE "C" NOT NULL,
	"bot_user_id" text COLLATE "C" NOT NULL,
	"token_id" text COLLATE "C",
	"installation_id" text COLLATE "C",
	"created_at" text COLLATE "C" NOT NULL,
	CONSTRAINT "bot_setup_requests_created_by_nonce_pk" PRIMARY KEY("created_by","nonce")
);
--> statement-breakpoint
CREATE TABLE "bot_tokens" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"bot_user_id" text COLLATE "C" NOT NULL,
	"workspace_id" text COLLATE "C" NOT NULL,
	"owner_user_id" text COLLATE "C",
	"name" text COLLATE "C" NOT NULL,
	"token_hash" text COLLATE "C" NOT NULL,
	"scopes" text COLLATE "C" NOT NULL,
	"created_by" text COLLATE "C",
	"created_at" text COLLATE "C" NOT NULL,
	"last_used_at" text COLLATE "C",
	"revoked_at" text COLLATE "C",
	CONSTRAINT "bot_tokens_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "bot_workspaces" (
	"bot_user_id" text COLLATE "C" NOT NULL,
	"workspace_id" text COLLATE "C" NOT NULL,
	CONSTRAINT "bot_workspaces_bot_user_id_workspace_id_pk" PRIMARY KEY("bot_user_id","workspace_id")
);
--> statement-breakpoint
CREATE TABLE "channel_members" (
	"channel_id" text COLLATE "C" NOT NULL,
	"user_id" text COLLATE "C" NOT NULL,
	"joined_at" text COLLATE "C" NOT NULL,
	CONSTRAINT "channel_members_channel_id_user_id_pk" PRIMARY KEY("channel_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "channel_notification_settings" (
	"channel_id" text COLLATE "C" NOT NULL,
	"user_id" text COLLATE "C" NOT NULL,
	"preference" text COLLATE "C" NOT NULL,
	CONSTRAINT "channel_notification_settings_channel_id_user_id_pk" PRIMARY KEY("channel_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "channels" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"route_id" text COLLATE "C" NOT NULL,
	"workspace_id" text COLLATE "C" NOT NULL,
	"name" text COLLATE "C" NOT NULL,
	"display_title" text COLLATE "C" DEFAULT '' NOT NULL,
	"kind" text COLLATE "C" DEFAULT 'public' NOT NULL,
	"created_at" text COLLATE "C" NOT NULL,
	"archived_at" text COLLATE "C",
	"external_managed" boolean DEFAULT false NOT NULL,
	"external_ref" text COLLATE "C" DEFAULT '' NOT NULL,
	"external_url" text COLLATE "C" DEFAULT '' NOT NULL,
	"sidebar_section" text COLLATE "C" DEFAULT '' NOT NULL,
	"last_seq" bigint DEFAULT 0 NOT NULL,
	"countable" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "connected_accounts" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"workspace_id" text COLLATE "C" NOT NULL,
	"user_id" text COLLATE "C" NOT NULL,
	"provider" text COLLATE "C" NOT NULL,
	"provider_account_id" text COLLATE "C" NOT NULL,
	"display_name" text COLLATE "C" NOT NULL,
	"scopes" text COLLATE "C" NOT NULL,
	"metadata" text COLLATE "C" NOT NULL,
	"created_at" text COLLATE "C" NOT NULL,
	"revoked_at" text COLLATE "C"
);
--> statement-breakpoint
CREATE TABLE "counters" (
	"name" text COLLATE "C" PRIMARY KEY NOT NULL,
	"value" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "desktop_oauth_grants" (
	"code_hash" text COLLATE "C" PRIMARY KEY NOT NULL,
	"user_id" text COLLATE "C" NOT NULL,
	"challenge" text COLLATE "C" NOT NULL,
	"created_at" text COLLATE "C" NOT NULL,
	"expires_at" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "direct_conversation_members" (
	"conversation_id" text COLLATE "C" NOT NULL,
	"user_id" text COLLATE "C" NOT NULL,
	"hidden" boolean DEFAULT false NOT NULL,
	CONSTRAINT "direct_conversation_members_conversation_id_user_id_pk" PRIMARY KEY("conversation_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "direct_conversations" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"route_id" text COLLATE "C" NOT NULL,
	"workspace_id" text COLLATE "C" NOT NULL,
	"member_set_key" text COLLATE "C" NOT NULL,
	"created_at" text COLLATE "C" NOT NULL,
	"last_seq" bigint DEFAULT 0 NOT NULL,
	"countable" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "event_delivery_attempts" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"subscription_id" text COLLATE "C" NOT NULL,
	"workspace_id" text COLLATE "C" NOT NULL,
	"event_id" text COLLATE "C" NOT NULL,
	"event_type" text COLLATE "C" NOT NULL,
	"place" bigint NOT NULL,
	"audience" text COLLATE "C" NOT NULL,
	"audience_id" text COLLATE "C",
	"attempt" bigint NOT NULL,
	"request_json" text COLLATE "C" NOT NULL,
	"response_status" bigint NOT NULL,
	"response_body" text COLLATE "C",
	"error" text COLLATE "C",
	"created_at" text COLLATE "C" NOT NULL,
	"completed_at" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "event_retries" (
	"subscription_id" text COLLATE "C" NOT NULL,
	"place" bigint NOT NULL,
	"attempts" bigint NOT NULL,
	"first_at" text COLLATE "C" NOT NULL,
	"due_at" text COLLATE "C" NOT NULL,
	CONSTRAINT "event_retries_subscription_id_place_pk" PRIMARY KEY("subscription_id","place")
);
--> statement-breakpoint
CREATE TABLE "event_subscriptions" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"workspace_id" text COLLATE "C" NOT NULL,
	"app_installation_id" text COLLATE "C",
	"event_types" text COLLATE "C" NOT NULL,
	"callback_url" text COLLATE "C" NOT NULL,
	"signing_secret" text COLLATE "C" NOT NULL,
	"created_by" text COLLATE "C" NOT NULL,
	"created_at" text COLLATE "C" NOT NULL,
	"revoked_at" text COLLATE "C",
	"place" bigint NOT NULL,
	"failures" bigint DEFAULT 0 NOT NULL,
	"paused_until" text COLLATE "C",
	"leased_by" text COLLATE "C",
	"leased_until" text COLLATE "C"
);
--> statement-breakpoint
CREATE TABLE "events" (
	"workspace_id" text COLLATE "C" NOT NULL,
	"place" bigint NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"type" text COLLATE "C" NOT NULL,
	"audience" text COLLATE "C" NOT NULL,
	"audience_id" text COLLATE "C",
	"channel_id" text COLLATE "C",
	"object_id" text COLLATE "C",
	"seq" bigint,
	"payload" text COLLATE "C" NOT NULL,
	"mentioned_user_ids" text COLLATE "C",
	"created_at" text COLLATE "C" NOT NULL,
	CONSTRAINT "events_workspace_id_place_pk" PRIMARY KEY("workspace_id","place")
);
--> statement-breakpoint
CREATE TABLE "identities" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"user_id" text COLLATE "C" NOT NULL,
	"provider" text COLLATE "C" NOT NULL,
	"provider_subject" text COLLATE "C" NOT NULL,
	"email" text COLLATE "C" DEFAULT '' NOT NULL,
	"verified" boolean DEFAULT true NOT NULL,
	"created_at" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incoming_hook_authors" (
	"hook_id" text COLLATE "C" NOT NULL,
	"looks" text COLLATE "C" NOT NULL,
	"bot_user_id" text COLLATE "C" NOT NULL,
	CONSTRAINT "incoming_hook_authors_hook_id_looks_pk" PRIMARY KEY("hook_id","looks")
);
--> statement-breakpoint
CREATE TABLE "incoming_hooks" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"workspace_id" text COLLATE "C" NOT NULL,
	"channel_id" text COLLATE "C" NOT NULL,
	"bot_user_id" text COLLATE "C" NOT NULL,
	"display_name" text COLLATE "C" NOT NULL,
	"secret_hash" text COLLATE "C" NOT NULL,
	"created_by" text COLLATE "C" NOT NULL,
	"created_at" text COLLATE "C" NOT NULL,
	"last_used_at" text COLLATE "C",
	"revoked_at" text COLLATE "C",
	CONSTRAINT "incoming_hooks_secret_hash_unique" UNIQUE("secret_hash")
);
--> statement-breakpoint
CREATE TABLE "invites" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"workspace_id" text COLLATE "C" NOT NULL,
	"role" text COLLATE "C" NOT NULL,
	"token_hash" text COLLATE "C" NOT NULL,
	"created_by" text COLLATE "C" NOT NULL,
	"created_at" text COLLATE "C" NOT NULL,
	"expires_at" text COLLATE "C" NOT NULL,
	"max_uses" bigint,
	"uses" bigint DEFAULT 0 NOT NULL,
	"revoked_at" text COLLATE "C",
	CONSTRAINT "invites_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "leases" (
	"name" text COLLATE "C" PRIMARY KEY NOT NULL,
	"node" text COLLATE "C" NOT NULL,
	"until" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "magic_links" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"email" text COLLATE "C" NOT NULL,
	"display_name" text COLLATE "C" NOT NULL,
	"token_hash" text COLLATE "C" NOT NULL,
	"created_at" text COLLATE "C" NOT NULL,
	"expires_at" text COLLATE "C" NOT NULL,
	"used_at" text COLLATE "C",
	CONSTRAINT "magic_links_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "message_attachments" (
	"message_id" text COLLATE "C" NOT NULL,
	"upload_id" text COLLATE "C" NOT NULL,
	"position" bigint NOT NULL,
	CONSTRAINT "message_attachments_message_id_upload_id_pk" PRIMARY KEY("message_id","upload_id")
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"n" bigserial PRIMARY KEY NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"route_id" text COLLATE "C",
	"workspace_id" text COLLATE "C" NOT NULL,
	"place_id" text COLLATE "C" NOT NULL,
	"author_id" text COLLATE "C" NOT NULL,
	"parent_message_id" text COLLATE "C",
	"thread_root_id" text COLLATE "C" NOT NULL,
	"topic_id" text COLLATE "C",
	"channel_seq" bigint,
	"thread_seq" bigint,
	"body" text COLLATE "C" NOT NULL,
	"created_at" text COLLATE "C" NOT NULL,
	"edited_at" text COLLATE "C",
	"deleted_at" text COLLATE "C",
	"kind" text COLLATE "C" DEFAULT 'message' NOT NULL,
	"turn_id" text COLLATE "C",
	"nonce" text COLLATE "C",
	"nonce_digest" text COLLATE "C",
	"quoted_message_id" text COLLATE "C",
	"quoted_body_snapshot" text COLLATE "C",
	"quoted_author_id" text COLLATE "C",
	"reply_count" bigint DEFAULT 0 NOT NULL,
	"last_reply_at" text COLLATE "C",
	"last_reply_author_ids" text COLLATE "C",
	"attachment_count" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "messages_id_unique" UNIQUE("id")
);
--> statement-breakpoint
CREATE TABLE "notification_marks" (
	"workspace_id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"place" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notifications" (
	"n" bigserial PRIMARY KEY NOT NULL,
	"workspace_id" text COLLATE "C" NOT NULL,
	"message_id" text COLLATE "C" NOT NULL,
	"user_id" text COLLATE "C" NOT NULL,
	"target" text COLLATE "C" NOT NULL,
	"host" text COLLATE "C" NOT NULL,
	"attempts" bigint DEFAULT 0 NOT NULL,
	"due_at" text COLLATE "C" NOT NULL,
	"begun_at" text COLLATE "C",
	"created_at" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "oauth_transactions" (
	"state_hash" text COLLATE "C" PRIMARY KEY NOT NULL,
	"provider" text COLLATE "C" NOT NULL,
	"binding_hash" text COLLATE "C" NOT NULL,
	"verifier_secret" text COLLATE "C" NOT NULL,
	"nonce" text COLLATE "C" NOT NULL,
	"desktop_challenge" text COLLATE "C",
	"desktop_protocol" bigint,
	"created_at" text COLLATE "C" NOT NULL,
	"expires_at" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "pending_upload_cleanups" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"storage_path" text COLLATE "C" NOT NULL,
	"attempts" bigint DEFAULT 0 NOT NULL,
	"last_error" text COLLATE "C",
	"created_at" text COLLATE "C" NOT NULL,
	"due_at" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "pinned_messages" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"workspace_id" text COLLATE "C" NOT NULL,
	"channel_id" text COLLATE "C" NOT NULL,
	"message_id" text COLLATE "C" NOT NULL,
	"pinned_by" text COLLATE "C" NOT NULL,
	"created_at" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reactions" (
	"message_id" text COLLATE "C" NOT NULL,
	"emoji" text COLLATE "C" NOT NULL,
	"user_id" text COLLATE "C" NOT NULL,
	"created_at" text COLLATE "C" NOT NULL,
	CONSTRAINT "reactions_message_id_emoji_user_id_pk" PRIMARY KEY("message_id","emoji","user_id")
);
--> statement-breakpoint
CREATE TABLE "reads" (
	"place_id" text COLLATE "C" NOT NULL,
	"user_id" text COLLATE "C" NOT NULL,
	"workspace_id" text COLLATE "C" NOT NULL,
	"last_read_seq" bigint DEFAULT 0 NOT NULL,
	"last_read_at" text COLLATE "C",
	"countable_read" bigint DEFAULT 0 NOT NULL,
	"own" bigint DEFAULT 0 NOT NULL,
	"own_read" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "reads_place_id_user_id_pk" PRIMARY KEY("place_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "search_marks" (
	"workspace_id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"place" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"user_id" text COLLATE "C" NOT NULL,
	"token_hash" text COLLATE "C" NOT NULL,
	"created_at" text COLLATE "C" NOT NULL,
	"expires_at" text COLLATE "C" NOT NULL,
	"last_used_at" text COLLATE "C",
	"user_agent" text COLLATE "C" DEFAULT '' NOT NULL,
	"revoked_at" text COLLATE "C",
	CONSTRAINT "sessions_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "setup_links" (
	"token_hash" text COLLATE "C" PRIMARY KEY NOT NULL,
	"created_at" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sidebar_orders" (
	"user_id" text COLLATE "C" NOT NULL,
	"workspace_id" text COLLATE "C" NOT NULL,
	"channel_ids" text COLLATE "C" NOT NULL,
	"updated_at" text COLLATE "C" NOT NULL,
	CONSTRAINT "sidebar_orders_user_id_workspace_id_pk" PRIMARY KEY("user_id","workspace_id")
);
--> statement-breakpoint
CREATE TABLE "slash_command_invocations" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"command_id" text COLLATE "C" NOT NULL,
	"workspace_id" text COLLATE "C" NOT NULL,
	"channel_id" text COLLATE "C" NOT NULL,
	"user_id" text COLLATE "C" NOT NULL,
	"text" text COLLATE "C" NOT NULL,
	"payload_json" text COLLATE "C" NOT NULL,
	"response_status" bigint DEFAULT 0 NOT NULL,
	"response_body" text COLLATE "C",
	"error" text COLLATE "C",
	"created_at" text COLLATE "C" NOT NULL,
	"completed_at" text COLLATE "C"
);
--> statement-breakpoint
CREATE TABLE "slash_commands" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"workspace_id" text COLLATE "C" NOT NULL,
	"app_installation_id" text COLLATE "C",
	"command" text COLLATE "C" NOT NULL,
	"description" text COLLATE "C" NOT NULL,
	"callback_url" text COLLATE "C" NOT NULL,
	"signing_secret" text COLLATE "C" NOT NULL,
	"bot_user_id" text COLLATE "C" NOT NULL,
	"created_by" text COLLATE "C" NOT NULL,
	"created_at" text COLLATE "C" NOT NULL,
	"revoked_at" text COLLATE "C"
);
--> statement-breakpoint
CREATE TABLE "topics" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"workspace_id" text COLLATE "C" NOT NULL,
	"channel_id" text COLLATE "C" DEFAULT '' NOT NULL,
	"name" text COLLATE "C" NOT NULL,
	"created_by" text COLLATE "C" NOT NULL,
	"created_at" text COLLATE "C" NOT NULL,
	"archived_at" text COLLATE "C"
);
--> statement-breakpoint
CREATE TABLE "upload_quota_reservations" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"workspace_id" text COLLATE "C" NOT NULL,
	"owner_id" text COLLATE "C" NOT NULL,
	"nonce" text COLLATE "C",
	"byte_size" bigint NOT NULL,
	"storage_path" text COLLATE "C" NOT NULL,
	"created_at" text COLLATE "C" NOT NULL,
	"expires_at" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "uploads" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"workspace_id" text COLLATE "C" NOT NULL,
	"owner_id" text COLLATE "C" NOT NULL,
	"nonce" text COLLATE "C",
	"filename" text COLLATE "C" NOT NULL,
	"content_type" text COLLATE "C" NOT NULL,
	"byte_size" bigint NOT NULL,
	"sha256" text COLLATE "C" NOT NULL,
	"width" bigint DEFAULT 0 NOT NULL,
	"height" bigint DEFAULT 0 NOT NULL,
	"duration_ms" bigint DEFAULT 0 NOT NULL,
	"storage_path" text COLLATE "C" NOT NULL,
	"created_at" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "user_passwords" (
	"user_id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"phc" text COLLATE "C" NOT NULL,
	"updated_at" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "user_push_subscriptions" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"user_id" text COLLATE "C" NOT NULL,
	"session_id" text COLLATE "C",
	"endpoint" text COLLATE "C" NOT NULL,
	"p256dh" text COLLATE "C" NOT NULL,
	"auth" text COLLATE "C" NOT NULL,
	"user_agent" text COLLATE "C" DEFAULT '' NOT NULL,
	"vapid_key_id" text COLLATE "C" NOT NULL,
	"failing_since" text COLLATE "C",
	"last_failure_at" text COLLATE "C",
	"created_at" text COLLATE "C" NOT NULL,
	"updated_at" text COLLATE "C" NOT NULL,
	CONSTRAINT "user_push_subscriptions_endpoint_unique" UNIQUE("endpoint")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"kind" text COLLATE "C" NOT NULL,
	"owner_user_id" text COLLATE "C",
	"display_name" text COLLATE "C" NOT NULL,
	"handle" text COLLATE "C" DEFAULT '' NOT NULL,
	"avatar_url" text COLLATE "C" DEFAULT '' NOT NULL,
	"fallback_avatar_url" text COLLATE "C" DEFAULT '' NOT NULL,
	"sort_name" text COLLATE "C" NOT NULL,
	"created_at" text COLLATE "C" NOT NULL,
	"deleted_at" text COLLATE "C",
	"former_handle" text COLLATE "C",
	"pushover_enabled" boolean DEFAULT false NOT NULL,
	"pushover_user_key" text COLLATE "C" DEFAULT '' NOT NULL,
	"appearance_preferences" text COLLATE "C"
);
--> statement-breakpoint
CREATE TABLE "workspace_members" (
	"workspace_id" text COLLATE "C" NOT NULL,
	"user_id" text COLLATE "C" NOT NULL,
	"role" text COLLATE "C" NOT NULL,
	"joined_at" text COLLATE "C" NOT NULL,
	"timeout_until" text COLLATE "C",
	"blocked_at" text COLLATE "C",
	"moderation_note" text COLLATE "C",
	"moderation_by" text COLLATE "C",
	"moderation_at" text COLLATE "C",
	CONSTRAINT "workspace_members_workspace_id_user_id_pk" PRIMARY KEY("workspace_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "workspaces" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"route_id" text COLLATE "C" NOT NULL,
	"name" text COLLATE "C" NOT NULL,
	"slug" text COLLATE "C" NOT NULL,
	"icon_url" text COLLATE "C" DEFAULT '' NOT NULL,
	"created_at" text COLLATE "C" NOT NULL,
	"event_seq" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "workspaces_route_id_unique" UNIQUE("route_id"),
	CONSTRAINT "workspaces_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
ALTER TABLE "app_installations" ADD CONSTRAINT "app_installations_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_log_entries" ADD CONSTRAINT "audit_log_entries_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bot_commands" ADD CONSTRAINT "bot_commands_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bot_setup_codes" ADD CONSTRAINT "bot_setup_codes_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bot_setup_requests" ADD CONSTRAINT "bot_setup_requests_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bot_tokens" ADD CONSTRAINT "bot_tokens_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bot_workspaces" ADD CONSTRAINT "bot_workspaces_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "channel_members" ADD CONSTRAINT "channel_members_channel_id_channels_id_fk" FOREIGN KEY ("channel_id") REFERENCES "public"."channels"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "channel_notification_settings" ADD CONSTRAINT "channel_notification_settings_channel_id_channels_id_fk" FOREIGN KEY ("channel_id") REFERENCES "public"."channels"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "channels" ADD CONSTRAINT "channels_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connected_accounts" ADD CONSTRAINT "connected_accounts_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "desktop_oauth_grants" ADD CONSTRAINT "desktop_oauth_grants_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "direct_conversation_members" ADD CONSTRAINT "direct_conversation_members_conversation_id_direct_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."direct_conversations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "direct_conversations" ADD CONSTRAINT "direct_conversations_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event_delivery_attempts" ADD CONSTRAINT "event_delivery_attempts_subscription_id_event_subscriptions_id_fk" FOREIGN KEY ("subscription_id") REFERENCES "public"."event_subscriptions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event_retries" ADD CONSTRAINT "event_retries_subscription_id_event_subscriptions_id_fk" FOREIGN KEY ("subscription_id") REFERENCES "public"."event_subscriptions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event_subscriptions" ADD CONSTRAINT "event_subscriptions_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identities" ADD CONSTRAINT "identities_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incoming_hook_authors" ADD CONSTRAINT "incoming_hook_authors_hook_id_incoming_hooks_id_fk" FOREIGN KEY ("hook_id") REFERENCES "public"."incoming_hooks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incoming_hooks" ADD CONSTRAINT "incoming_hooks_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invites" ADD CONSTRAINT "invites_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_attachments" ADD CONSTRAINT "message_attachments_upload_id_uploads_id_fk" FOREIGN KEY ("upload_id") REFERENCES "public"."uploads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification_marks" ADD CONSTRAINT "notification_marks_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pinned_messages" ADD CONSTRAINT "pinned_messages_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pinned_messages" ADD CONSTRAINT "pinned_messages_channel_id_channels_id_fk" FOREIGN KEY ("channel_id") REFERENCES "public"."channels"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reactions" ADD CONSTRAINT "reactions_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "search_marks" ADD CONSTRAINT "search_marks_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sidebar_orders" ADD CONSTRAINT "sidebar_orders_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slash_command_invocations" ADD CONSTRAINT "slash_command_invocations_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slash_commands" ADD CONSTRAINT "slash_commands_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "topics" ADD CONSTRAINT "topics_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "uploads" ADD CONSTRAINT "uploads_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_passwords" ADD CONSTRAINT "user_passwords_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_push_subscriptions" ADD CONSTRAINT "user_push_subscriptions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workspace_members" ADD CONSTRAINT "workspace_members_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workspace_members" ADD CONSTRAINT "workspace_members_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "app_installations_workspace" ON "app_installations" USING btree ("workspace_id");--> statement-breakpoint
CREATE INDEX "audit_log_entries_workspace" ON "audit_log_entries" USING btree ("workspace_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "bot_commands_command" ON "bot_commands" USING btree ("workspace_id","bot_user_id","command");--> statement-breakpoint
CREATE INDEX "bot_setup_codes_bot" ON "bot_setup_codes" USING btree ("bot_user_id","workspace_id");--> statement-breakpoint
CREATE INDEX "bot_setup_requests_bot" ON "bot_setup_requests" USING btree ("bot_user_id");--> statement-breakpoint
CREATE INDEX "bot_tokens_workspace" ON "bot_tokens" USING btree ("workspace_id","bot_user_id");--> statement-breakpoint
CREATE INDEX "channel_members_user" ON "channel_members" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "channels_name" ON "channels" USING btree ("workspace_id","name");--> statement-breakpoint
CREATE UNIQUE INDEX "channels_route" ON "channels" USING btree ("workspace_id","route_id");--> statement-breakpoint
CREATE INDEX "connected_accounts_workspace" ON "connected_accounts" USING btree ("workspace_id");--> statement-breakpoint
CREATE INDEX "desktop_oauth_grants_expiry" ON "desktop_oauth_grants" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "direct_conversation_members_user" ON "direct_conversation_members" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "direct_conversations_people" ON "direct_conversations" USING btree ("workspace_id","member_set_key");--> statement-breakpoint
CREATE UNIQUE INDEX "direct_conversations_route" ON "direct_conversations" USING btree ("workspace_id","route_id");--> statement-breakpoint
CREATE INDEX "event_delivery_attempts_subscription" ON "event_delivery_attempts" USING btree ("subscription_id","id");--> statement-breakpoint
CREATE INDEX "event_subscriptions_workspace" ON "event_subscriptions" USING btree ("workspace_id");--> statement-breakpoint
CREATE UNIQUE INDEX "identities_subject" ON "identities" USING btree ("provider","provider_subject");--> statement-breakpoint
CREATE INDEX "identities_email" ON "identities" USING btree ("email");--> statement-breakpoint
CREATE INDEX "identities_user" ON "identities" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "incoming_hooks_channel" ON "incoming_hooks" USING btree ("channel_id");--> statement-breakpoint
CREATE INDEX "incoming_hooks_bot" ON "incoming_hooks" USING btree ("bot_user_id");--> statement-breakpoint
CREATE INDEX "invites_workspace" ON "invites" USING btree ("workspace_id");--> statement-breakpoint
CREATE INDEX "message_attachments_upload" ON "message_attachments" USING btree ("upload_id");--> statement-breakpoint
CREATE UNIQUE INDEX "messages_seq" ON "messages" USING btree ("place_id","channel_seq") WHERE channel_seq is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "messages_thread" ON "messages" USING btree ("parent_message_id","thread_seq") WHERE parent_message_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "messages_nonce" ON "messages" USING btree ("author_id","nonce") WHERE nonce is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "messages_route" ON "messages" USING btree ("workspace_id","route_id") WHERE route_id is not null;--> statement-breakpoint
CREATE INDEX "messages_topic" ON "messages" USING btree ("topic_id","channel_seq") WHERE topic_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "notifications_once" ON "notifications" USING btree ("target","message_id");--> statement-breakpoint
CREATE INDEX "notifications_due" ON "notifications" USING btree ("due_at","n");--> statement-breakpoint
CREATE INDEX "oauth_transactions_binding" ON "oauth_transactions" USING btree ("binding_hash");--> statement-breakpoint
CREATE INDEX "oauth_transactions_expiry" ON "oauth_transactions" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "pinned_messages_message" ON "pinned_messages" USING btree ("channel_id","message_id");--> statement-breakpoint
CREATE INDEX "reads_user" ON "reads" USING btree ("user_id","workspace_id");--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "slash_command_invocations_user" ON "slash_command_invocations" USING btree ("user_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "slash_commands_command" ON "slash_commands" USING btree ("workspace_id","command") WHERE revoked_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "topics_name" ON "topics" USING btree ("workspace_id","channel_id","name");--> statement-breakpoint
CREATE UNIQUE INDEX "upload_quota_reservations_nonce" ON "upload_quota_reservations" USING btree ("owner_id","nonce") WHERE nonce is not null;--> statement-breakpoint
CREATE INDEX "upload_quota_reservations_owner" ON "upload_quota_reservations" USING btree ("workspace_id","owner_id");--> statement-breakpoint
CREATE UNIQUE INDEX "uploads_nonce" ON "uploads" USING btree ("owner_id","nonce") WHERE nonce is not null;--> statement-breakpoint
CREATE INDEX "uploads_owner" ON "uploads" USING btree ("workspace_id","owner_id");--> statement-breakpoint
CREATE INDEX "user_push_subscriptions_user" ON "user_push_subscriptions" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "users_handle" ON "users" USING btree ("handle") WHERE handle <> '';--> statement-breakpoint
CREATE INDEX "users_owner" ON "users" USING btree ("owner_user_id") WHERE owner_user_id is not null;--> statement-breakpoint
CREATE INDEX "workspace_members_user" ON "workspace_members" USING btree ("user_id");