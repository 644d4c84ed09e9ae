const boundary = /[A-Za-z0-9_@-]/
const handleAt = /[A-Za-z0-9_-]+/y
const urlAt = /(?:[a-z][a-z0-9+.-]*:\/\/|www\.)\S*/iy

const match = (pattern: RegExp, text: string, at: number): string | undefined => {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}

/** Where the letter next stands, for places that only grow: together they cost one reading of the text. */
const nextIn = (text: string, letter: string) => {
  let known = 0
  return (from: number): number => {
    if (known !== -1 && (known < from || known === 0)) known = text.indexOf(letter, from)
    return known
  }
}

/**
 * The handles that a text mentions, lower-cased, once each, in order (contract: realtime, "Mentions"). What stands in an
 * address or a Markdown link is no mention. Looks at each character a bounded number of times.
 */
export const mentionedHandles = (text: string): string[] => {
  if (!text.includes("@")) return []
  const found = new Set<string>()
  const closing = { "]": nextIn(text, "]"), ")": nextIn(text, ")") }
  let wordStart = true
  for (let at = 0; at < text.length; ) {
    const letter = text[at]!
    if (letter === "[") {
      const label = closing["]"](at)
      const target = label > at && text[label + 1] === "(" ? closing[")"](label + 2) : -1
      if (target > 0) {
        at = target + 1
        wordStart = true
        continue
      }
    }
    if (wordStart && /[a-z]/i.test(letter)) {
      const url = match(urlAt, text, at)
      if (url) {
        at += url.length
        wordStart = false
        continue
      }
    }
    if (letter === "@" && !(at > 0 && boundary.test(text[at - 1]!))) {
      const handle = match(handleAt, text, at + 1)
      if (handle) {
        found.add(handle.toLowerCase())
        at += 1 + handle.length
        wordStart = false
        continue
      }
    }
    wordStart = !/[A-Za-z0-9+.-]/.test(letter)
    at++
  }
  return [...found]
}
