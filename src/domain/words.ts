import type { Term } from "../store/index.ts"

/** How texts are cut into words, on both engines alike: what is indexed, what is asked for and what is highlighted. */

export type Word = {
  /** Folded: lower case, without accents. */
  text: string
  /** Where it stands in the text, in UTF-16 units. */
  start: number
  end: number
}

/** More words than these of one message are not indexed. */
const mostWords = 20_000
const mostUnits = 200_000
/** Longer words are told apart by their beginning. */
const wordLength = 64

const ascii = /[a-z0-9]+/g
/**
 * Words of other scripts. Where a script has no spaces, each sign is a word of its own, and a term of several signs is
 * found where they stand in a row. Emoji are words too.
 */
const signs = String.raw`\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}`
const letters = String.raw`[[\p{L}\p{N}\p{Co}]--[${signs}]]`
const anyWord = new RegExp(`[${signs}]\\p{M}*|\\p{Extended_Pictographic}|${letters}(?:${letters}|\\p{M})*`, "gv")

const isAscii = (text: string): boolean => !/\P{ASCII}/u.test(text)

const fold = (word: string): string => {
  if (isAscii(word)) return word.toLowerCase()
  if (/^\p{Extended_Pictographic}/u.test(word)) return word
  return word
    .normalize("NFKD")
    .replace(/[^\p{L}\p{N}\p{Co}]/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{Co}]/gu, "")
}

/** The words of a text with their places. */
export const wordsOf = (text: string): Word[] => {
  const words: Word[] = []
  const plain = isAscii(text)
  let units = 0
  for (const { 0: found, index } of (plain ? text.toLowerCase() : text).matchAll(plain ? ascii : anyWord)) {
    const folded = (plain ? found : fold(found)).slice(0, wordLength)
    if (folded === "") continue
    units += folded.length
    if (words.length >= mostWords || units > mostUnits) break
    words.push({ text: folded, start: index, end: index + found.length })
  }
  return words
}

/** A word of so many letters is found by its beginning too; a shorter beginning would find nearly everything. */
const prefixLength = 3

/**
 * What somebody searches for: each term as the words that must stand in a row, the last of them perhaps only begun. Terms
 * without a word are passed over.
 */
export const termsOf = (query: string): Term[] =>
  query
    .split(/\s+/)
    .map((term) => wordsOf(term).map((word) => word.text))
    .filter((words) => words.length > 0)
    .map((words) => ({ words, prefix: words.at(-1)!.length >= prefixLength }))
