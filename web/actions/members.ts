import type { Base } from "../base.ts"
import { loadMembers, loadPresence } from "../state/members.ts"

/** Who belongs here, and who is here now. */
export const createMembers = ({ client, state, change }: Base) => ({
  /** The first pages are enough for names and mentions; who writes brings their own. */
  refresh: async () => {
    const { workspaceId, cursor } = state
    change((draft) => {
      draft.stale.members = false
    })
    const page = await client.members.list(workspaceId, { limit: 200 })
    if (state.workspaceId === workspaceId) change((draft) => loadMembers(draft, page.members, cursor))
  },
  refreshPresence: async () => {
    const { workspaceId } = state
    const { online } = await client.presence.list(workspaceId)
    if (state.workspaceId === workspaceId) change((draft) => loadPresence(draft, online))
  },
  /** Anybody in the directory whose name or handle holds this. */
  search: async (q: string) => (await client.members.list(state.workspaceId, { q, limit: 20 })).members,
})
