import type { Base } from "../base.ts"
import { loadConversations, putConversation } from "../state/dms.ts"

/** Conversations of two or more, outside of channels. */
export const createDms = ({ client, state, change }: Base) => ({
  refresh: async () => {
    const { workspaceId, cursor } = state
    change((draft) => {
      draft.stale.dms = false
    })
    const { conversations } = await client.dms.list(workspaceId)
    if (state.workspaceId === workspaceId) change((draft) => loadConversations(draft, conversations, cursor))
  },
  /** The conversation with these people, new or old. */
  start: async (people: string[]) => {
    const asOf = state.cursor
    const { conversation } = await client.dms.create(state.workspaceId, people)
    change((draft) => putConversation(draft, conversation, asOf))
    return conversation
  },
  /** One that is hidden in the list, found by its link. */
  fetch: async (id: string) => {
    const asOf = state.cursor
    const { conversation } = await client.dms.get(id)
    change((draft) => putConversation(draft, conversation, asOf))
  },
})
