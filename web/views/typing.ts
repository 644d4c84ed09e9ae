/** True when the caret stands inside an open ``` block: there Enter makes a line. */
export const inFence = (text: string, caret: number) => (text.slice(0, caret).match(/^```/gm) ?? []).length % 2 === 1

/** Puts signs around the selected words, or the caret between them. */
export const surround = (text: string, from: number, to: number, before: string, after: string) => ({
  text: text.slice(0, from) + before + text.slice(from, to) + after + text.slice(to),
  from: from + before.length,
  to: to + before.length,
})

/** The handle that is being written at the caret, and where its @ stands. */
export const mentionAt = (text: string, caret: number) => {
  const found = /(?:^|[^A-Za-z0-9_@-])@([A-Za-z0-9_-]{0,40})$/.exec(text.slice(0, caret))
  const query = found?.[1]
  return query === undefined ? undefined : { from: caret - query.length - 1, query: query.toLowerCase() }
}

type Person = { handle: string; display_name: string }

/** Those whom a few letters may mean: by handle first, then by any word of the name; who wrote last before others. */
export const suggest = <T extends Person>(
  people: T[],
  query: string,
  limit = 6,
  recent: (person: T) => number = () => 0,
): T[] => {
  const points = (person: T) => {
    if (person.handle.toLowerCase().startsWith(query)) return 2
    return person.display_name
      .toLowerCase()
      .split(/\s+/)
      .some((word) => word.startsWith(query))
      ? 1
      : 0
  }
  return people
    .filter((person) => person.handle !== "" && points(person) > 0)
    .sort(
      (a, b) => points(b) - points(a) || order(recent(a), recent(b)) || a.display_name.localeCompare(b.display_name),
    )
    .slice(0, limit)
}

/** Also where both are endless. */
const order = (a: number, b: number) => (a === b ? 0 : a - b)
