import type { MemberModeration } from "../api/objects.ts"
import { fail } from "../errors.ts"
import type { Event } from "../events.ts"
import { timestamp } from "../ids.ts"
import type { Queries, Row } from "../store/index.ts"
import { type Actor, guestChannel, managerOf, type Role } from "./access.ts"
import { audit } from "./audit.ts"
import type { Deps } from "./deps.ts"
import { committedJson } from "./log.ts"
import { guestPosts, postsUsed } from "./posting.ts"
import { userJson } from "./wire.ts"

export type ModerationInput = {
  role?: "moderator" | "member" | "guest" | undefined
  timeout_until?: string | undefined
  timeout_minutes?: number | undefined
  clear_timeout?: boolean | undefined
  blocked?: boolean | undefined
  moderation_note?: string | undefined
}

type Member = { member: Row<"workspace_members">; user: Row<"users"> }

const rank: Record<Role, number> = { owner: 5, bot: 4, moderator: 3, member: 2, guest: 1 }
const rankOf = (role: string) => rank[role as Role]

const tenYears = 10 * 366 * 24 * 60

const moderationJson = ({ member, user }: Member, used: Map<string, number>): MemberModeration => {
  const post_limit = member.role === "guest" ? guestPosts : 0
  return {
    workspace_id: member.workspace_id,
    user: userJson(user),
    role: member.role as Role,
    posts_remaining: Math.max(0, post_limit - (used.get(user.id) ?? 0)),
    post_limit,
    ...(member.timeout_until ? { timeout_until: member.timeout_until } : {}),
    ...(member.blocked_at ? { blocked_at: member.blocked_at } : {}),
    ...(member.moderation_note ? { moderation_note: member.moderation_note } : {}),
    ...(member.moderation_by ? { moderation_by: member.moderation_by } : {}),
    ...(member.moderation_at ? { moderation_at: member.moderation_at } : {}),
  }
}

/** The members as managers see them; what guests have left of their budget is counted once for all. */
const withBudgets = async (q: Queries, workspaceId: string, members: Member[]): Promise<MemberModeration[]> => {
  const guests = members.filter(({ member }) => member.role === "guest").map(({ user }) => user.id)
  const waiting = guests.length > 0 ? await q.channels.byName(workspaceId, guestChannel) : undefined
  const used = waiting ? await postsUsed(q, waiting.id, guests) : new Map<string, number>()
  return members.map((member) => moderationJson(member, used))
}

/** Until when somebody is to be quiet: null ends it, undefined leaves it as it is. A moment that has passed ends it. */
const timeoutOf = ({ timeout_until, timeout_minutes, clear_timeout }: ModerationInput): string | null | undefined => {
  if (timeout_until !== undefined) {
    const until = new Date(/^\d{4}-\d\d-\d\d[Tt]\S+$/.test(timeout_until.trim()) ? timeout_until.trim() : Number.NaN)
    if (Number.isNaN(until.getTime()))
      fail("invalid", "timeout_until must be a date and time such as 2030-01-31T12:00:00Z")
    return until.getTime() > Date.now() ? timestamp(until) : null
  }
  if (timeout_minutes !== undefined) {
    if (timeout_minutes > tenYears) fail("invalid", "a time-out lasts ten years at most")
    return timeout_minutes > 0 ? timestamp(new Date(Date.now() + timeout_minutes * 60_000)) : null
  }
  return clear_timeout ? null : undefined
}

/** Roles, time-outs and blocks. */
export const moderation = ({ store }: Deps) => ({
  list: async (actor: Actor, workspaceId: string): Promise<MemberModeration[]> => {
    await managerOf(store.read, actor, workspaceId)
    return withBudgets(store.read, workspaceId, await store.read.moderation.list(workspaceId))
  },

  /** Changes what is named about somebody of a lower rank, and gives nobody a rank as high as the manager's own. */
  update: (
    actor: Actor,
    workspaceId: string,
    userId: string,
    input: ModerationInput,
  ): Promise<{ member: MemberModeration; event: Event }> =>
    store.write(workspaceId, async (tx) => {
      const standing = await managerOf(tx, actor, workspaceId)
      const [found] = await tx.members.among(workspaceId, [userId])
      const { member, user } = found ?? fail("not_found", "member not found")
      if (userId === actor.user.id || rankOf(member.role) >= rank[standing.role])
        fail("forbidden", "only members of a lower rank can be moderated")
      if (input.role && user.kind === "bot") fail("invalid", "the role of a bot does not change")
      if (input.role && rank[input.role] >= rank[standing.role])
        fail("forbidden", "workspace owner permission required")

      const timeout_until = timeoutOf(input)
      const note = input.moderation_note?.trim()
      if (note && [...note].length > 2_000) fail("invalid", "moderation_note must be at most 2000 characters")
      const change = {
        ...(input.role ? { role: input.role } : {}),
        ...(timeout_until === undefined ? {} : { timeout_until }),
        ...(input.blocked === undefined
          ? {}
          : { blocked_at: input.blocked ? (member.blocked_at ?? timestamp()) : null }),
        ...(note === undefined ? {} : { moderation_note: note || null }),
      }
      if (Object.keys(change).length > 0) {
        const by = { moderation_by: actor.user.id, moderation_at: timestamp() }
        await tx.members.update(workspaceId, userId, { ...change, ...by })
        await audit(tx, actor, workspaceId, "member.moderation_updated", "user", userId, change)
        Object.assign(member, change, by)
      }
      const event = tx.emit({
        workspace_id: workspaceId,
        type: "member.moderation_updated",
        audience: "managers",
        audience_id: userId,
        payload: { user_id: userId, role: member.role },
      })
      const [shown] = await withBudgets(tx, workspaceId, [{ member, user }])
      return { member: shown!, event: committedJson(event) }
    }),
})
