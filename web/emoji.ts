import { list } from "./emoji.macro.ts" with { type: "macro" }

export type Emoji = { emoji: string; words: string; codes: string[] }

const all: Emoji[] = list().map((line) => {
  const [emoji = "", ...rest] = line.split(" ")
  const [words = "", codes = ""] = rest.join(" ").split("|")
  return { emoji, words, codes: codes.split(" ").filter(Boolean) }
})

/** Those whose words hold every word of the question. */
export const find = (question: string, limit: number) => {
  const words = question.toLowerCase().split(/\s+/).filter(Boolean)
  return all
    .filter((entry) =>
      words.every((word) => entry.words.includes(word) || entry.codes.some((code) => code.includes(word))),
    )
    .slice(0, limit)
}

/** The one that is called exactly so: `tada`. */
export const named = (code: string) => all.find((entry) => entry.codes.includes(code.toLowerCase()))

/** What a few letters after a colon may mean: by name first, then by any word; those used last before others. */
export const complete = (question: string, recent: string[], limit: number) => {
  const asked = question.toLowerCase()
  const words = asked.replaceAll("_", " ")
  const points = ({ emoji, words: its, codes }: Emoji) => {
    const found = codes.includes(asked)
      ? 4
      : codes.some((code) => code.startsWith(asked))
        ? 3
        : ` ${its}`.includes(` ${words}`)
          ? 2
          : codes.some((code) => code.includes(asked))
            ? 1
            : 0
    return found === 0 ? 0 : found + (recent.includes(emoji) ? 2 : 0)
  }
  return all
    .map((entry) => ({ entry, found: points(entry) }))
    .filter(({ found }) => found > 0)
    .sort((a, b) => b.found - a.found)
    .slice(0, limit)
    .map(({ entry }) => entry)
}
