import type { Document, Row } from "../store/index.ts"
import type { Deps } from "./deps.ts"
import { wordsOf } from "./words.ts"

/** What changes how a message is found. */
const told = new Set(["message.created", "message.updated", "message.deleted", "thread.reply_created"])
const batch = 500

/** True for events after which the index lags behind. */
export const isFindable = (type: string): boolean => told.has(type)

/** What the index knows of a place or workspace: its id without the prefix. */
export const scopeOf = (id: string): string => id.slice(id.indexOf("_") + 1)

/** Deleted messages and what agents do have no words. */
const documentOf = ({ n, body, kind, deleted_at, workspace_id, place_id }: Row<"messages">): Document => ({
  n,
  words: deleted_at || kind !== "message" ? [] : wordsOf(body).map(({ text }) => text),
  scopes: [scopeOf(workspace_id), scopeOf(place_id)],
})

/**
 * Keeps the index of words up with the logs. It is a reader of the log like any other, so that no commit waits for it;
 * who asks waits until it has come as far as the log was when they asked.
 */
export const searchIndex = ({ store }: Pick<Deps, "store">) => {
  const running = new Map<string, Promise<void>>()

  /** Goes one step on in the log: "end", "more", or "gap" where events are missing that were never read. */
  const step = (workspaceId: string): Promise<"end" | "more" | "gap"> =>
    store.write(null, async (tx) => {
      const head = await tx.workspaces.head(workspaceId)
      if (head === undefined) return "end"
      const place = await tx.search.hold(workspaceId)
      if (place >= head) return "end"
      const changes = await tx.search.changes(workspaceId, place, batch)
      if (changes[0]?.place !== place + 1) return "gap"
      const ids = new Set(changes.flatMap(({ type, object_id }) => (object_id && told.has(type) ? [object_id] : [])))
      await tx.search.put((await tx.messages.byIds([...ids])).map(documentOf))
      await tx.search.advance(workspaceId, changes.at(-1)!.place)
      return changes.length < batch ? "end" : "more"
    })

  /** Reads all messages of a workspace again: its log was cut, or it came from elsewhere. */
  const rebuild = async (workspaceId: string): Promise<void> => {
    const head = (await store.read.workspaces.head(workspaceId)) ?? 0
    for (let after = 0; ; ) {
      const rows = await store.write(null, async (tx) => {
        const rows = await tx.search.scan(workspaceId, after, batch)
        await tx.search.put(rows.map(documentOf))
        return rows
      })
      if (rows.length < batch) break
      after = rows.at(-1)!.n
    }
    await store.write(null, async (tx) => {
      if ((await tx.workspaces.head(workspaceId)) === undefined) return
      if ((await tx.search.hold(workspaceId)) < head) await tx.search.advance(workspaceId, head)
    })
  }

  const run = async (workspaceId: string): Promise<void> => {
    for (let state = await step(workspaceId); state !== "end"; state = await step(workspaceId))
      if (state === "gap") await rebuild(workspaceId)
  }

  /** Goes on to the end of the log; whoever asks meanwhile waits for the same run. */
  const catchUp = (workspaceId: string): Promise<void> => {
    const going = running.get(workspaceId) ?? run(workspaceId).finally(() => running.delete(workspaceId))
    running.set(workspaceId, going)
    return going
  }

  return {
    catchUp,

    /** Resolves when everything that is committed now can be found. */
    reach: async (workspaceId: string): Promise<void> => {
      const head = (await store.read.workspaces.head(workspaceId)) ?? 0
      while ((await store.read.search.place(workspaceId)) < head) await catchUp(workspaceId)
    },

    /** The workspaces that were not read to the end when the server stopped. */
    behind: () => store.read.search.behind(),
  }
}
