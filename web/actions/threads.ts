import { isApiError } from "../../sdk/index.ts"
import type { Base } from "../base.ts"
import { type Direction, spanOf } from "../state/messages.ts"
import { loadThread } from "../state/threads.ts"

const page = 60

/** Reading a thread; replies go through the outbox. */
export const createThreads = ({ client, state, change }: Base) => {
  const busy = new Set<string>()

  const fetchPage = async (root: string, query: Record<string, number | boolean>, to: Direction) => {
    const key = `${root}:${to}`
    if (busy.has(key)) return
    busy.add(key)
    const { workspaceId, cursor } = state
    change((draft) => void spanOf(draft.threads, root))
    try {
      const answer = await client.threads.open(root, { limit: page, ...query })
      if (state.workspaceId === workspaceId) change((draft) => loadThread(draft, answer, to, cursor))
    } catch (error) {
      if (!isApiError(error)) throw error
      change((draft) => {
        const span = draft.threads[root]
        if (span && span.ids.length === 0) span.state = "failed"
      })
    } finally {
      busy.delete(key)
    }
  }

  const seqAt = (root: string, at: 0 | -1) => {
    const id = state.threads[root]?.ids.at(at)
    return (id && state.messages[id]?.thread_seq) || 0
  }

  return {
    latest: (root: string) => fetchPage(root, { latest: true }, "fresh"),
    around: (root: string, seq: number) => fetchPage(root, { around_seq: Math.max(1, seq) }, "fresh"),
    older: (root: string) => fetchPage(root, { before_seq: seqAt(root, 0) }, "older"),
    newer: (root: string) => fetchPage(root, { after_seq: seqAt(root, -1) }, "newer"),
  }
}
