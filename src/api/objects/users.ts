import * as v from "valibot"
import { id, time } from "../kit.ts"

export const User = v.object({
  id: id("usr"),
  kind: v.picklist(["human", "bot"]),
  owner_user_id: v.optional(id("usr")),
  display_name: v.string(),
  /** May be empty; a deleted bot has none. */
  handle: v.string(),
  former_handle: v.optional(v.string()),
  avatar_url: v.string(),
  created_at: time,
  deleted_at: v.optional(time),
})
export type User = v.InferOutput<typeof User>

export const NotificationSettings = v.object({
  pushover_enabled: v.boolean(),
  pushover_user_key: v.string(),
})
export type NotificationSettings = v.InferOutput<typeof NotificationSettings>

/** A property that is absent has its default: system, signal, standard, comfortable. */
export const AppearancePreferences = v.object({
  color_mode: v.optional(v.picklist(["light", "dark"])),
  board_theme: v.optional(v.picklist(["ember", "moss", "iris"])),
  message_layout: v.optional(v.picklist(["outlined"])),
  density: v.optional(v.picklist(["compact"])),
})
export type AppearancePreferences = v.InferOutput<typeof AppearancePreferences>

/** The order of channels in the sidebar, by workspace id. */
export const SidebarPreferences = v.object({
  channel_order: v.optional(v.record(v.string(), v.array(v.string()))),
})
export type SidebarPreferences = v.InferOutput<typeof SidebarPreferences>

/** A user as only that user sees it. */
export const Me = v.object({
  ...User.entries,
  notification_settings: v.optional(NotificationSettings),
  appearance_preferences: v.optional(AppearancePreferences),
  sidebar_preferences: v.optional(SidebarPreferences),
  password_enrolled: v.optional(v.boolean()),
})
export type Me = v.InferOutput<typeof Me>

/** A sign-in; `token` is the secret and is shown when it is made. */
export const Session = v.object({
  id: id("ses"),
  token: v.string(),
  user_id: id("usr"),
  created_at: time,
  expires_at: time,
})
export type Session = v.InferOutput<typeof Session>

/** A sign-in as its owner sees it in the list of devices. */
export const SessionInfo = v.object({
  id: id("ses"),
  created_at: time,
  expires_at: time,
  last_used_at: v.optional(time),
  user_agent: v.string(),
  current: v.boolean(),
})
export type SessionInfo = v.InferOutput<typeof SessionInfo>

export const MagicLink = v.object({
  id: id("mln"),
  email: v.string(),
  display_name: v.string(),
  created_at: time,
  expires_at: time,
  used_at: v.optional(time),
})
export type MagicLink = v.InferOutput<typeof MagicLink>

/** A browser that asked for push messages. */
export const PushSubscription = v.object({
  id: v.string(),
  user_agent: v.string(),
  created_at: time,
  updated_at: time,
})
export type PushSubscription = v.InferOutput<typeof PushSubscription>
