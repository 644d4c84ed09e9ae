import type { Workspace } from "../api/objects.ts"
import { fail } from "../errors.ts"
import type { Event } from "../events.ts"
import { newId, newRouteId, timestamp } from "../ids.ts"
import type { NewRow, Queries, Row, Tx } from "../store/index.ts"
import { type Actor, managerOf, needBinding, needFreedom, standingIn } from "./access.ts"
import { audit } from "./audit.ts"
import { insertChannel } from "./channels.ts"
import type { Deps } from "./deps.ts"
import { committedJson } from "./log.ts"
import { displayName, slug as slugged } from "./rules.ts"
import { discardFiles } from "./uploads.ts"
import { userJson, workspaceJson } from "./wire.ts"

/** The workspace that newcomers from the organisation's sign-in join. */
export const defaultSlug = "clickclack"
/** The workspace of those who came by an open sign-in. */
export const guestsSlug = "guests"
const reserved = new Set<string>([defaultSlug, guestsSlug])

const freeSlug = async (q: Queries, wanted: string, current?: string): Promise<string> => {
  const slug = slugged(wanted)
  if (!slug) fail("invalid", "a workspace slug needs a letter a-z or a digit")
  if (slug === current) return slug
  // Newcomers are sent there by the slug: without it they would get another workspace made for them.
  if (current && reserved.has(current)) fail("invalid", `the workspace ${current} keeps its slug`)
  if (reserved.has(slug)) fail("invalid", `the workspace slug ${slug} is reserved`)
  if (await q.workspaces.bySlug(slug)) fail("invalid", "workspace slug is already taken")
  return slug
}

/** Makes a workspace with its owner, if there is anybody to own it. */
export const insertWorkspace = async (
  tx: Tx,
  owner: Row<"users"> | undefined,
  name: string,
  slug: string,
): Promise<Row<"workspaces">> => {
  const row = {
    id: newId("wsp"),
    route_id: newRouteId("T"),
    name,
    slug,
    icon_url: "",
    created_at: timestamp(),
    event_seq: 0,
  }
  await tx.workspaces.insert(row)
  if (owner)
    await tx.members.insert({ workspace_id: row.id, user_id: owner.id, role: "owner", joined_at: row.created_at })
  return row
}

/** The workspace `clickclack` and its channel `general`, for the first owner of a server. */
export const insertFirstWorkspace = async (tx: Tx, owner: Row<"users">, name = "ClickClack") => {
  const workspace = await insertWorkspace(tx, owner, displayName(name, "workspace_name"), defaultSlug)
  const channel = await insertChannel(tx, workspace.id, { name: "general" })
  return { workspace, channel }
}

/** Brings somebody into a workspace and tells it; false when they were in it. The write must hold the workspace. */
export const join = async (tx: Tx, workspaceId: string, user: Row<"users">, role: string): Promise<boolean> => {
  const row = { workspace_id: workspaceId, user_id: user.id, role, joined_at: timestamp() }
  if (!(await tx.members.insert(row))) return false
  tx.emit({
    workspace_id: workspaceId,
    type: "member.joined",
    audience: "workspace",
    object_id: user.id,
    payload: { user_id: user.id, role },
    object: { member: { workspace_id: workspaceId, user: userJson(user), role, joined_at: row.joined_at } },
  })
  return true
}

export const workspaces = ({ store }: Deps) => {
  const q = store.read
  const tell = (tx: Tx, row: Row<"workspaces">, type: string, payload: Record<string, unknown>) =>
    tx.emit({
      workspace_id: row.id,
      type,
      audience: "workspace",
      object_id: row.id,
      payload: { workspace_id: row.id, ...payload },
      object: { workspace: workspaceJson(row) },
    })
  const needOwner = async (tx: Tx, actor: Actor, id: string) => {
    const standing = await standingIn(tx, actor, id)
    if (standing.role !== "owner") fail("forbidden", "workspace owner permission required")
    needFreedom(standing)
  }
  return {
    /** The caller's workspaces with their role; a bot sees the one it is bound to. */
    list: async (actor: Actor): Promise<Workspace[]> =>
      (await q.workspaces.of(actor.user.id))
        .filter(({ workspace }) => !actor.bot || actor.bot.workspace_id === workspace.id)
        .map(({ workspace, role }) => workspaceJson(workspace, role)),

    find: async (actor: Actor, id: string): Promise<Workspace> => {
      const { role } = await standingIn(q, actor, id)
      return workspaceJson((await q.workspaces.find(id)) ?? fail("not_found", "workspace not found"), role)
    },

    /** The caller becomes its owner. Not for those who are only guests here. */
    create: (actor: Actor, input: { name?: string | undefined; slug?: string | undefined }): Promise<Workspace> =>
      store.write(null, async (tx) => {
        const own = await tx.workspaces.of(actor.user.id)
        if (own.length > 0 && own.every(({ role }) => role === "guest"))
          fail("forbidden", "guests cannot make workspaces")
        const name = input.name?.trim() ? displayName(input.name, "name") : "Untitled"
        const slug = await freeSlug(tx, input.slug?.trim() ? input.slug : name)
        return workspaceJson(await insertWorkspace(tx, actor.user, name, slug), "owner")
      }),

    update: (
      actor: Actor,
      id: string,
      input: { name?: string | undefined; slug?: string | undefined; icon_url?: string | undefined },
    ): Promise<{ workspace: Workspace; event: Event }> =>
      store.write(id, async (tx) => {
        const { role } = await managerOf(tx, actor, id)
        const row = (await tx.workspaces.find(id)) ?? fail("not_found", "workspace not found")
        const change: Partial<NewRow<"workspaces">> = {}
        if (input.name !== undefined) change.name = displayName(input.name, "name")
        if (input.slug !== undefined) change.slug = await freeSlug(tx, input.slug, row.slug)
        if (input.icon_url !== undefined) change.icon_url = await iconUrl(tx, id, input.icon_url)
        if (Object.keys(change).length === 0) fail("invalid", "name one of name, slug and icon_url")
        await tx.workspaces.update(id, change)
        await audit(tx, actor, id, "workspace.updated", "workspace", id, change)
        const changed = { ...row, ...change } as Row<"workspaces">
        const event = tell(tx, changed, "workspace.updated", {})
        return { workspace: workspaceJson(changed, role), event: committedJson(event) }
      }),

    /** Makes a human member the owner; the former owner becomes a moderator. */
    transfer: (actor: Actor, id: string, userId: string): Promise<{ workspace: Workspace; event: Event }> =>
      store.write(id, async (tx) => {
        await needOwner(tx, actor, id)
        const [heir] = await tx.members.among(id, [userId])
        if (heir?.user.kind !== "human" || !["member", "moderator"].includes(heir.member.role))
          fail("invalid", "the new owner must be a human member or moderator of the workspace")
        await tx.members.update(id, actor.user.id, { role: "moderator" })
        await tx.members.update(id, userId, { role: "owner" })
        await audit(tx, actor, id, "workspace.ownership_transferred", "workspace", id, {
          new_owner_user_id: userId,
          former_owner_user_id: actor.user.id,
        })
        const row = (await tx.workspaces.find(id)) ?? fail("not_found", "workspace not found")
        const event = tell(tx, row, "workspace.ownership_transferred", {
          new_owner_user_id: userId,
          former_owner_user_id: actor.user.id,
        })
        return { workspace: workspaceJson(row, "moderator"), event: committedJson(event) }
      }),

    /** Deletes it with everything in it, and the service bots that lived only there. */
    remove: async (actor: Actor, id: string): Promise<void> => {
      needBinding(actor, id)
      await store.write(id, async (tx) => {
        await needOwner(tx, actor, id)
        for (const botId of await tx.workspaces.lonelyServiceBots(id))
          await tx.accounts.update(botId, { deleted_at: timestamp(), handle: "" })
        await discardFiles(tx, id)
        await tx.search.forget(id)
        await tx.workspaces.remove(id)
        tx.signal({ type: "workspace.deleted", workspace_id: id })
      })
    },
  }
}

/** Empty, or an image that was uploaded to this workspace. */
const iconUrl = async (tx: Tx, workspaceId: string, text: string): Promise<string> => {
  const url = text.trim()
  if (!url) return ""
  const id = /^\/api\/uploads\/(upl_[0-9a-z]+)$/.exec(url)?.[1]
  const upload = id ? await tx.uploads.find(id) : undefined
  if (!upload || upload.workspace_id !== workspaceId || !upload.content_type.startsWith("image/"))
    fail("invalid", "icon_url must be empty or /api/uploads/{id} of an image in this workspace")
  return url
}
