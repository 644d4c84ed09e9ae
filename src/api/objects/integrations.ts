import * as v from "valibot"
import { count, id, json, time } from "../kit.ts"

export const AppInstallation = v.object({
  id: id("app"),
  workspace_id: id("wsp"),
  app_slug: v.string(),
  display_name: v.string(),
  bot_user_id: id("usr"),
  config: json,
  created_by: v.optional(id("usr")),
  created_at: time,
  revoked_at: v.optional(time),
})
export type AppInstallation = v.InferOutput<typeof AppInstallation>

export const SlashCommand = v.object({
  id: id("cmd"),
  workspace_id: id("wsp"),
  app_installation_id: v.optional(id("app")),
  command: v.string(),
  description: v.string(),
  callback_url: v.string(),
  /** When created or rotated only. */
  signing_secret: v.optional(v.string()),
  bot_user_id: id("usr"),
  created_by: v.optional(id("usr")),
  created_at: time,
  revoked_at: v.optional(time),
})
export type SlashCommand = v.InferOutput<typeof SlashCommand>

export const SlashCommandInvocation = v.object({
  id: id("sci"),
  command_id: id("cmd"),
  workspace_id: id("wsp"),
  channel_id: id("chn"),
  user_id: id("usr"),
  text: v.string(),
  payload_json: v.optional(v.string()),
  response_status: v.pipe(v.number(), v.integer()),
  response_body: v.optional(v.string()),
  error: v.optional(v.string()),
  created_at: time,
  completed_at: v.optional(time),
})
export type SlashCommandInvocation = v.InferOutput<typeof SlashCommandInvocation>

export const EventSubscription = v.object({
  id: id("sub"),
  workspace_id: id("wsp"),
  app_installation_id: v.optional(id("app")),
  event_types: v.array(v.string()),
  callback_url: v.string(),
  /** When created or rotated only. */
  signing_secret: v.optional(v.string()),
  created_by: v.optional(id("usr")),
  created_at: time,
  revoked_at: v.optional(time),
})
export type EventSubscription = v.InferOutput<typeof EventSubscription>

export const EventDeliveryAttempt = v.object({
  id: id("eda"),
  subscription_id: id("sub"),
  event_id: id("evt"),
  workspace_id: id("wsp"),
  event_type: v.string(),
  attempt: count,
  request_json: v.optional(v.string()),
  /** 0 when nobody answered. */
  response_status: v.pipe(v.number(), v.integer()),
  response_body: v.optional(v.string()),
  error: v.optional(v.string()),
  created_at: time,
  completed_at: time,
})
export type EventDeliveryAttempt = v.InferOutput<typeof EventDeliveryAttempt>

export const AuditLogEntry = v.object({
  id: id("aud"),
  workspace_id: id("wsp"),
  actor_user_id: v.string(),
  action: v.string(),
  target_type: v.string(),
  target_id: v.string(),
  metadata: json,
  created_at: time,
})
export type AuditLogEntry = v.InferOutput<typeof AuditLogEntry>

export const ConnectedAccount = v.object({
  id: id("acct"),
  workspace_id: id("wsp"),
  user_id: id("usr"),
  provider: v.string(),
  provider_account_id: v.string(),
  display_name: v.string(),
  scopes: v.array(v.string()),
  metadata: json,
  created_at: time,
  revoked_at: v.optional(time),
})
export type ConnectedAccount = v.InferOutput<typeof ConnectedAccount>

/** An address that posts into a channel for whoever knows it. */
export const IncomingHook = v.object({
  id: id("whk"),
  workspace_id: id("wsp"),
  channel_id: id("chn"),
  /** Who its messages are by. */
  bot_user_id: id("usr"),
  display_name: v.string(),
  /** Where to post, with the secret; in the creating answer only. */
  url: v.optional(v.string()),
  created_by: id("usr"),
  created_at: time,
  last_used_at: v.optional(time),
  revoked_at: v.optional(time),
})
export type IncomingHook = v.InferOutput<typeof IncomingHook>

export const HomeLink = v.object({ url: v.string(), label: v.string() })
export type HomeLink = v.InferOutput<typeof HomeLink>
