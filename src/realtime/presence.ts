import type { Signal } from "../store/index.ts"

/** How long another node's word holds; it repeats it more often than that. */
const staleMs = 75_000

/** People by workspace, and for each person something counted by a key. */
type Book = Map<string, Map<string, Map<string, number>>>

const entry = <Value>(map: Map<string, Value>, key: string, make: () => Value): Value => {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}

const pageOf = (book: Book, workspaceId: string, userId: string): Map<string, number> =>
  entry(
    entry(book, workspaceId, () => new Map()),
    userId,
    () => new Map(),
  )

/**
 * Who has a socket open: here, and on the other nodes, which say so when somebody comes or goes and again every half minute.
 * `tell` speaks to the sockets of this node, `announce` to the other nodes.
 */
export const createPresence = (tell: (signal: Signal) => void, announce: (signal: Signal) => void) => {
  const node = crypto.randomUUID()
  const here: Book = new Map()
  const elsewhere: Book = new Map()

  const forget = (book: Book, workspaceId: string, userId: string) => {
    const people = book.get(workspaceId)
    people?.delete(userId)
    if (people?.size === 0) book.delete(workspaceId)
  }
  const isHere = (workspaceId: string, userId: string) => here.get(workspaceId)?.has(userId) === true
  const isElsewhere = (workspaceId: string, userId: string) => elsewhere.get(workspaceId)?.has(userId) === true
  const change = (workspace_id: string, user_id: string, status: "online" | "offline") =>
    tell({ type: "presence.changed", workspace_id, payload: { user_id, status }, coming_and_going: true })
  const say = (type: "presence.here" | "presence.gone", workspace_id: string, user_ids: string[]) =>
    announce({ type, workspace_id, node, user_ids })

  /** Takes away what a node says no longer, or has not repeated. */
  const strike = (workspaceId: string, userId: string, key: string) => {
    const page = elsewhere.get(workspaceId)?.get(userId)
    if (!page?.delete(key) || page.size > 0) return
    forget(elsewhere, workspaceId, userId)
    if (!isHere(workspaceId, userId)) change(workspaceId, userId, "offline")
  }

  return {
    /** One more socket of this person. */
    opened: (workspaceId: string, userId: string) => {
      const page = pageOf(here, workspaceId, userId)
      page.set("sockets", (page.get("sockets") ?? 0) + 1)
      if (page.get("sockets") !== 1) return
      say("presence.here", workspaceId, [userId])
      if (!isElsewhere(workspaceId, userId)) change(workspaceId, userId, "online")
    },

    /** One socket less. */
    closed: (workspaceId: string, userId: string) => {
      const sockets = (here.get(workspaceId)?.get(userId)?.get("sockets") ?? 0) - 1
      if (sockets > 0) return void pageOf(here, workspaceId, userId).set("sockets", sockets)
      forget(here, workspaceId, userId)
      say("presence.gone", workspaceId, [userId])
      if (!isElsewhere(workspaceId, userId)) change(workspaceId, userId, "offline")
    },

    /** True when the signal was another node's word on who is there. */
    heard: ({ type, workspace_id, node: from, user_ids }: Signal): boolean => {
      if (type !== "presence.here" && type !== "presence.gone") return false
      for (const userId of user_ids as string[]) {
        if (type === "presence.gone") strike(workspace_id, userId, String(from))
        else {
          const known = isHere(workspace_id, userId) || isElsewhere(workspace_id, userId)
          pageOf(elsewhere, workspace_id, userId).set(String(from), Date.now())
          if (!known) change(workspace_id, userId, "online")
        }
      }
      return true
    },

    /** Repeats to the other nodes who is here, and forgets whom a node that is gone had. */
    beat: () => {
      for (const [workspaceId, people] of here) say("presence.here", workspaceId, [...people.keys()])
      const old = Date.now() - staleMs
      for (const [workspaceId, people] of elsewhere)
        for (const [userId, page] of people)
          for (const [key, at] of page) if (at < old) strike(workspaceId, userId, key)
    },

    online: (workspaceId: string): string[] => [
      ...new Set([...(here.get(workspaceId)?.keys() ?? []), ...(elsewhere.get(workspaceId)?.keys() ?? [])]),
    ],
  }
}
