import { expect, test } from "bun:test"
import { enter } from "../../web/state/index.ts"
import { loadPage, trim } from "../../web/state/messages.ts"
import { created, cursor, deleted, hear, message, page, start, updated, workspace_id } from "./support.ts"

const bodies = (state: ReturnType<typeof start>) => state.spans.chn_general?.ids.map((id) => state.messages[id]?.body)

test("a new message stands at the end of an open channel", () => {
  const state = start()
  loadPage(state, "chn_general", page([message(1, "bob")]), "fresh", state.cursor)
  hear(state, created(1, message(2, "bob")))
  expect(bodies(state)).toEqual(["Message 1", "Message 2"])
  expect(state.users.usr_bob?.display_name).toBe("bob")
})

test("an event heard twice changes nothing the second time", () => {
  const state = start()
  loadPage(state, "chn_general", page([]), "fresh", state.cursor)
  hear(state, created(1, message(1, "bob")), created(1, message(1, "bob")))
  expect(bodies(state)).toEqual(["Message 1"])
  expect(state.channels.chn_general?.unread_count).toBe(1)
})

test("an event older than the cursor is not applied", () => {
  const state = start()
  enter(state, workspace_id, cursor(9))
  hear(state, created(9, message(1, "bob")))
  expect(state.messages).toEqual({})
  expect(state.cursor).toBe(cursor(9))
})

test("events of another workspace are not applied", () => {
  const state = start()
  hear(state, { ...created(1, message(1, "bob")), workspace_id: "wsp_other" })
  expect(state.messages).toEqual({})
})

test("an older answer does not undo an edit", () => {
  const state = start()
  const asked = state.cursor
  hear(state, created(1, message(1, "bob")), updated(2, message(1, "bob", { body: "Better" })))
  loadPage(state, "chn_general", page([message(1, "bob", { body: "Message 1" })]), "fresh", asked)
  expect(bodies(state)).toEqual(["Better"])
})

test("a newer answer counts over an older event", () => {
  const state = start()
  hear(state, created(1, message(1, "bob")))
  loadPage(state, "chn_general", page([message(1, "bob", { body: "Newer" })]), "fresh", state.cursor)
  expect(bodies(state)).toEqual(["Newer"])
})

test("an older answer does not bring a deleted text back", () => {
  const state = start()
  const asked = state.cursor
  hear(state, created(1, message(1, "bob")), deleted(2, message(1, "bob")))
  loadPage(state, "chn_general", page([message(1, "bob")]), "fresh", asked)
  expect(bodies(state)).toEqual([""])
  expect(state.messages.msg_1?.deleted_at).toBeDefined()
})

test("what arrives while the first page is under way is not lost, and not doubled", () => {
  const state = start()
  const asked = state.cursor
  loadPage(state, "chn_general", page([]), "fresh", asked)
  hear(state, created(1, message(3, "bob")), created(2, message(4, "bob")))
  loadPage(state, "chn_general", page([message(1, "bob"), message(2, "bob"), message(3, "bob")]), "fresh", asked)
  expect(state.spans.chn_general?.ids).toEqual(["msg_1", "msg_2", "msg_3", "msg_4"])
})

test("while one reads old messages, new ones are counted instead of shown", () => {
  const state = start()
  loadPage(state, "chn_general", page([message(1, "bob")], { has_newer: true }), "fresh", state.cursor)
  hear(state, created(1, message(50, "bob")))
  expect(state.spans.chn_general?.ids).toEqual(["msg_1"])
  expect(state.spans.chn_general?.missed).toBe(1)
  loadPage(state, "chn_general", page([message(49, "bob"), message(50, "bob")]), "newer", state.cursor)
  expect(state.spans.chn_general).toMatchObject({ ids: ["msg_1", "msg_49", "msg_50"], hasNewer: false, missed: 0 })
})

test("older pages join at the start", () => {
  const state = start()
  loadPage(state, "chn_general", page([message(3, "bob")], { has_older: true }), "fresh", state.cursor)
  loadPage(state, "chn_general", page([message(1, "bob"), message(2, "bob")]), "older", state.cursor)
  expect(state.spans.chn_general).toMatchObject({ ids: ["msg_1", "msg_2", "msg_3"], hasOlder: false })
})

test("messages that arrive out of order stand in the order of their sequence", () => {
  const state = start()
  loadPage(state, "chn_general", page([]), "fresh", state.cursor)
  hear(state, created(1, message(2, "bob")), created(2, message(1, "bob")))
  expect(state.spans.chn_general?.ids).toEqual(["msg_1", "msg_2"])
})

test("the first message of an unknown conversation asks for the list of them", () => {
  const state = start()
  hear(state, created(1, message(1, "bob", { channel_id: undefined, direct_conversation_id: "dm_new" })))
  expect(state.stale.dms).toBe(true)
})

test("a place that was left keeps its newest messages and can load the older ones again", () => {
  const state = start()
  const many = Array.from({ length: 250 }, (_, at) => message(at + 1, "bob"))
  loadPage(state, "chn_general", page(many), "fresh", state.cursor)
  trim(state, "chn_general")
  expect(state.spans.chn_general?.ids.length).toBe(100)
  expect(state.spans.chn_general?.ids.at(-1)).toBe("msg_250")
  expect(state.spans.chn_general?.hasOlder).toBe(true)
  expect(state.messages.msg_1).toBeUndefined()
})
