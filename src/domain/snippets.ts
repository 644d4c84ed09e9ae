import type { Term } from "../store/index.ts"
import { type Word, wordsOf } from "./words.ts"

/** About so many words stand in a snippet, a quarter of them before what was found. */
const snippetWords = 32
/** And not more than so many UTF-16 units, however long the words. */
const snippetUnits = 400

type Span = { start: number; end: number }

/** The words that belong to an occurrence of a term. */
const matchesIn = (words: Word[], terms: Term[]): boolean[] => {
  const matched = new Array<boolean>(words.length).fill(false)
  const fits = (term: Term, at: number) =>
    term.words.every((wanted, offset) => {
      const text = words[at + offset]?.text
      const last = offset === term.words.length - 1
      return last && term.prefix ? text?.startsWith(wanted) : text === wanted
    })
  for (let at = 0; at < words.length; at++)
    for (const term of terms) if (fits(term, at)) matched.fill(true, at, at + term.words.length)
  return matched
}

/** Where the snippet begins: among the first places, the one from which it shows the most of what was found. */
const bestStart = (words: Word[], matched: boolean[]): number => {
  let [best, most, tried] = [0, 0, 0]
  for (let at = 0; at < words.length && tried < 100; at++) {
    if (!matched[at]) continue
    tried++
    const start = Math.max(0, at - snippetWords / 4)
    const shown = new Set(
      words.slice(start, start + snippetWords).flatMap((word, offset) => (matched[start + offset] ? [word.text] : [])),
    )
    if (shown.size > most) [best, most] = [start, shown.size]
  }
  return best
}

/** Not inside of a pair of surrogates. */
const atPoint = (text: string, unit: number): number => (/[\udc00-\udfff]/.test(text[unit] ?? "") ? unit - 1 : unit)

const pointsIn = (text: string): number => [...text].length

/** A piece of the text around what was found, and where that stands in it, in code points. */
export const snippetOf = (text: string, terms: Term[]): { snippet: string; highlights: Span[] } => {
  const words = wordsOf(text)
  const matched = matchesIn(words, terms)
  const first = bestStart(words, matched)
  const found = words[Math.max(first, matched.indexOf(true, first))] ?? { start: 0, end: 0 }
  const last = words[first + snippetWords - 1]
  // Long words and long gaps count too: what was found stays in sight.
  const start =
    first === 0 && found.start < snippetUnits / 2
      ? 0
      : atPoint(text, Math.max(words[first]!.start, found.start - snippetUnits / 4))
  const end = atPoint(text, Math.min(last ? last.end : text.length, start + snippetUnits))
  const before = start > 0 ? "…" : ""
  const snippet = `${before}${text.slice(start, end)}${end < text.length ? "…" : ""}`

  const highlights: Span[] = []
  let [unit, point] = [start, before.length]
  const pointAt = (to: number) => {
    point += pointsIn(text.slice(unit, to))
    unit = to
    return point
  }
  words.forEach((word, index) => {
    if (!matched[index] || word.start < start || word.start >= end) return
    const span = { start: pointAt(word.start), end: pointAt(Math.min(word.end, end)) }
    const previous = highlights.at(-1)
    if (previous?.end === span.start) previous.end = span.end
    else highlights.push(span)
  })
  return { snippet, highlights }
}
