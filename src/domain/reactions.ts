import type { ReactionSummary } from "../api/objects.ts"
import { fail } from "../errors.ts"
import { timestamp } from "../ids.ts"
import { type Actor, messageFor, needFreedom, needScopeIn } from "./access.ts"
import type { Deps } from "./deps.ts"
import { committedJson } from "./log.ts"
import { audienceOf, directPart, needWritable } from "./posting.ts"
import { reactionsOf } from "./present.ts"

export const reactions = ({ store }: Deps) => {
  const change = async (actor: Actor, messageId: string, emoji: string, adds: boolean) => {
    const { row: found } = await messageFor(store.read, actor, messageId)
    return store.write(found.workspace_id, async (tx) => {
      const { row, place } = await messageFor(tx, actor, messageId)
      needScopeIn(actor, place, "messages:write", "dms:write")
      needFreedom(place)
      if (adds && row.deleted_at) fail("invalid", "a deleted message takes no reactions")
      if (adds && place.role === "guest") await needWritable(tx, actor.user.id, place)
      const { id: user_id } = actor.user
      const changed = adds
        ? await tx.reactions.insert({ message_id: messageId, emoji, user_id, created_at: timestamp() })
        : await tx.reactions.remove(messageId, emoji, user_id)
      const list: ReactionSummary[] = (await reactionsOf(tx, user_id, [messageId])).get(messageId) ?? []
      // Repeating is neither an error nor an event.
      if (!changed) return { event: null, reactions: list }
      const event = tx.emit({
        workspace_id: row.workspace_id,
        type: adds ? "reaction.added" : "reaction.removed",
        ...audienceOf(place),
        ...(row.channel_seq === null ? {} : { seq: row.channel_seq }),
        payload: {
          message_id: messageId,
          emoji,
          user_id,
          count: list.find((each) => each.emoji === emoji)?.count ?? 0,
          ...directPart(row.place_id),
        },
      })
      return { event: committedJson(event), reactions: list }
    })
  }
  return {
    /** An emoji or a `:name:`, at most 64 code points, without white space. */
    add: (actor: Actor, messageId: string, emoji: string) => {
      if (!emoji || /\s/.test(emoji) || [...emoji].length > 64)
        fail("invalid", "emoji must have 1 to 64 characters and no white space")
      return change(actor, messageId, emoji, true)
    },
    remove: (actor: Actor, messageId: string, emoji: string) => change(actor, messageId, emoji, false),
  }
}
