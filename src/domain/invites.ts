import type { Invite, InvitePreview } from "../api/objects.ts"
import { fail } from "../errors.ts"
import { hashSecret, newId, newSecret, timestamp } from "../ids.ts"
import type { Queries, Row } from "../store/index.ts"
import { type Actor, managerOf } from "./access.ts"
import { audit } from "./audit.ts"
import type { Deps } from "./deps.ts"
import { beginSession, signedIn } from "./sessions.ts"
import { createPerson } from "./users.ts"
import { userJson, workspaceJson } from "./wire.ts"
import { join } from "./workspaces.ts"

const inviteJson = (row: Row<"invites">): Invite => ({
  id: row.id,
  workspace_id: row.workspace_id,
  role: row.role as Invite["role"],
  created_by: row.created_by,
  created_at: row.created_at,
  expires_at: row.expires_at,
  ...(row.max_uses === null ? {} : { max_uses: row.max_uses }),
  uses: row.uses,
  ...(row.revoked_at ? { revoked_at: row.revoked_at } : {}),
})

export type InviteInput = {
  role?: string | undefined
  expires_in_hours?: number | undefined
  max_uses?: number | undefined
}

/** A row for a new invitation, and its secret. */
export const newInvite = (workspaceId: string, createdBy: string, input: InviteInput, prefix = "inv") => {
  const token = newSecret(prefix)
  const hours = input.expires_in_hours ?? 168
  const row: Row<"invites"> = {
    id: newId("inv"),
    workspace_id: workspaceId,
    role: input.role ?? "member",
    token_hash: hashSecret(token),
    created_by: createdBy,
    created_at: timestamp(),
    expires_at: timestamp(new Date(Date.now() + hours * 3_600_000)),
    max_uses: input.max_uses ?? null,
    uses: 0,
    revoked_at: null,
  }
  return { row, token }
}

/** A link that still lets somebody in; every other is the same to its holder. */
const usable = async (q: Queries, token: string): Promise<Row<"invites">> => {
  const row = await q.invites.byHash(hashSecret(token))
  const spent = row && row.max_uses !== null && row.uses >= row.max_uses
  if (!row || row.revoked_at || row.expires_at <= timestamp() || spent)
    return fail("not_found", "this invitation is unknown, expired, used up or revoked; ask for a new link")
  return row
}

export const invites = ({ store }: Deps) => ({
  list: async (actor: Actor, workspaceId: string): Promise<Invite[]> => {
    await managerOf(store.read, actor, workspaceId)
    return (await store.read.invites.list(workspaceId)).map(inviteJson)
  },

  /** Only the owner invites moderators. The secret is told only now. */
  create: (actor: Actor, workspaceId: string, input: InviteInput): Promise<{ invite: Invite; token: string }> =>
    store.write(workspaceId, async (tx) => {
      const { role } = await managerOf(tx, actor, workspaceId)
      if (input.role === "moderator" && role !== "owner") fail("forbidden", "workspace owner permission required")
      const { row, token } = newInvite(workspaceId, actor.user.id, input)
      await tx.invites.insert(row)
      await audit(tx, actor, workspaceId, "invite.created", "invite", row.id, {
        role: row.role,
        expires_at: row.expires_at,
      })
      return { invite: inviteJson(row), token }
    }),

  revoke: async (actor: Actor, id: string): Promise<Invite> => {
    const found = (await store.read.invites.find(id)) ?? fail("not_found", "invitation not found")
    return store.write(found.workspace_id, async (tx) => {
      await managerOf(tx, actor, found.workspace_id)
      await tx.invites.revoke(id, timestamp())
      await audit(tx, actor, found.workspace_id, "invite.revoked", "invite", id)
      return inviteJson((await tx.invites.find(id)) ?? fail("not_found", "invitation not found"))
    })
  },

  /** What the holder of a link learns before accepting. */
  inspect: async (token: string): Promise<InvitePreview> => {
    const invite = await usable(store.read, token)
    const workspace =
      (await store.read.workspaces.find(invite.workspace_id)) ?? fail("not_found", "workspace not found")
    const inviter = await store.read.accounts.find(invite.created_by)
    return {
      workspace_name: workspace.name,
      workspace_icon_url: workspace.icon_url,
      inviter_name: inviter?.display_name ?? "",
      role: invite.role as InvitePreview["role"],
      expires_at: invite.expires_at,
    }
  },

  /** Joins as whoever is signed in, else as a new person, who is signed in by it. Who is a member already stays as they are. */
  accept: async (
    actor: Actor | undefined,
    input: { token: string; display_name?: string | undefined; email?: string | undefined },
    userAgent?: string,
  ) => {
    if (actor?.bot) fail("forbidden", "a bot cannot accept an invitation")
    const { workspace_id } = await usable(store.read, input.token)
    return store.write(workspace_id, async (tx) => {
      const invite = await usable(tx, input.token)
      if (!actor && !input.display_name?.trim()) fail("invalid", "display_name is required")
      if (!actor && !input.email?.trim()) fail("invalid", "email is required")
      const user = actor?.user ?? (await createPerson(tx, input.email!, input.display_name!, { verified: false }))
      const joined = await join(tx, workspace_id, user, invite.role)
      if (joined && !(await tx.invites.use(invite.id)))
        fail("not_found", "this invitation is used up; ask for a new link")
      const row = (await tx.workspaces.find(workspace_id)) ?? fail("not_found", "workspace not found")
      const member = await tx.members.find(workspace_id, user.id)
      const workspace = workspaceJson(row, member?.role)
      if (actor) return { user: userJson(user), workspace }
      return { ...signedIn(user, await beginSession(tx, user, userAgent)), workspace }
    })
  },
})
