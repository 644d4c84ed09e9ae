import { list } from "./emoji.macro.ts" with { type: "macro" }

const all = list().map((line) => {
  const space = line.indexOf(" ")
  return { emoji: line.slice(0, space), words: line.slice(space + 1) }
})

/** Those whose words hold every word of the question. */
export const find = (question: string, limit: number) => {
  const words = question.toLowerCase().split(/\s+/).filter(Boolean)
  return all.filter((entry) => words.every((word) => entry.words.includes(word))).slice(0, limit)
}
