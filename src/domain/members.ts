import { type Role, roles, type WorkspaceMember, type WorkspaceMemberPage } from "../api/objects.ts"
import { fail } from "../errors.ts"
import type { Queries } from "../store/index.ts"
import { type Actor, standingIn } from "./access.ts"
import type { Deps } from "./deps.ts"
import { sortName } from "./rules.ts"
import { userJson } from "./wire.ts"

type Key = Parameters<Queries["members"]["page"]>[2]
type PageInput = {
  limit?: string | undefined
  cursor?: string | undefined
  q?: string | undefined
  role?: string | undefined
}

const most = 200

const limitOf = (text: string | undefined): number => {
  if (text === undefined) return 100
  if (!/^\d{1,9}$/.test(text) || Number(text) < 1) fail("invalid", "limit must be a whole number from 1")
  return Math.min(Number(text), most)
}

/** The key behind an opaque cursor, which belongs to one filter. */
const keyOf = (cursor: string | undefined, filter: string): Key => {
  if (cursor === undefined || cursor === "") return undefined
  const bad = () => fail("invalid", "invalid members cursor")
  let read: unknown
  try {
    read = JSON.parse(Buffer.from(cursor, "base64url").toString())
  } catch {
    return bad()
  }
  const [of, rank, name, handle, id] = Array.isArray(read) ? read : []
  const sound =
    of === filter &&
    [0, 1, 2, 3, 4].includes(rank) &&
    [name, handle, id].every((part) => typeof part === "string" && !part.includes("\0"))
  return sound ? [rank, name, handle, id] : bad()
}

export const members = ({ store }: Deps) => ({
  /** Who belongs to the workspace, by role, then name, then handle. Counts come with the first page. */
  list: async (actor: Actor, workspaceId: string, input: PageInput): Promise<WorkspaceMemberPage> => {
    const q = store.read
    await standingIn(q, actor, workspaceId)
    const limit = limitOf(input.limit)
    const role = input.role || undefined
    if (role && !roles.includes(role as Role)) fail("invalid", `role must be one of ${roles.join(", ")}`)
    const filter = { role, q: sortName((input.q ?? "").trim()).replace(/^@/, "") }
    const bound = JSON.stringify([workspaceId, filter])
    const after = keyOf(input.cursor, bound)
    const rows = await q.members.page(workspaceId, filter, after, limit + 1)
    const page = rows.slice(0, limit)
    const last = page.at(-1)
    const has_more = rows.length > limit
    const counts = after ? [] : await q.members.counts(workspaceId, filter)
    const by = (name: string) => counts.find((row) => row.role === name)?.count ?? 0
    return {
      members: page.map(
        ({ member, user }): WorkspaceMember => ({
          workspace_id: workspaceId,
          user: userJson(user),
          role: member.role as Role,
          joined_at: member.joined_at,
        }),
      ),
      has_more,
      ...(has_more && last
        ? {
            next_cursor: Buffer.from(
              JSON.stringify([bound, last.rank, last.user.sort_name, last.user.handle, last.user.id]),
            ).toString("base64url"),
          }
        : {}),
      ...(after ? {} : { total_count: counts.reduce((sum, row) => sum + row.count, 0) }),
      ...(after || role || filter.q
        ? {}
        : {
            total_by_role: {
              owner: by("owner"),
              moderator: by("moderator"),
              member: by("member"),
              bot: by("bot"),
              guest: by("guest"),
            },
          }),
    }
  },
})
