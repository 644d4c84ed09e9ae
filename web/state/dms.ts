import { isOlder } from "./fresh.ts"
import { putUser } from "./members.ts"
import { mergeReads } from "./reads.ts"
import type { DirectConversation, Draft } from "./types.ts"

/** One conversation, as a request that began at `asOf` was answered. */
export const putConversation = (draft: Draft, conversation: DirectConversation, asOf: string) => {
  for (const user of conversation.members) putUser(draft, user, asOf)
  const old = draft.dms[conversation.id]
  if (old && isOlder(draft, conversation.id, asOf)) return
  draft.dms[conversation.id] = mergeReads(draft, old, conversation, asOf)
}

/**
 * The whole list; conversations that were hidden are left out of it. No event is about a conversation alone: the first message in an
 * unknown one asks for the list.
 */
export const loadConversations = (draft: Draft, list: DirectConversation[], asOf: string) => {
  const listed = new Set(list.map((conversation) => conversation.id))
  for (const id of Object.keys(draft.dms)) if (!listed.has(id) && !draft.spans[id]) delete draft.dms[id]
  for (const conversation of list) putConversation(draft, conversation, asOf)
  draft.stale.dms = false
}
