import type { Base } from "../base.ts"
import { putMessage } from "../state/messages.ts"
import { loadPins } from "../state/pins.ts"
import { attempt } from "./attempt.ts"

/** Messages that a channel keeps at hand. */
export const createPins = ({ client, state, change, ui }: Base) => {
  const load = async (channel: string) => {
    const { workspaceId, cursor } = state
    const { messages } = await client.pins.list(channel)
    if (state.workspaceId !== workspaceId) return
    change((draft) => {
      for (const message of messages) putMessage(draft, message, cursor)
      loadPins(
        draft,
        channel,
        messages.map((message) => message.id),
        cursor,
      )
    })
  }
  return {
    load,
    /** Pins, or takes the pin out. */
    toggle: (channel: string, message: string) => {
      const pinned = state.pins[channel]?.includes(message)
      return attempt(ui, pinned ? "The message is still pinned" : "The message was not pinned", async () => {
        if (pinned) await client.pins.remove(channel, message)
        else await client.pins.add(channel, message)
        await load(channel)
      })
    },
  }
}
