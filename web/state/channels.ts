import { isOlder, touch } from "./fresh.ts"
import { putUser } from "./members.ts"
import { mergeReads } from "./reads.ts"
import type { Channel, Draft, EventOf, Reducers } from "./types.ts"

/** The whole list, as a request that began at `asOf` was answered. */
export const loadChannels = (draft: Draft, list: Channel[], asOf: string) => {
  const listed = new Set(list.map((channel) => channel.id))
  for (const id of Object.keys(draft.channels))
    if (!listed.has(id) && !isOlder(draft, id, asOf)) forgetChannel(draft, id)
  for (const channel of list) {
    const old = draft.channels[channel.id]
    if (old && isOlder(draft, channel.id, asOf)) continue
    if (!old && isOlder(draft, `gone:${channel.id}`, asOf)) continue
    draft.channels[channel.id] = mergeReads(draft, old, channel, asOf)
  }
  draft.stale.channels = false
}

/** A channel that is not mine to see any more, with everything that was said in it. */
export const forgetChannel = (draft: Draft, id: string) => {
  delete draft.channels[id]
  delete draft.spans[id]
  delete draft.typing[id]
  for (const message of Object.values(draft.messages)) {
    if (message.channel_id !== id) continue
    delete draft.messages[message.id]
    delete draft.threads[message.id]
  }
}

const put = (draft: Draft, event: EventOf<"channel.created" | "channel.updated" | "channel.member_added">) => {
  const { channel } = event.payload
  if (!channel) {
    draft.stale.channels = true
    return
  }
  const old = draft.channels[channel.id]
  draft.channels[channel.id] = {
    ...channel,
    last_seq: Math.max(old?.last_seq ?? 0, channel.last_seq ?? 0),
    last_read_seq: old?.last_read_seq ?? channel.last_read_seq ?? 0,
    unread_count: old?.unread_count ?? channel.unread_count ?? 0,
  }
  touch(draft, channel.id, event)
}

export const channels: Reducers = {
  "channel.created": put,
  "channel.updated": put,
  "channel.member_added": (draft, event) => {
    const { user, user_id } = event.payload
    if (user) putUser(draft, user, event.cursor)
    if (user_id !== draft.me?.id) return
    put(draft, event)
    draft.stale.channels = true // an old room: only the server knows what I have missed in it
  },
  "channel.member_removed": (draft, event) => {
    const { channel_id, user_id } = event.payload
    if (user_id !== draft.me?.id || draft.channels[channel_id]?.kind !== "private") return
    forgetChannel(draft, channel_id)
    touch(draft, `gone:${channel_id}`, event)
  },
}
