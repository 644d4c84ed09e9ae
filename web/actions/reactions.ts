import type { Base } from "../base.ts"
import { loadReactions, toggleReaction } from "../state/reactions.ts"
import { read, write } from "../storage.ts"
import { attempt } from "./attempt.ts"

const first = ["👍", "❤️", "😂", "🎉", "👀", "✅"]

/** Answers in one sign. */
export const createReactions = ({ client, change, ui }: Base) => {
  const remember = (emoji: string) => {
    const used = read<string[]>("emoji") ?? []
    write("emoji", [emoji, ...used.filter((one) => one !== emoji)].slice(0, 6))
  }

  return {
    /** Those used last, filled up with the usual ones. */
    quick: () => [...new Set([...(read<string[]>("emoji") ?? []), ...first])].slice(0, 6),
    toggle: async (id: string, emoji: string) => {
      let mine = false
      change((draft) => {
        mine = toggleReaction(draft, id, emoji)
      })
      if (mine) remember(emoji)
      const done = await attempt(
        ui,
        mine ? "Your reaction did not arrive" : "Your reaction is still there",
        async () => {
          const answer = mine ? await client.reactions.add(id, emoji) : await client.reactions.remove(id, emoji)
          change((draft) => loadReactions(draft, id, answer.reactions, answer.event.cursor))
        },
      )
      if (!done)
        change((draft) => {
          toggleReaction(draft, id, emoji)
        })
    },
  }
}
