import type { Base } from "../base.ts"
import { markRead, readable } from "../state/reads.ts"
import { attempt } from "./attempt.ts"

/** How far I have read. The page moves at once; the server is told. */
export const createReads = ({ client, state, change, ui }: Base) => ({
  mark: async (place: string, seq = readable(state, place)?.last_seq ?? 0) => {
    const target = readable(state, place)
    if (!target || seq <= target.last_read_seq) return
    change((draft) => markRead(draft, place, seq))
    await attempt(ui, "Your place was not saved", () => client.reads.mark(place, seq))
  },
})
