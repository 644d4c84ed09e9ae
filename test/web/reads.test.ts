import { expect, test } from "bun:test"
import { loadChannels } from "../../web/state/channels.ts"
import { loadPage } from "../../web/state/messages.ts"
import { markRead } from "../../web/state/reads.ts"
import { channel, created, cursor, deleted, event, hear, message, page, reply, start } from "./support.ts"

const counts = (state: ReturnType<typeof start>) => {
  const { last_seq, last_read_seq, unread_count } = state.channels.chn_general ?? channel("none")
  return { last_seq, last_read_seq, unread_count }
}
const read = (n: number, seq: number, who = "ada") =>
  event(n, { type: "channel.read", seq, payload: { channel_id: "chn_general", user_id: `usr_${who}` } })

test("messages of others are unread; mine, replies and an agent's steps are not", () => {
  const state = start()
  hear(
    state,
    created(1, message(1, "bob")),
    created(2, message(2, "ada")),
    created(3, message(3, "bot", { kind: "agent_tool" })),
    event(4, {
      type: "thread.reply_created",
      payload: { message_id: "msg_reply_1", root_message_id: "msg_1", message: reply(1, "msg_1", "bob") },
    }),
    created(5, message(4, "bob")),
  )
  expect(counts(state)).toEqual({ last_seq: 4, last_read_seq: 0, unread_count: 2 })
})

test("a message that the list had counted already is not counted again by its event", () => {
  const state = start()
  loadChannels(state, [channel("general", { last_seq: 3, unread_count: 3 })], state.cursor)
  hear(state, created(1, message(3, "bob")), created(2, message(4, "bob")))
  expect(counts(state)).toEqual({ last_seq: 4, last_read_seq: 0, unread_count: 4 })
})

test("a deleted message is no longer unread", () => {
  const state = start()
  hear(state, created(1, message(1, "bob")), created(2, message(2, "bob")), deleted(3, message(1, "bob")))
  expect(counts(state).unread_count).toBe(1)
  hear(state, deleted(4, message(1, "bob")))
  expect(counts(state).unread_count).toBe(1)
})

test("a message that was deleted before it was heard of is never counted", () => {
  const state = start()
  const gone = message(1, "bob", { body: "", deleted_at: "2026-11-18T09:00:00.000Z" })
  hear(state, created(1, gone), deleted(2, gone))
  expect(counts(state).unread_count).toBe(0)
})

test("deleting what was never seen asks the server for the count", () => {
  const state = start({ last_seq: 9, unread_count: 5 })
  hear(state, deleted(1, message(7, "bob")))
  expect(state.stale.channels).toBe(true)
})

test("reading elsewhere moves the mark here, and counts what is left", () => {
  const state = start()
  loadPage(state, "chn_general", page([message(1, "bob"), message(2, "ada"), message(3, "bob")]), "fresh", cursor(0))
  state.channels.chn_general = channel("general", { last_seq: 3, unread_count: 2 })
  hear(state, read(1, 1))
  expect(counts(state)).toEqual({ last_seq: 3, last_read_seq: 1, unread_count: 1 })
  hear(state, read(2, 3))
  expect(counts(state)).toEqual({ last_seq: 3, last_read_seq: 3, unread_count: 0 })
})

test("the mark never goes back, and another person's is not mine", () => {
  const state = start({ last_seq: 5, last_read_seq: 5 })
  hear(state, read(1, 2), read(2, 9, "bob"))
  expect(counts(state)).toEqual({ last_seq: 5, last_read_seq: 5, unread_count: 0 })
})

test("an older list does not make read messages unread again", () => {
  const state = start({ last_seq: 5, unread_count: 5 })
  const asked = state.cursor
  markRead(state, "chn_general", 5)
  loadChannels(state, [channel("general", { last_seq: 5, unread_count: 5 })], asked)
  expect(counts(state)).toEqual({ last_seq: 5, last_read_seq: 5, unread_count: 0 })
})

test("an older list does not forget what an event has counted since", () => {
  const state = start()
  const asked = state.cursor
  hear(state, created(1, message(1, "bob")))
  loadChannels(state, [channel("general")], asked)
  expect(counts(state)).toEqual({ last_seq: 1, last_read_seq: 0, unread_count: 1 })
})
