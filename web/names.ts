import type { Channel, DirectConversation, State, User } from "./state/index.ts"

/** Two letters for a face. */
export const initials = (name: string) => {
  const words = name.trim().split(/\s+/).filter(Boolean)
  const first = [...(words[0] ?? "?")][0] ?? "?"
  const last = words.length > 1 ? ([...(words.at(-1) ?? "")][0] ?? "") : ([...(words[0] ?? "")][1] ?? "")
  return (first + last).toUpperCase()
}

/** One of eight hues; a person keeps theirs. */
export const hue = (id: string) => {
  let sum = 0
  for (const sign of id) sum = (Math.imul(sum, 31) + sign.charCodeAt(0)) >>> 0
  return 1 + (sum % 8)
}

export const nameOf = (user: User | undefined) =>
  user ? user.display_name || user.handle || (user.former_handle ?? "Somebody") : "Somebody"

export const firstName = (user: User | undefined) => nameOf(user).split(/\s+/)[0] ?? ""

export const channelName = (channel: Channel) => channel.display_title || channel.name

/** Everybody else in a conversation; alone, myself. */
export const othersIn = (conversation: DirectConversation, me: string) => {
  const others = conversation.members.filter((user) => user.id !== me)
  return others.length > 0 ? others : conversation.members
}

export const conversationName = (conversation: DirectConversation, state: Pick<State, "users" | "me">) => {
  const others = othersIn(conversation, state.me?.id ?? "").map((user) => state.users[user.id] ?? user)
  return others.length === 1 ? nameOf(others[0]) : others.map(firstName).join(", ")
}

/** `#general`, or the people of a conversation. */
export const placeName = (state: State, place: string) => {
  const channel = state.channels[place]
  if (channel) return `#${channelName(channel)}`
  const conversation = state.dms[place]
  return conversation ? conversationName(conversation, state) : ""
}

/** An address in this app. */
export const pathTo = (state: Pick<State, "workspaces" | "workspaceId">, route = "", query = "") => {
  const workspace = state.workspaces[state.workspaceId]?.route_id ?? ""
  return `/app/${workspace}${route ? `/${route}` : ""}${query}`
}

/** The address of a channel or conversation. */
export const pathOfPlace = (state: State, place: string, query = "") =>
  pathTo(state, state.channels[place]?.route_id ?? state.dms[place]?.route_id ?? place, query)
