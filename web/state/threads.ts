import { touch } from "./fresh.ts"
import { append, type Direction, joinPage, placeOf, putMessage, spanOf } from "./messages.ts"
import { settle } from "./outbox.ts"
import type { Draft, Message, Reducers, ThreadPage } from "./types.ts"

type ThreadState = NonNullable<Message["thread_state"]>

/** A page of a thread, as a request that began at `asOf` was answered. */
export const loadThread = (draft: Draft, page: ThreadPage, to: Direction, asOf: string) => {
  putMessage(draft, { ...page.root, thread_state: page.thread_state }, asOf)
  for (const reply of page.replies) putMessage(draft, reply, asOf)
  const ids = page.replies.map((reply) => reply.id)
  joinPage(draft, spanOf(draft.threads, page.root.id), page, ids, to)
}

/** What a reply's own answer says about its thread. */
export const putThreadState = (draft: Draft, state: ThreadState, cursor: string) => {
  const root = draft.messages[state.root_message_id]
  const key = `thread:${state.root_message_id}`
  if ((draft.touched[key] ?? "") > cursor) return
  if (root) root.thread_state = state
  if (cursor) draft.touched[key] = cursor
}

export const threads: Reducers = {
  "thread.reply_created": (draft, event) => {
    const { message } = event.payload
    if (!message) return
    putMessage(draft, message, event.cursor)
    touch(draft, message.id, event)
    settle(draft, message)
    const people = draft.typing[placeOf(message)]
    if (people) delete people[message.author_id]
    append(draft, message)
  },
  "thread.state_updated": (draft, event) => {
    const { thread_state } = event.payload
    if (thread_state) putThreadState(draft, thread_state, event.cursor)
  },
}
