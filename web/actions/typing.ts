import { isApiError } from "../../sdk/index.ts"
import type { Base } from "../base.ts"

/** Others see that I write, told at most every three seconds. */
export const createTyping = ({ client, state, connection }: Base) => {
  let last = { place: "", at: 0 }
  return {
    tell: async (place: string) => {
      const now = Date.now()
      if (connection() !== "open" || (last.place === place && now - last.at < 3000)) return
      last = { place, at: now }
      const target = place.startsWith("dm_") ? { direct_conversation_id: place } : { channel_id: place }
      try {
        await client.events.send({ workspace_id: state.workspaceId, type: "typing.started", ...target })
      } catch (error) {
        if (!isApiError(error)) throw error
        // Nobody misses this one: the message itself will say more.
      }
    },
    /** After a message is sent the next key tells again. */
    rest: () => {
      last = { place: "", at: 0 }
    },
  }
}
