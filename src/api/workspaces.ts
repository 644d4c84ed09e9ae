import * as v from "valibot"
import { Event } from "../events.ts"
import { endpoint } from "./endpoint.ts"
import { optional, param } from "./kit.ts"
import { MemberModeration, Workspace, WorkspaceMemberPage } from "./objects.ts"

const tag = "Workspaces"
const One = v.object({ workspace: Workspace })
const Changed = v.object({ workspace: Workspace, event: Event })

export const workspaces = {
  list: endpoint({
    method: "GET",
    path: "/api/workspaces",
    tag,
    summary: "The workspaces that I belong to; a bot sees the one of its token.",
    auth: "any",
    scope: "workspaces:read",
    answers: { 200: v.object({ workspaces: v.array(Workspace) }) },
  }),
  create: endpoint({
    method: "POST",
    path: "/api/workspaces",
    tag,
    summary: "Makes a workspace, whose owner I am.",
    auth: "human",
    body: v.object({ name: optional(v.string()), slug: optional(v.string()) }),
    answers: { 201: One },
  }),
  get: endpoint({
    method: "GET",
    path: "/api/workspaces/{workspace_id}",
    tag,
    summary: "One workspace.",
    auth: "any",
    scope: "workspaces:read",
    answers: { 200: One },
  }),
  update: endpoint({
    method: "PATCH",
    path: "/api/workspaces/{workspace_id}",
    tag,
    summary: "Changes name, slug or icon. Managers only.",
    description: "`icon_url` is empty or `/api/uploads/{id}` of an image in this workspace.",
    auth: "human",
    body: v.object({ name: optional(v.string()), slug: optional(v.string()), icon_url: optional(v.string()) }),
    answers: { 200: Changed },
  }),
  transfer: endpoint({
    method: "POST",
    path: "/api/workspaces/{workspace_id}/transfer-ownership",
    tag,
    summary: "Makes another member the owner; the former one becomes a moderator. The owner only.",
    auth: "human",
    body: v.object({ user_id: v.string() }),
    answers: { 200: Changed },
  }),
  remove: endpoint({
    method: "DELETE",
    path: "/api/workspaces/{workspace_id}",
    tag,
    summary: "Deletes a workspace and everything in it, for good. The owner only.",
    auth: "human",
    answers: { 204: null },
  }),
}

export const members = {
  list: endpoint({
    method: "GET",
    path: "/api/workspaces/{workspace_id}/members",
    tag: "Members",
    summary: "Who belongs to a workspace, page by page: by role, then name.",
    description: "`total_count` and `total_by_role` come with the first page.",
    auth: "any",
    scope: "workspaces:read",
    query: v.object({
      limit: param("At most so many, 200 at most (100)."),
      cursor: param("`next_cursor` of the page before, with the same filters."),
      q: param("Part of a name or handle, in any case."),
      role: param("owner, moderator, member, bot or guest."),
    }),
    answers: { 200: WorkspaceMemberPage },
  }),
}

export const moderation = {
  list: endpoint({
    method: "GET",
    path: "/api/workspaces/{workspace_id}/moderation/members",
    tag: "Members",
    summary: "Time-outs, blocks and budgets of everybody. Managers only.",
    auth: "any",
    scope: "workspaces:read",
    answers: { 200: v.object({ members: v.array(MemberModeration) }) },
  }),
  update: endpoint({
    method: "PATCH",
    path: "/api/workspaces/{workspace_id}/moderation/members/{user_id}",
    tag: "Members",
    summary: "Changes a role, times somebody out or blocks. Managers only, and only whose rank is lower.",
    description: "Whatever is not named stays. A date that has passed ends a time-out.",
    auth: "human",
    body: v.object({
      role: optional(v.picklist(["moderator", "member", "guest"])),
      timeout_until: optional(v.string()),
      timeout_minutes: optional(v.pipe(v.number(), v.integer())),
      clear_timeout: optional(v.boolean()),
      blocked: optional(v.boolean()),
      moderation_note: optional(v.string()),
    }),
    answers: { 200: v.object({ member: MemberModeration, event: Event }) },
  }),
}
