import { createSignal } from "solid-js"
import type { SearchHit } from "../../sdk/index.ts"

export type Found = { hits: SearchHit[]; next: string | null; question: string }

/** What was asked last, and what came: it outlives the pane, so that a look at a thread loses nothing. */
export const createSearchMemory = () => {
  const [question, setQuestion] = createSignal("")
  const [scope, setScope] = createSignal("")
  const [found, setFound] = createSignal<Found>()
  const [current, setCurrent] = createSignal("")
  const memory = { workspace: "", top: 0 }
  return {
    question,
    setQuestion,
    scope,
    setScope,
    found,
    setFound,
    current,
    setCurrent,
    memory,
    forget: () => {
      setQuestion("")
      setScope("")
      setFound(undefined)
      setCurrent("")
      memory.top = 0
    },
  }
}

export type SearchMemory = ReturnType<typeof createSearchMemory>
