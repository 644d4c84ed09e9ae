import { expect, test } from "bun:test"
import { loadPage } from "../../web/state/messages.ts"
import { loadThread } from "../../web/state/threads.ts"
import { event, hear, message, page, reply, start } from "./support.ts"

const state_of = (count: number) => ({
  root_message_id: "msg_1",
  reply_count: count,
  last_reply_author_ids: ["usr_bob"],
})
const replied = (n: number, seq: number) =>
  event(n, {
    type: "thread.reply_created",
    payload: { message_id: `msg_reply_${seq}`, root_message_id: "msg_1", message: reply(seq, "msg_1", "bob") },
  })
const counted = (n: number, count: number) =>
  event(n, {
    type: "thread.state_updated",
    payload: { root_message_id: "msg_1", thread_state: state_of(count) },
  })
const threadPage = (replies: ReturnType<typeof reply>[]) => ({
  root: message(1, "ada"),
  replies,
  thread_state: state_of(replies.length),
  oldest_seq: replies[0]?.thread_seq ?? 0,
  newest_seq: replies.at(-1)?.thread_seq ?? 0,
  has_older: false,
  has_newer: false,
})

test("a reply stands in its open thread and never in the channel", () => {
  const state = start()
  loadPage(state, "chn_general", page([message(1, "ada")]), "fresh", state.cursor)
  loadThread(state, threadPage([]), "fresh", state.cursor)
  hear(state, replied(1, 1), counted(2, 1))
  expect(state.threads.msg_1?.ids).toEqual(["msg_reply_1"])
  expect(state.spans.chn_general?.ids).toEqual(["msg_1"])
  expect(state.messages.msg_1?.thread_state?.reply_count).toBe(1)
})

test("an older answer does not take a reply out of the count", () => {
  const state = start()
  loadPage(state, "chn_general", page([message(1, "ada")]), "fresh", state.cursor)
  const asked = state.cursor
  hear(state, replied(1, 1), counted(2, 1))
  loadThread(state, threadPage([]), "fresh", asked)
  expect(state.messages.msg_1?.thread_state?.reply_count).toBe(1)
})

test("a reply that comes while the thread is loading is kept", () => {
  const state = start()
  const asked = state.cursor
  loadThread(state, threadPage([]), "fresh", asked)
  hear(state, replied(1, 2))
  loadThread(state, threadPage([reply(1, "msg_1", "bob")]), "fresh", asked)
  expect(state.threads.msg_1?.ids).toEqual(["msg_reply_1", "msg_reply_2"])
})
