import { fail } from "../errors.ts"
import { newId } from "../ids.ts"
import type { Queries, Row, Store, Tx } from "../store/index.ts"
import { insertChannel, insertWaitingRoom } from "./channels.ts"
import type { Deps } from "./deps.ts"
import { avatarUrl, gravatar, handle, nameFrom } from "./rules.ts"
import { findOrCreate, newUser } from "./users.ts"
import { defaultSlug, guestsSlug, insertFirstWorkspace, insertWorkspace, join } from "./workspaces.ts"

/** Who somebody is, as a service tells that we trust. The address is one that the service has verified. */
export type Profile =
  | { provider: "openclaw" | "access"; email: string; name: string }
  | {
      provider: "github"
      subject: string
      email?: string | undefined
      name: string
      login: string
      avatar_url: string
      /** Whether the account is in the organisations that the settings name. */
      orgs: { allowed: boolean; moderator: boolean }
    }

/** Where a newcomer goes, and as what. */
export type Place = { slug: typeof defaultSlug | typeof guestsSlug; role: "member" | "moderator" | "guest" }

type Orgs = Pick<Deps["config"], "github_allowed_org" | "github_moderator_org">

/** What the settings make of somebody (contract: endpoints, "GitHub OAuth"); refuses who is not let in at all. */
export const placeOf = (profile: Profile, config: Orgs): Place => {
  if (profile.provider !== "github") return { slug: defaultSlug, role: "member" }
  const { allowed, moderator } = profile.orgs
  const gated = config.github_allowed_org !== ""
  if (gated && !allowed)
    fail("forbidden", `this GitHub account is not a member of the organisation ${config.github_allowed_org}`)
  if (config.github_moderator_org === "") return { slug: gated ? defaultSlug : guestsSlug, role: "member" }
  return { slug: guestsSlug, role: moderator ? "moderator" : gated ? "member" : "guest" }
}

/** The login as a handle, when it makes one that nobody has. */
const freeHandle = async (q: Queries, login: string): Promise<string> => {
  if (!/^[a-z0-9][a-z0-9_-]{1,31}$/i.test(login)) return ""
  const wanted = handle(login)
  return (await q.accounts.byHandle(wanted)) ? "" : wanted
}

/** The person behind a profile: known by the account there, else by the verified address, else new. */
export const recognise = async (tx: Tx, profile: Profile): Promise<Row<"users">> => {
  if (profile.provider !== "github") {
    const address = profile.email.trim().toLowerCase()
    return findOrCreate(tx, address, nameFrom(profile.name, address.split("@")[0]))
  }
  const email = profile.email?.trim().toLowerCase()
  const { provider, subject, login } = profile
  const known = await tx.accounts.byIdentity(provider, subject)
  if (known) return known
  const found = email ? await tx.accounts.byEmail(email) : undefined
  const user =
    found ??
    newUser(nameFrom(profile.name, login), {
      handle: await freeHandle(tx, login),
      avatar_url: avatarUrl(profile.avatar_url),
      fallback_avatar_url: email ? gravatar(email) : "",
    })
  if (!found) await tx.accounts.insert(user)
  await tx.accounts.insertIdentity({
    id: newId("idn"),
    user_id: user.id,
    provider,
    provider_subject: subject,
    email: email ?? "",
    created_at: user.created_at,
  })
  return user
}

/** Somebody of whom nothing is known but an account at GitHub. */
const isStranger = async (q: Queries, user: Row<"users">): Promise<boolean> => {
  const guests = await q.workspaces.bySlug(guestsSlug)
  const member = guests && (await q.members.find(guests.id, user.id))
  return member !== undefined && member.role !== "owner"
}

/**
 * The workspace with this slug, made when it is not there. Its owner is whoever was on this server first, so also a
 * newcomer who finds the server empty; a stranger whom GitHub alone let in owns nothing.
 */
export const ensureWorkspace = async (store: Store, { slug }: Place, profile: Profile): Promise<string> => {
  const found = await store.read.workspaces.bySlug(slug)
  if (found) return found.id
  return store.write(null, async (tx) => {
    await tx.signIns.lock()
    const made = await tx.workspaces.bySlug(slug)
    if (made) return made.id
    const first = await tx.accounts.first()
    if (slug === defaultSlug) {
      const known = first && !(await isStranger(tx, first))
      const { workspace } = await insertFirstWorkspace(tx, known ? first : await recognise(tx, profile))
      return workspace.id
    }
    const { id } = await insertWorkspace(tx, first, "Guests", guestsSlug)
    await insertWaitingRoom(tx, id)
    await insertChannel(tx, id, { name: "general" })
    return id
  })
}

/**
 * Brings the person in. Who is there already keeps their role, because moderators decided on it; only the organisation
 * of moderators still raises its members. The write must hold the workspace.
 */
export const admit = async (tx: Tx, user: Row<"users">, workspaceId: string, role: Place["role"]): Promise<void> => {
  if (await join(tx, workspaceId, user, role)) return
  const member = await tx.members.find(workspaceId, user.id)
  if (role !== "moderator" || (member?.role !== "member" && member?.role !== "guest")) return
  await tx.members.update(workspaceId, user.id, { role })
  tx.emit({
    workspace_id: workspaceId,
    type: "member.moderation_updated",
    audience: "managers",
    audience_id: user.id,
    payload: { user_id: user.id, role },
  })
}
