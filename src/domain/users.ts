import type { AppearancePreferences, Me } from "../api/objects.ts"
import { fail } from "../errors.ts"
import { newId, timestamp } from "../ids.ts"
import type { NewRow, Queries, Row, Tx } from "../store/index.ts"
import type { Actor } from "./access.ts"
import type { Deps } from "./deps.ts"
import { avatarUrl, displayName, emailAddress, gravatar, handle, sortName } from "./rules.ts"
import { userJson } from "./wire.ts"

/** A person's row, before anything is known of them but a name. */
export const newUser = (name: string, more: Partial<Row<"users">> = {}): Row<"users"> => ({
  id: newId("usr"),
  kind: "human",
  owner_user_id: null,
  display_name: name,
  handle: "",
  avatar_url: "",
  fallback_avatar_url: "",
  sort_name: sortName(name),
  created_at: timestamp(),
  deleted_at: null,
  former_handle: null,
  pushover_enabled: false,
  pushover_user_key: "",
  appearance_preferences: null,
  ...more,
})

const insertPerson = async (tx: Tx, address: string, name: string, verified = true): Promise<Row<"users">> => {
  const user = newUser(displayName(name), { fallback_avatar_url: gravatar(address) })
  await tx.accounts.insert(user)
  await tx.accounts.insertIdentity({
    id: newId("idn"),
    user_id: user.id,
    provider: "email",
    provider_subject: address,
    email: address,
    verified,
    created_at: user.created_at,
  })
  return user
}

/** Makes a person who is recognised by this e-mail address. A taken address is refused. */
export const createPerson = async (
  tx: Tx,
  email: string,
  name: string,
  { verified = true }: { verified?: boolean } = {},
): Promise<Row<"users">> => {
  const address = emailAddress(email)
  if (await tx.accounts.byEmail(address)) fail("conflict", "a person with this e-mail address exists already")
  return insertPerson(tx, address, name, verified)
}

/** The person with this address, made when there is none. Who is made meanwhile is found by the store's next try. */
export const findOrCreate = async (tx: Tx, email: string, name: string): Promise<Row<"users">> =>
  (await tx.accounts.byEmail(email)) ?? (await insertPerson(tx, emailAddress(email), name))

/** Tells every workspace of somebody how they look now. The write must hold these workspaces. */
export const tellProfile = (tx: Tx, user: Row<"users">, workspaces: string[]): void => {
  for (const workspace_id of workspaces)
    tx.emit({
      workspace_id,
      type: "user.updated",
      audience: "workspace",
      object_id: user.id,
      payload: { user_id: user.id },
      object: { user: userJson(user) },
    })
}

const defaults: Required<{ [K in keyof AppearancePreferences]: string }> = {
  color_mode: "system",
  board_theme: "signal",
  message_layout: "standard",
  density: "comfortable",
}

type Look = { [K in keyof AppearancePreferences]?: string | undefined }
type MeChange = {
  display_name?: string | undefined
  handle?: string | undefined
  avatar_url?: string | undefined
  notification_settings?: { pushover_enabled: boolean; pushover_user_key: string } | undefined
  appearance_preferences?: Look | undefined
  sidebar_preferences?: { channel_order?: Record<string, string[]> | undefined } | undefined
}

/** What is chosen, without what is the default anyway. */
const mergedLook = (stored: string | null, change: Look): string => {
  const look: Look = { ...(stored ? JSON.parse(stored) : {}) }
  for (const [key, value] of Object.entries(change) as Array<[keyof Look, string | undefined]>) {
    if (value === undefined) continue
    if (value === "" || value === defaults[key]) delete look[key]
    else look[key] = value
  }
  return JSON.stringify(look)
}

/** A user as only that user sees it. */
const meJson = async (q: Queries, user: Row<"users">): Promise<Me> => {
  const orders = user.kind === "human" ? await q.accounts.sidebarOrders(user.id) : []
  const order = orders.map((row) => [row.workspace_id, JSON.parse(row.channel_ids)])
  return {
    ...userJson(user),
    notification_settings: { pushover_enabled: user.pushover_enabled, pushover_user_key: user.pushover_user_key },
    ...(user.appearance_preferences === null
      ? {}
      : { appearance_preferences: JSON.parse(user.appearance_preferences) }),
    ...(order.length > 0 ? { sidebar_preferences: { channel_order: Object.fromEntries(order) } } : {}),
    password_enrolled: (await q.accounts.password(user.id)) !== undefined,
  }
}

export const users = ({ store }: Deps) => ({
  me: (actor: Actor): Promise<Me> => meJson(store.read, actor.user),

  /** Changes what is named, all or nothing; tells the workspaces when others can see the difference. */
  update: async (actor: Actor, change: MeChange): Promise<Me> => {
    const { id } = actor.user
    const workspaces = await store.read.members.workspacesOf(id)
    return store.write(workspaces, async (tx) => {
      const user = (await tx.accounts.find(id)) ?? fail("not_found", "user not found")
      const row: Partial<NewRow<"users">> = {}
      if (change.display_name !== undefined) {
        row.display_name = displayName(change.display_name)
        row.sort_name = sortName(row.display_name)
      }
      if (change.handle !== undefined) {
        row.handle = handle(change.handle)
        const bearer = row.handle ? await tx.accounts.byHandle(row.handle) : undefined
        if (bearer && bearer.id !== id) fail("invalid", "handle is already taken")
      }
      if (change.avatar_url !== undefined) row.avatar_url = avatarUrl(change.avatar_url)
      if (change.notification_settings) Object.assign(row, change.notification_settings)
      if (change.appearance_preferences)
        row.appearance_preferences = mergedLook(user.appearance_preferences, change.appearance_preferences)
      if (Object.keys(row).length > 0) await tx.accounts.update(id, row)
      for (const [workspaceId, channelIds] of Object.entries(change.sidebar_preferences?.channel_order ?? {}))
        await setOrder(tx, id, workspaceId, channelIds)
      const changed = { ...user, ...row }
      if (JSON.stringify(userJson(changed)) !== JSON.stringify(userJson(user))) tellProfile(tx, changed, workspaces)
      return meJson(tx, changed)
    })
  },
})

/** Keeps the order of the channels that the person can see; unknown ones drop out, the first of doubles stays. */
const setOrder = async (tx: Tx, userId: string, workspaceId: string, channelIds: string[]) => {
  if (!(await tx.members.find(workspaceId, userId))) fail("not_found", "workspace not found")
  const seen = new Set((await tx.channels.visible(workspaceId, userId)).map(({ channel }) => channel.id))
  const order = [...new Set(channelIds)].filter((id) => seen.has(id))
  await tx.accounts.setSidebarOrder({
    user_id: userId,
    workspace_id: workspaceId,
    channel_ids: JSON.stringify(order),
    updated_at: timestamp(),
  })
}
