import { expect, test } from "bun:test"
import { complete, named } from "../../web/emoji.ts"
import { loadCommands, splitCommand } from "../../web/state/commands.ts"
import { recency, triggerAt } from "../../web/views/completion.ts"
import { suggest } from "../../web/views/typing.ts"
import { type Edit, linkOver, tableFrom, toggle, toggleCode } from "../../web/views/writing.ts"
import { event, hear, start } from "./support.ts"

const at = (text: string) => triggerAt(text, text.length)
const after = (text: string, { from, to, text: words, select }: Edit) => {
  const whole = text.slice(0, from) + words + text.slice(to)
  return [whole, whole.slice(...select)]
}

test("@, #, : and / ask for completion where a word begins, a slash only at the start", () => {
  expect(at("hi @bo")).toMatchObject({ kind: "@", from: 3, query: "bo" })
  expect(at("see #Inc")).toMatchObject({ kind: "#", from: 4, query: "inc" })
  expect(at("well :tad")).toMatchObject({ kind: ":", from: 5, query: "tad" })
  expect(at(":tada:")).toMatchObject({ kind: ":", query: "tada:" })
  expect(at("/dep")).toMatchObject({ kind: "/", from: 0, query: "dep" })
  for (const text of ["either/or", "issue#4", "at 10:30", ":t", "/dep now", "a@b", "/usr/bin"])
    expect(at(text)).toBeUndefined()
})

test("code is not completed", () => {
  expect(at("```\n@bo")).toBeUndefined()
  expect(at("run `@bo")).toBeUndefined()
  expect(at("run `x` @bo")).toMatchObject({ kind: "@" })
})

test("who wrote last is offered first, oneself last", () => {
  const person = (id: string) => ({ id, handle: id, display_name: id })
  const people = ["ada", "bob", "eve", "zoe"].map(person)
  const recent = recency(["bob", "zoe", "bob", "eve"])
  const order = suggest(people, "", 8, ({ id }) => (id === "ada" ? Number.POSITIVE_INFINITY : recent(id)))
  expect(order.map(({ id }) => id)).toEqual(["eve", "bob", "zoe", "ada"])
})

test("emoji are found by name before words, those used last first", () => {
  expect(complete("tada", [], 3)[0]?.emoji).toBe("🎉")
  expect(complete("hear", ["💚"], 8)[0]?.emoji).toBe("💚")
  expect(complete("thumbs", [], 8).map(({ emoji }) => emoji)).toContain("👍️")
  expect(named("tada")?.emoji).toBe("🎉")
  expect(named("nothing_at_all")).toBeUndefined()
})

test("completing an emoji takes far less than a frame", () => {
  const began = performance.now()
  for (let n = 0; n < 20; n += 1) complete("he", [], 8)
  expect((performance.now() - began) / 20).toBeLessThan(50)
})

test("a registered command counts before one of a bot's menu; a revoked one does not", () => {
  const state = start()
  const registered = { command: "/deploy", description: "", bot_user_id: "usr_bot" }
  const menu = (command: string) => ({ command, description: "Menu", args_hint: "", bot: { id: "usr_other" } })
  loadCommands(
    state,
    [registered, { ...registered, command: "/old", revoked_at: "2026-11-18T09:00:00Z" }],
    [menu("/status"), menu("/deploy")],
  )
  expect(state.commands.list.map(({ name, registered }) => [name, registered])).toEqual([
    ["/deploy", true],
    ["/status", false],
  ])
  hear(state, event(1, { type: "bot_command.updated", payload: { workspace_id: "wsp_sea", bot_user_id: "usr_other" } }))
  expect(state.commands.known).toBe(false)
})

test("a command is its first word, a path is none", () => {
  expect(splitCommand("/Deploy  to production")).toEqual({ name: "/deploy", text: "to production" })
  expect(splitCommand("/status")).toEqual({ name: "/status", text: "" })
  expect(splitCommand("/usr/bin is full")).toBeUndefined()
})

test("a formatting key puts its signs around the words, and takes them away again", () => {
  expect(after("make it bold", toggle("make it bold", 8, 12, "**"))).toEqual(["make it **bold**", "bold"])
  expect(after("make it **bold**", toggle("make it **bold**", 10, 14, "**"))).toEqual(["make it bold", "bold"])
  expect(after("~~gone~~", toggle("~~gone~~", 0, 8, "~~"))).toEqual(["gone", "gone"])
  expect(after("one two", toggle("one two", 0, 4, "_"))).toEqual(["_one_ two", "one"])
  expect(after("", toggle("", 0, 0, "**"))).toEqual(["****", ""])
})

test("several lines become a block of code", () => {
  expect(after("a\nb", toggleCode("a\nb", 0, 3))).toEqual(["```\na\nb\n```", "a\nb"])
  expect(after("a b", toggleCode("a b", 2, 3))).toEqual(["a `b`", "b"])
})

test("an address over words is a link, over an address or lines it is a paste", () => {
  expect(linkOver("the plan", "https://example.org/a")).toBe("[the plan](https://example.org/a)")
  expect(linkOver("", "https://example.org")).toBeUndefined()
  expect(linkOver("https://a.example", "https://b.example")).toBeUndefined()
  expect(linkOver("the plan", "not an address")).toBeUndefined()
})

test("cells of a sheet become a table", () => {
  expect(tableFrom("pier\tdepth\r\n1\t4|5\r\n")).toBe("| pier | depth |\n| --- | --- |\n| 1 | 4\\|5 |")
  expect(tableFrom("only one line\twith a tab")).toBeUndefined()
})
