import * as v from "valibot"
import { count, id, time } from "../kit.ts"
import { User } from "./users.ts"

export const roles = ["owner", "moderator", "member", "guest", "bot"] as const
export const Role = v.picklist(roles)
export type Role = v.InferOutput<typeof Role>

export const Workspace = v.object({
  id: id("wsp"),
  route_id: v.string(),
  name: v.string(),
  slug: v.string(),
  icon_url: v.string(),
  created_at: time,
  /** The caller's. */
  role: v.optional(Role),
})
export type Workspace = v.InferOutput<typeof Workspace>

export const WorkspaceMember = v.object({
  workspace_id: id("wsp"),
  user: User,
  role: Role,
  joined_at: time,
})
export type WorkspaceMember = v.InferOutput<typeof WorkspaceMember>

export const WorkspaceMemberPage = v.object({
  members: v.array(WorkspaceMember),
  next_cursor: v.optional(v.string()),
  has_more: v.boolean(),
  total_count: v.optional(count),
  total_by_role: v.optional(v.object({ owner: count, moderator: count, member: count, bot: count, guest: count })),
})
export type WorkspaceMemberPage = v.InferOutput<typeof WorkspaceMemberPage>

export const MemberModeration = v.object({
  workspace_id: id("wsp"),
  user: User,
  role: Role,
  posts_remaining: v.pipe(v.number(), v.integer()),
  post_limit: v.pipe(v.number(), v.integer()),
  timeout_until: v.optional(time),
  blocked_at: v.optional(time),
  moderation_note: v.optional(v.string()),
  moderation_by: v.optional(id("usr")),
  moderation_at: v.optional(time),
})
export type MemberModeration = v.InferOutput<typeof MemberModeration>

/** An invitation link as managers see it; its secret is shown when it is made. */
export const Invite = v.object({
  id: id("inv"),
  workspace_id: id("wsp"),
  role: v.picklist(["member", "moderator", "guest"]),
  created_by: id("usr"),
  created_at: time,
  expires_at: time,
  /** Absent: any number. */
  max_uses: v.optional(count),
  uses: count,
  revoked_at: v.optional(time),
})
export type Invite = v.InferOutput<typeof Invite>

/** What the holder of an invitation link learns before accepting it. */
export const InvitePreview = v.object({
  workspace_name: v.string(),
  workspace_icon_url: v.string(),
  inviter_name: v.string(),
  role: v.picklist(["member", "moderator", "guest"]),
  expires_at: time,
})
export type InvitePreview = v.InferOutput<typeof InvitePreview>
