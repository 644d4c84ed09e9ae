import { expect, test } from "bun:test"
import { snippetOf } from "../src/domain/snippets.ts"
import { termsOf, wordsOf } from "../src/domain/words.ts"

const texts = (text: string) => wordsOf(text).map((word) => word.text)
const shown = (text: string, query: string) => {
  const { snippet, highlights } = snippetOf(text, termsOf(query))
  const points = [...snippet]
  return { snippet, marked: highlights.map(({ start, end }) => points.slice(start, end).join("")) }
}

test("words are folded: no case, no accents, no punctuation", () => {
  expect(texts("Größe, İSTANBUL; foo-bar v2.1 Ελλάδα!")).toEqual([
    "große",
    "istanbul",
    "foo",
    "bar",
    "v2",
    "1",
    "ελλαδα",
  ])
  expect(texts("ASCII only, 100%")).toEqual(["ascii", "only", "100"])
})

test("signs of scripts without spaces and emoji are words of their own", () => {
  expect(texts("東京タワー 🦀")).toEqual(["東", "京", "タ", "ワ", "ー", "🦀"])
  expect(termsOf("東京 🦀 & foo-bar")).toEqual([
    { words: ["東", "京"], prefix: false },
    { words: ["🦀"], prefix: false },
    { words: ["foo", "bar"], prefix: true },
  ])
})

test("the places of words are those of the text as it was written", () => {
  const text = "🦀 Größe ﬁne"
  expect(wordsOf(text).map(({ start, end }) => text.slice(start, end))).toEqual(["🦀", "Größe", "ﬁne"])
})

test("a text of a mebibyte does not take long and is not indexed without end", () => {
  expect(wordsOf("x y ".repeat(262_144))).toHaveLength(20_000)
})

test("a snippet marks what was found, in code points", () => {
  expect(shown("🦀🦀 größer crab 🦀 crab", "crab")).toEqual({
    snippet: "🦀🦀 größer crab 🦀 crab",
    marked: ["crab", "crab"],
  })
  expect(shown("wir fahren nach 東京タワー", "東京").marked).toEqual(["東京"])
  expect(shown("foo, bar and foo-bar", "foo-bar").marked).toEqual(["foo", "bar", "foo", "bar"])
  expect(shown("bar foo", "foo-bar").marked).toEqual([])
})

test("a snippet of a long text stands around what was found and says where it was cut", () => {
  const { snippet, marked } = shown(`${"before ".repeat(200)}needle ${"after ".repeat(200)}`, "needle")
  expect(marked).toEqual(["needle"])
  expect(snippet).toMatch(/^…before .*needle after.*…$/)
  expect([...snippet].length).toBeLessThan(420)
})

test("a snippet shows most of the words where they stand together", () => {
  const { marked } = shown(`apple ${"filler ".repeat(100)}apple pear`, "pear apple")
  expect(marked).toEqual(["apple", "pear"])
})

test("long words and long gaps do not make long snippets", () => {
  for (const text of [
    `${"-".repeat(5_000)} crab`,
    "crab".padEnd(5_000, "🦀"),
    `${"🦀".repeat(3_000)}crab${"🦀".repeat(3_000)}`,
  ]) {
    const { snippet, marked } = shown(text, "crab")
    expect(marked).toEqual(["crab"])
    expect([...snippet].length).toBeLessThan(420)
    expect(snippet).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/)
  }
})
