import * as v from "valibot"
import { count, id, time } from "../kit.ts"
import { User } from "./users.ts"

export const Channel = v.object({
  id: id("chn"),
  route_id: v.string(),
  workspace_id: id("wsp"),
  name: v.string(),
  display_title: v.optional(v.string()),
  /** `public`, `private` (only its members see it) or free text. */
  kind: v.string(),
  created_at: time,
  archived_at: v.optional(time),
  external_managed: v.boolean(),
  external_ref: v.optional(v.string()),
  external_url: v.optional(v.string()),
  sidebar_section: v.optional(v.string()),
  /** These three are the caller's. */
  last_seq: count,
  last_read_seq: count,
  unread_count: count,
})
export type Channel = v.InferOutput<typeof Channel>

/** Somebody who belongs to a private channel. */
export const ChannelMember = v.object({ user: User, joined_at: time })
export type ChannelMember = v.InferOutput<typeof ChannelMember>

export const ChannelNotificationSettings = v.object({
  preference: v.picklist(["all", "mentions", "muted"]),
})
export type ChannelNotificationSettings = v.InferOutput<typeof ChannelNotificationSettings>

export const DirectConversation = v.object({
  id: id("dm"),
  route_id: v.string(),
  workspace_id: id("wsp"),
  created_at: time,
  members: v.array(User),
  last_seq: count,
  last_read_seq: count,
  unread_count: count,
  /** False when nobody else there can answer. */
  can_send: v.boolean(),
})
export type DirectConversation = v.InferOutput<typeof DirectConversation>

/** How far somebody has read in a channel (`chn_`) or conversation (`dm_`). */
export const ReadReceipt = v.object({
  scope_id: v.string(),
  user_id: id("usr"),
  last_read_seq: count,
  /** Empty as long as nothing was read. */
  last_read_at: v.string(),
})
export type ReadReceipt = v.InferOutput<typeof ReadReceipt>

export const Topic = v.object({
  id: id("top"),
  workspace_id: id("wsp"),
  channel_id: v.optional(id("chn")),
  name: v.string(),
  created_by: v.optional(id("usr")),
  created_at: time,
  archived_at: v.optional(time),
})
export type Topic = v.InferOutput<typeof Topic>

export const PinnedMessage = v.object({
  id: id("pin"),
  workspace_id: id("wsp"),
  channel_id: id("chn"),
  message_id: id("msg"),
  pinned_by: id("usr"),
  created_at: time,
})
export type PinnedMessage = v.InferOutput<typeof PinnedMessage>

/** Where a public or inner id leads in the web app. */
export const RouteTarget = v.object({
  workspace_id: id("wsp"),
  workspace_route_id: v.string(),
  target_type: v.picklist(["channel", "direct", "thread"]),
  target_id: v.string(),
  target_route_id: v.string(),
  parent_type: v.optional(v.picklist(["channel", "direct"])),
  parent_id: v.optional(v.string()),
  parent_route_id: v.optional(v.string()),
  canonical_path: v.string(),
})
export type RouteTarget = v.InferOutput<typeof RouteTarget>
