type Candidate = { name: string; recent: number; unread: number }

/** How well a name answers a few letters; zero for not at all. */
const score = (name: string, question: string) => {
  const text = name.toLowerCase()
  if (text.startsWith(question)) return 4
  if (new RegExp(`[^a-z0-9]${question.replace(/[^\p{L}\p{N}]/gu, "\\$&")}`, "u").test(text)) return 3
  if (text.includes(question)) return 2
  let at = 0
  for (const sign of question) {
    at = text.indexOf(sign, at) + 1
    if (at === 0) return 0
  }
  return 1
}

/** The best answers first; without a question, what was open last. */
export const rank = <T extends Candidate>(all: T[], asked: string): T[] => {
  const question = asked.trim().toLowerCase().replace(/^[#@]/, "")
  const order = (a: T, b: T) =>
    a.recent - b.recent || Number(b.unread > 0) - Number(a.unread > 0) || a.name.localeCompare(b.name)
  if (question === "") return [...all].sort(order)
  return all
    .map((candidate) => ({ candidate, points: score(candidate.name, question) }))
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points || order(a.candidate, b.candidate))
    .map(({ candidate }) => candidate)
}
