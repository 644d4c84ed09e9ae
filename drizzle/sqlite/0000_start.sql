CREATE TABLE `app_installations` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`app_slug` text NOT NULL,
	`display_name` text NOT NULL,
	`bot_user_id` text NOT NULL,
	`config` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`revoked_at` text,
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `app_installations_workspace` ON `app_installations` (`workspace_id`);--> statement-breakpoint
CREATE TABLE `audit_log_entries` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`actor_user_id` text NOT NULL,
	`action` text NOT NULL,
	`target_type` text NOT NULL,
	`target_id` text NOT NULL,
	`metadata` text NOT NULL,
	`created_at` text NOT NULL,
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `audit_log_entries_workspace` ON `audit_log_entries` (`workspace_id`,`id`);--> statement-breakpoint
CREATE TABLE `bot_commands` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`bot_user_id` text NOT NULL,
	`command` text NOT NULL,
	`description` text NOT NULL,
	`args_hint` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `bot_commands_command` ON `bot_commands` (`workspace_id`,`bot_user_id`,`command`);--> statement-breakpoint
CREATE TABLE `bot_setup_codes` (
	`id` text PRIMARY KEY NOT NULL,
	`bot_user_id` text NOT NULL,
	`workspace_id` text NOT NULL,
	`token_name` text NOT NULL,
	`scopes` text NOT NULL,
	`defaults` text NOT NULL,
	`code_hash` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`expires_at` text NOT NULL,
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `bot_setup_codes_code_hash_unique` ON `bot_setup_codes` (`code_hash`);--> statement-breakpoint
CREATE INDEX `bot_setup_codes_bot` ON `bot_setup_codes` (`bot_user_id`,`workspace_id`);--> statement-breakpoint
CREATE TABLE `bot_setup_requests` (
	`created_by` text NOT NULL,
	`nonce` text NOT NULL,
	`workspace_id` text NOT NULL,
	`digest` text NOT NULL,
	`bot_user_id` text NOT NULL,
	`token_id` text,
	`installation_id` text,
	`created_at` text NOT NULL,
	PRIMARY KEY(`created_by`, `nonce`),
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `bot_setup_requests_bot` ON `bot_setup_requests` (`bot_user_id`);--> statement-breakpoint
CREATE TABLE `bot_tokens` (
	`id` text PRIMARY KEY NOT NULL,
	`bot_user_id` text NOT NULL,
	`workspace_id` text NOT NULL,
	`owner_user_id` text,
	`name` text NOT NULL,
	`token_hash` text NOT NULL,
	`scopes` text NOT NULL,
	`created_by` text,
	`created_at` text NOT NULL,
	`last_used_at` text,
	`revoked_at` text,
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `bot_tokens_token_hash_unique` ON `bot_tokens` (`token_hash`);--> statement-breakpoint
CREATE INDEX `bot_tokens_workspace` ON `bot_tokens` (`workspace_id`,`bot_user_id`);--> statement-breakpoint
CREATE TABLE `bot_workspaces` (
	`bot_user_id` text NOT NULL,
	`workspace_id` text NOT NULL,
	PRIMARY KEY(`bot_user_id`, `workspace_id`),
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `channel_members` (
	`channel_id` text NOT NULL,
	`user_id` text NOT NULL,
	`joined_at` text NOT NULL,
	PRIMARY KEY(`channel_id`, `user_id`),
	FOREIGN KEY (`channel_id`) REFERENCES `channels`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `channel_members_user` ON `channel_members` (`user_id`);--> statement-breakpoint
CREATE TABLE `channel_notification_settings` (
	`channel_id` text NOT NULL,
	`user_id` text NOT NULL,
	`preference` text NOT NULL,
	PRIMARY KEY(`channel_id`, `user_id`),
	FOREIGN KEY (`channel_id`) REFERENCES `channels`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `channels` (
	`id` text PRIMARY KEY NOT NULL,
	`route_id` text NOT NULL,
	`workspace_id` text NOT NULL,
	`name` text NOT NULL,
	`display_title` text DEFAULT '' NOT NULL,
	`kind` text DEFAULT 'public' NOT NULL,
	`created_at` text NOT NULL,
	`archived_at` text,
	`external_managed` integer DEFAULT false NOT NULL,
	`external_ref` text DEFAULT '' NOT NULL,
	`external_url` text DEFAULT '' NOT NULL,
	`sidebar_section` text DEFAULT '' NOT NULL,
	`last_seq` integer DEFAULT 0 NOT NULL,
	`countable` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `channels_name` ON `channels` (`workspace_id`,`name`);--> statement-breakpoint
CREATE UNIQUE INDEX `channels_route` ON `channels` (`workspace_id`,`route_id`);--> statement-breakpoint
CREATE TABLE `connected_accounts` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`user_id` text NOT NULL,
	`provider` text NOT NULL,
	`provider_account_id` text NOT NULL,
	`display_name` text NOT NULL,
	`scopes` text NOT NULL,
	`metadata` text NOT NULL,
	`created_at` text NOT NULL,
	`revoked_at` text,
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `connected_accounts_workspace` ON `connected_accounts` (`workspace_id`);--> statement-breakpoint
CREATE TABLE `counters` (
	`name` text PRIMARY KEY NOT NULL,
	`value` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `desktop_oauth_grants` (
	`code_hash` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`challenge` text NOT NULL,
	`created_at` text NOT NULL,
	`expires_at` text NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `desktop_oauth_grants_expiry` ON `desktop_oauth_grants` (`expires_at`);--> statement-breakpoint
CREATE TABLE `direct_conversation_members` (
	`conversation_id` text NOT NULL,
	`user_id` text NOT NULL,
	`hidden` integer DEFAULT false NOT NULL,
	PRIMARY KEY(`conversation_id`, `user_id`),
	FOREIGN KEY (`conversation_id`) REFERENCES `direct_conversations`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `direct_conversation_members_user` ON `direct_conversation_members` (`user_id`);--> statement-breakpoint
CREATE TABLE `direct_conversations` (
	`id` text PRIMARY KEY NOT NULL,
	`route_id` text NOT NULL,
	`workspace_id` text NOT NULL,
	`member_set_key` text NOT NULL,
	`created_at` text NOT NULL,
	`last_seq` integer DEFAULT 0 NOT NULL,
	`countable` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `direct_conversations_people` ON `direct_conversations` (`workspace_id`,`member_set_key`);--> statement-breakpoint
CREATE UNIQUE INDEX `direct_conversations_route` ON `direct_conversations` (`workspace_id`,`route_id`);--> statement-breakpoint
CREATE TABLE `event_delivery_attempts` (
	`id` text PRIMARY KEY NOT NULL,
	`subscription_id` text NOT NULL,
	`workspace_id` text NOT NULL,
	`event_id` text NOT NULL,
	`event_type` text NOT NULL,
	`place` integer NOT NULL,
	`audience` text NOT NULL,
	`audience_id` text,
	`attempt` integer NOT NULL,
	`request_json` text NOT NULL,
	`response_status` integer NOT NULL,
	`response_body` text,
	`error` text,
	`created_at` text NOT NULL,
	`completed_at` text NOT NULL,
	FOREIGN KEY (`subscription_id`) REFERENCES `event_subscriptions`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `event_delivery_attempts_subscription` ON `event_delivery_attempts` (`subscription_id`,`id`);--> statement-breakpoint
CREATE TABLE `event_retries` (
	`subscription_id` text NOT NULL,
	`place` integer NOT NULL,
	`attempts` integer NOT NULL,
	`first_at` text NOT NULL,
	`due_at` text NOT NULL,
	PRIMARY KEY(`subscription_id`, `place`),
	FOREIGN KEY (`subscription_id`) REFERENCES `event_subscriptions`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `event_subscriptions` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`app_installation_id` text,
	`event_types` text NOT NULL,
	`callback_url` text NOT NULL,
	`signing_secret` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`revoked_at` text,
	`place` integer NOT NULL,
	`failures` integer DEFAULT 0 NOT NULL,
	`paused_until` text,
	`leased_by` text,
	`leased_until` text,
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `event_subscriptions_workspace` ON `event_subscriptions` (`workspace_id`);--> statement-breakpoint
CREATE TABLE `events` (
	`workspace_id` text NOT NULL,
	`place` integer NOT NULL,
	`id` text NOT NULL,
	`type` text NOT NULL,
	`audience` text NOT NULL,
	`audience_id` text,
	`channel_id` text,
	`object_id` text,
	`seq` integer,
	`payload` text NOT NULL,
	`mentioned_user_ids` text,
	`created_at` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `place`),
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `identities` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`provider` text NOT NULL,
	`provider_subject` text NOT NULL,
	`email` text DEFAULT '' NOT NULL,
	`verified` integer DEFAULT true NOT NULL,
	`created_at` text NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `identities_subject` ON `identities` (`provider`,`provider_subject`);--> statement-breakpoint
CREATE INDEX `identities_email` ON `identities` (`email`);--> statement-breakpoint
CREATE INDEX `identities_user` ON `identities` (`user_id`);--> statement-breakpoint
CREATE TABLE `incoming_hook_authors` (
	`hook_id` text NOT NULL,
	`looks` text NOT NULL,
	`bot_user_id` text NOT NULL,
	PRIMARY KEY(`hook_id`, `looks`),
	FOREIGN KEY (`hook_id`) REFERENCES `incoming_hooks`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `incoming_hooks` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`channel_id` text NOT NULL,
	`bot_user_id` text NOT NULL,
	`display_name` text NOT NULL,
	`secret_hash` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`last_used_at` text,
	`revoked_at` text,
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `incoming_hooks_secret_hash_unique` ON `incoming_hooks` (`secret_hash`);--> statement-breakpoint
CREATE INDEX `incoming_hooks_channel` ON `incoming_hooks` (`channel_id`);--> statement-breakpoint
CREATE INDEX `incoming_hooks_bot` ON `incoming_hooks` (`bot_user_id`);--> statement-breakpoint
CREATE TABLE `invites` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`role` text NOT NULL,
	`token_hash` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`expires_at` text NOT NULL,
	`max_uses` integer,
	`uses` integer DEFAULT 0 NOT NULL,
	`revoked_at` text,
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `invites_token_hash_unique` ON `invites` (`token_hash`);--> statement-breakpoint
CREATE INDEX `invites_workspace` ON `invites` (`workspace_id`);--> statement-breakpoint
CREATE TABLE `leases` (
	`name` text PRIMARY KEY NOT NULL,
	`node` text NOT NULL,
	`until` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `magic_links` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`display_name` text NOT NULL,
	`token_hash` text NOT NULL,
	`created_at` text NOT NULL,
	`expires_at` text NOT NULL,
	`used_at` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `magic_links_token_hash_unique` ON `magic_links` (`token_hash`);--> statement-breakpoint
CREATE TABLE `message_attachments` (
	`message_id` text NOT NULL,
	`upload_id` text NOT NULL,
	`position` integer NOT NULL,
	PRIMARY KEY(`message_id`, `upload_id`),
	FOREIGN KEY (`upload_id`) REFERENCES `uploads`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `message_attachments_upload` ON `message_attachments` (`upload_id`);--> statement-breakpoint
CREATE TABLE `messages` (
	`n` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`route_id` text,
	`workspace_id` text NOT NULL,
	`place_id` text NOT NULL,
	`author_id` text NOT NULL,
	`parent_message_id` text,
	`thread_root_id` text NOT NULL,
	`topic_id` text,
	`channel_seq` integer,
	`thread_seq` integer,
	`body` text NOT NULL,
	`created_at` text NOT NULL,
	`edited_at` text,
	`deleted_at` text,
	`kind` text DEFAULT 'message' NOT NULL,
	`turn_id` text,
	`nonce` text,
	`nonce_digest` text,
	`quoted_message_id` text,
	`quoted_body_snapshot` text,
	`quoted_author_id` text,
	`reply_count` integer DEFAULT 0 NOT NULL,
	`last_reply_at` text,
	`last_reply_author_ids` text,
	`attachment_count` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `messages_id_unique` ON `messages` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `messages_seq` ON `messages` (`place_id`,`channel_seq`) WHERE channel_seq is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `messages_thread` ON `messages` (`parent_message_id`,`thread_seq`) WHERE parent_message_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `messages_nonce` ON `messages` (`author_id`,`nonce`) WHERE nonce is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `messages_route` ON `messages` (`workspace_id`,`route_id`) WHERE route_id is not null;--> statement-breakpoint
CREATE INDEX `messages_topic` ON `messages` (`topic_id`,`channel_seq`) WHERE topic_id is not null;--> statement-breakpoint
CREATE TABLE `notification_marks` (
	`workspace_id` text PRIMARY KEY NOT NULL,
	`place` integer NOT NULL,
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `notifications` (
	`n` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`workspace_id` text NOT NULL,
	`message_id` text NOT NULL,
	`user_id` text NOT NULL,
	`target` text NOT NULL,
	`host` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`due_at` text NOT NULL,
	`begun_at` text,
	`created_at` text NOT NULL,
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `notifications_once` ON `notifications` (`target`,`message_id`);--> statement-breakpoint
CREATE INDEX `notifications_due` ON `notifications` (`due_at`,`n`);--> statement-breakpoint
CREATE TABLE `oauth_transactions` (
	`state_hash` text PRIMARY KEY NOT NULL,
	`provider` text NOT NULL,
	`binding_hash` text NOT NULL,
	`verifier_secret` text NOT NULL,
	`nonce` text NOT NULL,
	`desktop_challenge` text,
	`desktop_protocol` integer,
	`created_at` text NOT NULL,
	`expires_at` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `oauth_transactions_binding` ON `oauth_transactions` (`binding_hash`);--> statement-breakpoint
CREATE INDEX `oauth_transactions_expiry` ON `oauth_transactions` (`expires_at`);--> statement-breakpoint
CREATE TABLE `pending_upload_cleanups` (
	`id` text PRIMARY KEY NOT NULL,
	`storage_path` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`last_error` text,
	`created_at` text NOT NULL,
	`due_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `pinned_messages` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`channel_id` text NOT NULL,
	`message_id` text NOT NULL,
	`pinned_by` text NOT NULL,
	`created_at` text NOT NULL,
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`channel_id`) REFERENCES `channels`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `pinned_messages_message` ON `pinned_messages` (`channel_id`,`message_id`);--> statement-breakpoint
CREATE TABLE `reactions` (
	`message_id` text NOT NULL,
	`emoji` text NOT NULL,
	`user_id` text NOT NULL,
	`created_at` text NOT NULL,
	PRIMARY KEY(`message_id`, `emoji`, `user_id`),
	FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `reads` (
	`place_id` text NOT NULL,
	`user_id` text NOT NULL,
	`workspace_id` text NOT NULL,
	`last_read_seq` integer DEFAULT 0 NOT NULL,
	`last_read_at` text,
	`countable_read` integer DEFAULT 0 NOT NULL,
	`own` integer DEFAULT 0 NOT NULL,
	`own_read` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`place_id`, `user_id`)
);
--> statement-breakpoint
CREATE INDEX `reads_user` ON `reads` (`user_id`,`workspace_id`);--> statement-breakpoint
CREATE TABLE `search_marks` (
	`workspace_id` text PRIMARY KEY NOT NULL,
	`place` integer NOT NULL,
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`token_hash` text NOT NULL,
	`created_at` text NOT NULL,
	`expires_at` text NOT NULL,
	`last_used_at` text,
	`user_agent` text DEFAULT '' NOT NULL,
	`revoked_at` text,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_token_hash_unique` ON `sessions` (`token_hash`);--> statement-breakpoint
CREATE INDEX `sessions_user` ON `sessions` (`user_id`);--> statement-breakpoint
CREATE TABLE `setup_links` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`created_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `sidebar_orders` (
	`user_id` text NOT NULL,
	`workspace_id` text NOT NULL,
	`channel_ids` text NOT NULL,
	`updated_at` text NOT NULL,
	PRIMARY KEY(`user_id`, `workspace_id`),
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `slash_command_invocations` (
	`id` text PRIMARY KEY NOT NULL,
	`command_id` text NOT NULL,
	`workspace_id` text NOT NULL,
	`channel_id` text NOT NULL,
	`user_id` text NOT NULL,
	`text` text NOT NULL,
	`payload_json` text NOT NULL,
	`response_status` integer DEFAULT 0 NOT NULL,
	`response_body` text,
	`error` text,
	`created_at` text NOT NULL,
	`completed_at` text,
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `slash_command_invocations_user` ON `slash_command_invocations` (`user_id`,`id`);--> statement-breakpoint
CREATE TABLE `slash_commands` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`app_installation_id` text,
	`command` text NOT NULL,
	`description` text NOT NULL,
	`callback_url` text NOT NULL,
	`signing_secret` text NOT NULL,
	`bot_user_id` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`revoked_at` text,
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `slash_commands_command` ON `slash_commands` (`workspace_id`,`command`) WHERE revoked_at is null;--> statement-breakpoint
CREATE TABLE `topics` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`channel_id` text DEFAULT '' NOT NULL,
	`name` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`archived_at` text,
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `topics_name` ON `topics` (`workspace_id`,`channel_id`,`name`);--> statement-breakpoint
CREATE TABLE `upload_quota_reservations` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`owner_id` text NOT NULL,
	`nonce` text,
	`byte_size` integer NOT NULL,
	`storage_path` text NOT NULL,
	`created_at` text NOT NULL,
	`expires_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `upload_quota_reservations_nonce` ON `upload_quota_reservations` (`owner_id`,`nonce`) WHERE nonce is not null;--> statement-breakpoint
CREATE INDEX `upload_quota_reservations_owner` ON `upload_quota_reservations` (`workspace_id`,`owner_id`);--> statement-breakpoint
CREATE TABLE `uploads` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`owner_id` text NOT NULL,
	`nonce` text,
	`filename` text NOT NULL,
	`content_type` text NOT NULL,
	`byte_size` integer NOT NULL,
	`sha256` text NOT NULL,
	`width` integer DEFAULT 0 NOT NULL,
	`height` integer DEFAULT 0 NOT NULL,
	`duration_ms` integer DEFAULT 0 NOT NULL,
	`storage_path` text NOT NULL,
	`created_at` text NOT NULL,
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `uploads_nonce` ON `uploads` (`owner_id`,`nonce`) WHERE nonce is not null;--> statement-breakpoint
CREATE INDEX `uploads_owner` ON `uploads` (`workspace_id`,`owner_id`);--> statement-breakpoint
CREATE TABLE `user_passwords` (
	`user_id` text PRIMARY KEY NOT NULL,
	`phc` text NOT NULL,
	`updated_at` text NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `user_push_subscriptions` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`session_id` text,
	`endpoint` text NOT NULL,
	`p256dh` text NOT NULL,
	`auth` text NOT NULL,
	`user_agent` text DEFAULT '' NOT NULL,
	`vapid_key_id` text NOT NULL,
	`failing_since` text,
	`last_failure_at` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `user_push_subscriptions_endpoint_unique` ON `user_push_subscriptions` (`endpoint`);--> statement-breakpoint
CREATE INDEX `user_push_subscriptions_user` ON `user_push_subscriptions` (`user_id`);--> statement-breakpoint
CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`owner_user_id` text,
	`display_name` text NOT NULL,
	`handle` text DEFAULT '' NOT NULL,
	`avatar_url` text DEFAULT '' NOT NULL,
	`fallback_avatar_url` text DEFAULT '' NOT NULL,
	`sort_name` text NOT NULL,
	`created_at` text NOT NULL,
	`deleted_at` text,
	`former_handle` text,
	`pushover_enabled` integer DEFAULT false NOT NULL,
	`pushover_user_key` text DEFAULT '' NOT NULL,
	`appearance_preferences` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_handle` ON `users` (`handle`) WHERE handle <> '';--> statement-breakpoint
CREATE INDEX `users_owner` ON `users` (`owner_user_id`) WHERE owner_user_id is not null;--> statement-breakpoint
CREATE TABLE `workspace_members` (
	`workspace_id` text NOT NULL,
	`user_id` text NOT NULL,
	`role` text NOT NULL,
	`joined_at` text NOT NULL,
	`timeout_until` text,
	`blocked_at` text,
	`moderation_note` text,
	`moderation_by` text,
	`moderation_at` text,
	PRIMARY KEY(`workspace_id`, `user_id`),
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `workspace_members_user` ON `workspace_members` (`user_id`);--> statement-breakpoint
CREATE TABLE `workspaces` (
	`id` text PRIMARY KEY NOT NULL,
	`route_id` text NOT NULL,
	`name` text NOT NULL,
	`slug` text NOT NULL,
	`icon_url` text DEFAULT '' NOT NULL,
	`created_at` text NOT NULL,
	`event_seq` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `workspaces_route_id_unique` ON `workspaces` (`route_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `workspaces_slug_unique` ON `workspaces` (`slug`);