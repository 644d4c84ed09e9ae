import type { Base } from "../base.ts"
import { readAll, write } from "../storage.ts"

/** What is written and not sent, one for each place and thread, kept on this device. */
export const createDrafts = ({ state, change }: Base) => {
  const key = (place: string) => `draft:${state.me?.id ?? ""}:${place}`
  return {
    set: (place: string, text: string) => {
      change((draft) => {
        if (text === "") delete draft.drafts[place]
        else draft.drafts[place] = text
      })
      write(key(place), text === "" ? undefined : text)
    },
    /** Those of an earlier page. */
    restore: () => {
      const start = key("")
      const saved = readAll<string>(start).map(([name, text]) => [name.slice(start.length), text])
      change((draft) => {
        draft.drafts = { ...Object.fromEntries(saved), ...draft.drafts }
      })
    },
  }
}
