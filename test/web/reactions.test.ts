import { expect, test } from "bun:test"
import { loadPage } from "../../web/state/messages.ts"
import { loadReactions, toggleReaction } from "../../web/state/reactions.ts"
import { cursor, event, hear, message, page, start, updated } from "./support.ts"

const reacted = (
  n: number,
  emoji: string,
  count: number,
  who = "bob",
  type: "reaction.added" | "reaction.removed" = "reaction.added",
) => event(n, { type, payload: { message_id: "msg_1", emoji, user_id: `usr_${who}`, count } })

const open = () => {
  const state = start()
  loadPage(state, "chn_general", page([message(1, "bob")]), "fresh", state.cursor)
  return state
}

test("reactions are counted, the most used first, mine marked", () => {
  const state = open()
  hear(state, reacted(1, "👀", 1), reacted(2, "🎉", 1), reacted(3, "🎉", 2, "ada"))
  expect(state.messages.msg_1?.reactions).toEqual([
    { emoji: "🎉", count: 2, reacted_by_me: true },
    { emoji: "👀", count: 1, reacted_by_me: false },
  ])
})

test("the last one taken back takes the chip with it", () => {
  const state = open()
  hear(state, reacted(1, "👀", 1), reacted(2, "👀", 0, "bob", "reaction.removed"))
  expect(state.messages.msg_1?.reactions).toEqual([])
})

test("my click shows at once and the event that follows does not count it twice", () => {
  const state = open()
  expect(toggleReaction(state, "msg_1", "👍")).toBe(true)
  hear(state, reacted(1, "👍", 1, "ada"))
  expect(state.messages.msg_1?.reactions).toEqual([{ emoji: "👍", count: 1, reacted_by_me: true }])
})

test("the answer to my click does not undo what somebody did after it", () => {
  const state = open()
  toggleReaction(state, "msg_1", "👍")
  hear(state, reacted(1, "👍", 1, "ada"), reacted(2, "👍", 2, "bob"))
  loadReactions(state, "msg_1", [{ emoji: "👍", count: 1, reacted_by_me: true }], cursor(1))
  expect(state.messages.msg_1?.reactions?.[0]?.count).toBe(2)
})

test("an edit keeps the reactions, though its event does not carry them", () => {
  const state = open()
  hear(state, reacted(1, "🎉", 1), updated(2, message(1, "bob", { body: "Better" })))
  expect(state.messages.msg_1).toMatchObject({ body: "Better", reactions: [{ emoji: "🎉" }] })
})

test("an older page does not hide a reaction", () => {
  const state = open()
  const asked = state.cursor
  hear(state, reacted(1, "🎉", 1))
  loadPage(state, "chn_general", page([message(1, "bob", { reactions: [] })]), "fresh", asked)
  expect(state.messages.msg_1?.reactions).toHaveLength(1)
})
