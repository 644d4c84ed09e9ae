import { isOlder, touch } from "./fresh.ts"
import type { Draft, Reducers } from "./types.ts"

/** The pinned messages of a channel, newest pin first, as a request that began at `asOf` was answered. */
export const loadPins = (draft: Draft, channel: string, ids: string[], asOf: string) => {
  if (!isOlder(draft, `pins:${channel}`, asOf)) draft.pins[channel] = ids
}

const without = (list: string[], id: string) => list.filter((each) => each !== id)

export const pins: Reducers = {
  "pin.added": (draft, event) => {
    const { channel_id, message_id } = event.payload
    const list = draft.pins[channel_id]
    if (list) draft.pins[channel_id] = [message_id, ...without(list, message_id)]
    touch(draft, `pins:${channel_id}`, event)
  },
  "pin.removed": (draft, event) => {
    const { channel_id, message_id } = event.payload
    const list = draft.pins[channel_id]
    if (list) draft.pins[channel_id] = without(list, message_id)
    touch(draft, `pins:${channel_id}`, event)
  },
}
