import { fail } from "../errors.ts"
import { newId, timestamp } from "../ids.ts"
import { type Actor, messageFor, needScopeIn } from "./access.ts"
import type { Deps } from "./deps.ts"
import { committedJson } from "./log.ts"
import { newRow, type PostInput, withRoute } from "./messages.ts"
import { fetchPage, type PageQuery, pageRequest } from "./pages.ts"
import { audienceOf, digest, directPart, mentionsIn, needWritable, quoteOf, replayOf, unhide } from "./posting.ts"
import { peopleByIds, present, presentOne } from "./present.ts"
import { messageBody, nonce as nonceRule } from "./rules.ts"
import { messageJson, peopleOf, threadStateJson } from "./wire.ts"

/** Conversations below a root message: exactly one level. */
export const threads = ({ store }: Deps) => ({
  /** The root and a window of its replies; the earliest, unless asked otherwise. Gives the root its public id. */
  open: async (actor: Actor, rootId: string, query: PageQuery) => {
    const q = store.read
    const { row, place } = await messageFor(q, actor, rootId)
    needScopeIn(actor, place, "threads:read", "dms:read")
    if (row.parent_message_id) fail("invalid", "a reply has no thread of its own")
    const request = pageRequest(query, "earliest")
    const root = await withRoute(store, row)
    const { rows, ...borders } = await fetchPage(
      (window) => q.messages.replies(rootId, window),
      (reply) => reply.thread_seq!,
      request,
    )
    const [first, ...replies] = await present(q, actor.user.id, [root, ...rows])
    return { root: first!, replies, thread_state: threadStateJson(root), ...borders }
  },

  /** Answers in a thread. The same nonce with the same content gives the stored reply and no events. */
  reply: async (actor: Actor, rootId: string, input: PostInput) => {
    const { row: found } = await messageFor(store.read, actor, rootId)
    return store.write(found.workspace_id, async (tx) => {
      const { row: root, place } = await messageFor(tx, actor, rootId)
      needScopeIn(actor, place, "threads:write", "dms:write")
      if (root.parent_message_id) fail("invalid", "nested thread replies are not supported")
      const posting = { body: messageBody(input.body), quoted_message_id: input.quoted_message_id }
      const nonce = nonceRule(input.nonce)
      const nonce_digest = nonce ? digest(rootId, posting) : null
      const replay = await replayOf(tx, actor.user.id, nonce, nonce_digest ?? "")
      if (replay)
        return {
          message: await presentOne(tx, actor.user.id, replay),
          thread_state: threadStateJson(root),
          events: null,
        }
      await needWritable(tx, actor.user.id, place)
      const quote = await quoteOf(tx, input.quoted_message_id, (quoted) => quoted.thread_root_id === rootId)
      const row = newRow({
        id: newId("msg"),
        workspace_id: root.workspace_id,
        place_id: root.place_id,
        author_id: actor.user.id,
        parent_message_id: rootId,
        thread_root_id: rootId,
        thread_seq: await tx.messages.nextReply(rootId),
        body: posting.body,
        nonce: nonce ?? null,
        nonce_digest,
        ...quote,
      })
      await tx.messages.insert(row)
      await unhide(tx, place)
      const before = threadStateJson(root).last_reply_author_ids.filter((id) => id !== actor.user.id)
      const state = {
        reply_count: root.reply_count + 1,
        last_reply_at: timestamp(),
        last_reply_author_ids: JSON.stringify([actor.user.id, ...before].slice(0, 3)),
      }
      await tx.messages.setThread(rootId, state)
      const thread_state = threadStateJson({ ...root, ...state })
      const message = messageJson(row, await peopleByIds(tx, peopleOf([row])))
      const about = { root_message_id: rootId, ...directPart(root.place_id) }
      const created = tx.emit({
        workspace_id: root.workspace_id,
        type: "thread.reply_created",
        ...audienceOf(place),
        object_id: row.id,
        payload: {
          message_id: row.id,
          ...about,
          ...(nonce ? { nonce } : {}),
          ...(input.correlation_id ? { correlation_id: input.correlation_id } : {}),
        },
        mentioned_user_ids: await mentionsIn(tx, place, row.body),
        object: { message },
      })
      const updated = tx.emit({
        workspace_id: root.workspace_id,
        type: "thread.state_updated",
        ...audienceOf(place),
        object_id: rootId,
        payload: about,
        object: { thread_state },
      })
      return { message, thread_state, events: [committedJson(created), committedJson(updated)] }
    })
  },
})
