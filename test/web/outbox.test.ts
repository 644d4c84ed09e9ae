import { expect, test } from "bun:test"
import type { Sending } from "../../web/state/index.ts"
import { loadPage } from "../../web/state/messages.ts"
import { drop, due, enqueue, queue, restore, setSending, settle } from "../../web/state/outbox.ts"
import { rowsOf } from "../../web/views/rows.ts"
import { created, hear, message, page, start, user, workspace_id } from "./support.ts"

const sending = (n: number, more: Partial<Sending> = {}): Sending => ({
  nonce: `nonce_${n}`,
  user_id: "usr_ada",
  workspace_id,
  place: "chn_general",
  body: `Hello ${n}`,
  created_at: new Date(Date.UTC(2026, 10, 18, 10, 0, n)).toISOString(),
  state: "waiting",
  ...more,
})

test("what is sent waits in order, one at a time for each place", () => {
  const state = start()
  enqueue(state, sending(2))
  enqueue(state, sending(1))
  enqueue(state, sending(3, { place: "chn_other" }))
  enqueue(state, sending(4, { root: "msg_1" }))
  expect(due(state).map((one) => one.nonce)).toEqual(["nonce_1", "nonce_3", "nonce_4"])
  setSending(state, "nonce_1", "sending")
  expect(due(state).map((one) => one.nonce)).toEqual(["nonce_3", "nonce_4"])
})

test("one that failed does not hold up the next, and waits again after Retry", () => {
  const state = start()
  enqueue(state, sending(1))
  enqueue(state, sending(2))
  setSending(state, "nonce_1", "failed", "the server did not answer")
  expect(due(state).map((one) => one.nonce)).toEqual(["nonce_2"])
  expect(state.outbox.nonce_1?.error).toBe("the server did not answer")
  setSending(state, "nonce_1", "waiting")
  expect(due(state).map((one) => one.nonce)).toEqual(["nonce_1"])
})

test("the event with my nonce takes the place of what was waiting", () => {
  const state = start()
  loadPage(state, "chn_general", page([]), "fresh", state.cursor)
  enqueue(state, sending(1))
  hear(state, created(1, message(1, "ada", { nonce: "nonce_1", body: "Hello 1" })))
  expect(state.outbox).toEqual({})
  expect(state.spans.chn_general?.ids).toEqual(["msg_1"])
})

test("another person's nonce settles nothing of mine", () => {
  const state = start()
  enqueue(state, sending(1))
  hear(state, created(1, message(1, "bob", { nonce: "nonce_1" })))
  expect(Object.keys(state.outbox)).toEqual(["nonce_1"])
})

test("the answer and the event together make one message, whichever comes first", () => {
  const state = start()
  loadPage(state, "chn_general", page([]), "fresh", state.cursor)
  enqueue(state, sending(1))
  const mine = message(1, "ada", { nonce: "nonce_1" })
  settle(state, mine)
  loadPage(state, "chn_general", page([mine]), "newer", state.cursor)
  hear(state, created(1, mine))
  expect(state.spans.chn_general?.ids).toEqual(["msg_1"])
})

test("a row keeps its key when its message arrives", () => {
  const state = start()
  loadPage(state, "chn_general", page([]), "fresh", state.cursor)
  enqueue(state, sending(1))
  const before = [...rowsOf(state, [], queue(state), -1).keys()]
  hear(state, created(1, message(1, "ada", { nonce: "nonce_1" })))
  const after = [...rowsOf(state, state.spans.chn_general?.ids ?? [], queue(state), -1).keys()]
  expect(after).toEqual(before)
})

test("after a reload what was unsent waits again, what had failed still says so", () => {
  const state = start()
  restore(state, [sending(1, { state: "sending" }), sending(2, { state: "failed", error: "no" })])
  expect(state.outbox.nonce_1?.state).toBe("waiting")
  expect(state.outbox.nonce_2?.state).toBe("failed")
})

test("what another person left in this browser is not mine to send", () => {
  const state = start()
  restore(state, [sending(1, { user_id: user("bob").id })])
  expect(state.outbox).toEqual({})
})

test("taking up what is kept does not double what is on its way", () => {
  const state = start()
  enqueue(state, sending(1))
  setSending(state, "nonce_1", "sending")
  restore(state, [sending(1)])
  expect(state.outbox.nonce_1?.state).toBe("sending")
  drop(state, "nonce_1")
  expect(due(state)).toEqual([])
})
