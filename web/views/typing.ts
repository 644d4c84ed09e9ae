/** True when the caret stands inside an open ``` block: there Enter makes a line. */
export const inFence = (text: string, caret: number) => (text.slice(0, caret).match(/^```/gm) ?? []).length % 2 === 1

/** Puts signs around the selected words, or the caret between them. */
export const surround = (text: string, from: number, to: number, before: string, after: string) => ({
  text: text.slice(0, from) + before + text.slice(from, to) + after + text.slice(to),
  from: from + before.length,
  to: to + before.length,
})
