import { isOlder, touch } from "./fresh.ts"
import type { Draft, Reducers, Role, User } from "./types.ts"

type Member = { user: User; role: string }

/** Keeps what an event said about a person over what an older answer says. */
export const putUser = (draft: Draft, user: User, asOf: string) => {
  if (isOlder(draft, user.id, asOf)) return
  const old = draft.users[user.id]
  if (old && old.display_name === user.display_name && old.handle === user.handle && old.avatar_url === user.avatar_url)
    return
  draft.users[user.id] = user
  if (draft.me?.id === user.id) draft.me = { ...draft.me, ...user }
}

/** A page of the member list. */
export const loadMembers = (draft: Draft, list: Member[], asOf: string) => {
  for (const { user, role } of list) {
    putUser(draft, user, asOf)
    draft.roles[user.id] = role as Role
  }
  draft.stale.members = false
}

/** Who has the app open now. */
export const loadPresence = (draft: Draft, online: string[]) => {
  draft.online = Object.fromEntries(online.map((id) => [id, true]))
}

export const members: Reducers = {
  "user.updated": (draft, event) => {
    const { user } = event.payload
    if (!user) return
    putUser(draft, user, event.cursor)
    touch(draft, user.id, event)
  },
  "member.joined": (draft, event) => {
    const { member, user_id, role } = event.payload
    if (member) putUser(draft, member.user, event.cursor)
    else draft.stale.members = true
    draft.roles[user_id] = member?.role ?? (role as Role)
  },
  "member.moderation_updated": (draft, event) => {
    const { user_id } = event.payload
    const role = event.payload.role as Role
    draft.roles[user_id] = role
    const workspace = draft.workspaces[event.workspace_id]
    if (user_id === draft.me?.id && workspace) workspace.role = role
  },
  "bot.deleted": (draft, event) => {
    const { bot_user_id, former_handle, deleted_at } = event.payload
    delete draft.roles[bot_user_id]
    const user = draft.users[bot_user_id]
    if (user) draft.users[bot_user_id] = { ...user, handle: "", former_handle, deleted_at }
  },
  "bot.membership_removed": (draft, event) => {
    delete draft.roles[event.payload.bot_user_id]
  },
  "presence.changed": (draft, event) => {
    const { user_id, status } = event.payload
    if (status === "offline") delete draft.online[user_id]
    else draft.online[user_id] = true
  },
}
