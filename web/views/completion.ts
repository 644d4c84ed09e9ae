import { inFence, mentionAt } from "./typing.ts"

export type Trigger = { kind: "@" | "#" | ":" | "/"; from: number; to: number; query: string }

/** What is being written at the caret, if it is something that can be completed. Code is left alone. */
export const triggerAt = (text: string, caret: number): Trigger | undefined => {
  if (inFence(text, caret)) return undefined
  const before = text.slice(0, caret)
  const command = /^\/([A-Za-z0-9_-]{0,32})$/.exec(before)
  if (command) return { kind: "/", from: 0, to: caret, query: (command[1] ?? "").toLowerCase() }
  const line = before.slice(before.lastIndexOf("\n") + 1)
  if ((line.match(/`/g) ?? []).length % 2 === 1) return undefined
  const person = mentionAt(text, caret)
  if (person) return { kind: "@", to: caret, ...person }
  const channel = /(?:^|[\s(])#([\p{L}\p{N}_-]{0,80})$/u.exec(before)?.[1]
  if (channel !== undefined)
    return { kind: "#", from: caret - channel.length - 1, to: caret, query: channel.toLowerCase() }
  const emoji = /(?:^\+?|[\s(]):([A-Za-z0-9_+-]{2,30}:?)$/.exec(before)?.[1]
  return emoji === undefined ? undefined : { kind: ":", from: caret - emoji.length - 1, to: caret, query: emoji }
}

/** How long ago somebody wrote here: 1 for the last author, larger for earlier ones. */
export const recency = (authors: string[]) => {
  const order = new Map<string, number>()
  for (const author of [...authors].reverse()) if (!order.has(author)) order.set(author, order.size + 1)
  return (id: string) => order.get(id) ?? Number.POSITIVE_INFINITY
}
