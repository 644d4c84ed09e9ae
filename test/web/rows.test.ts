import { expect, test } from "bun:test"
import { handlesFor } from "../../web/actions/handle.ts"
import { loadPage } from "../../web/state/messages.ts"
import { expire, typed, typingFor } from "../../web/state/typing.ts"
import { rank } from "../../web/views/match.ts"
import { rowsOf } from "../../web/views/rows.ts"
import { inFence, mentionAt, suggest, surround } from "../../web/views/typing.ts"
import { message, page, start } from "./support.ts"

const at = (minute: number) => new Date(2026, 10, 18, 9, minute).toISOString()

test("messages of one person within five minutes are grouped; a pause, a day or the New line parts them", () => {
  const state = start()
  const list = [
    message(1, "bob", { created_at: at(0) }),
    message(2, "bob", { created_at: at(4) }),
    message(3, "bob", { created_at: at(20) }),
    message(4, "eve", { created_at: at(21) }),
    message(5, "eve", { created_at: at(22) }),
    message(6, "eve", { created_at: new Date(2026, 10, 19, 0, 1).toISOString() }),
  ]
  loadPage(state, "chn_general", page(list), "fresh", state.cursor)
  const rows = [...rowsOf(state, state.spans.chn_general?.ids ?? [], [], 4).values()]
  expect(rows.map((row) => row.grouped)).toEqual([false, true, false, false, false, false])
  expect(rows.map((row) => row.isNew)).toEqual([false, false, false, false, true, false])
  expect(rows.map((row) => row.opensDay)).toEqual([true, false, false, false, false, true])
})

test("the New line stands above the first message of somebody else", () => {
  const state = start()
  loadPage(state, "chn_general", page([message(1, "bob"), message(2, "ada"), message(3, "bob")]), "fresh", state.cursor)
  const rows = [...rowsOf(state, state.spans.chn_general?.ids ?? [], [], 1).values()]
  expect(rows.map((row) => row.isNew)).toEqual([false, false, true])
})

test("who typed is forgotten by itself", () => {
  const state = start()
  typed(state, "chn_general", "usr_bob", 1000)
  typed(state, "chn_general", "usr_ada", 1000)
  expect(Object.keys(state.typing.chn_general ?? {})).toEqual(["usr_bob"])
  expect(expire(state, 1000 + typingFor - 1)).toBe(1000 + typingFor)
  expect(expire(state, 1000 + typingFor)).toBeUndefined()
  expect(state.typing).toEqual({})
})

test("the switcher puts beginnings before middles and what was open last first", () => {
  const one = (name: string, recent = 99) => ({ name, recent, unread: 0 })
  const all = [one("incidents"), one("design"), one("deploys", 0), one("Jonas")]
  expect(rank(all, "de").map((each) => each.name)).toEqual(["deploys", "design", "incidents"])
  expect(rank(all, "#des")[0]?.name).toBe("design")
  expect(rank(all, "")[0]?.name).toBe("deploys")
  expect(rank(all, "(")).toEqual([])
})

test("inside an open code block Enter makes a line", () => {
  expect(inFence("```\nconst a", 11)).toBe(true)
  expect(inFence("```\nconst a\n```\n", 16)).toBe(false)
})

test("formatting goes around the selected words", () => {
  expect(surround("make it bold", 8, 12, "**", "**")).toEqual({ text: "make it **bold**", from: 10, to: 14 })
})

test("an @ at the start of a word asks for people, an e-mail address does not", () => {
  expect(mentionAt("hello @bo", 9)).toEqual({ from: 6, query: "bo" })
  expect(mentionAt("@", 1)).toEqual({ from: 0, query: "" })
  expect(mentionAt("ada@example", 11)).toBeUndefined()
  expect(mentionAt("@bob is here", 12)).toBeUndefined()
})

test("people are found by handle before name, and nobody without a handle", () => {
  const person = (handle: string, display_name: string) => ({ handle, display_name })
  const all = [person("zoe", "Bo Zoe"), person("bob", "Robert"), person("", "Bo Gone"), person("eve", "Eve")]
  expect(suggest(all, "bo").map((each) => each.handle)).toEqual(["bob", "zoe"])
})

test("a newcomer is offered a handle made of their name", () => {
  expect(handlesFor("Zoë Okafor").slice(0, 2)).toEqual(["zoe", "zoe-okafor"])
  expect(handlesFor("李")).toEqual([])
})
