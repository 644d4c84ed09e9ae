import type { Base } from "../base.ts"
import { loadChannels } from "../state/channels.ts"
import { attempt } from "./attempt.ts"

/** Rooms: which there are, making them, who is in the private ones. */
export const createChannels = ({ client, state, change, ui }: Base) => {
  const refresh = async () => {
    const { workspaceId, cursor } = state
    change((draft) => {
      draft.stale.channels = false
    })
    const { channels } = await client.channels.list(workspaceId)
    if (state.workspaceId === workspaceId) change((draft) => loadChannels(draft, channels, cursor))
  }

  return {
    refresh,
    create: async (input: { name: string; kind: "public" | "private" }) => {
      const { channel } = await client.channels.create(state.workspaceId, input)
      change((draft) => {
        draft.channels[channel.id] ??= channel
      })
      return channel
    },
    members: async (id: string) => (await client.channels.members(id)).members,
    addMember: (id: string, user: string) => client.channels.addMember(id, user),
    removeMember: (id: string, user: string) => client.channels.removeMember(id, user),
    /** Takes myself out of a private channel. */
    leave: async (id: string) => {
      const me = state.me?.id ?? ""
      return attempt(ui, "You could not leave", () => client.channels.removeMember(id, me))
    },
  }
}
