import { expireProgress } from "./progress.ts"
import type { Draft, EventOf, Reducers } from "./types.ts"

/** Who typed is forgotten after so many milliseconds without a word. */
export const typingFor = 5000

const place = ({ payload }: EventOf<"typing.started" | "typing.stopped">) =>
  payload.channel_id ?? payload.direct_conversation_id ?? ""

/** Takes out those whose time has come; gives the moment at which the next one goes. */
export const expire = (draft: Draft, now: number): number | undefined => {
  let next = expireProgress(draft, now)
  for (const [key, people] of Object.entries(draft.typing)) {
    for (const [user, until] of Object.entries(people)) {
      if (until <= now) delete people[user]
      else next = Math.min(next ?? until, until)
    }
    if (Object.keys(people).length === 0) delete draft.typing[key]
  }
  return next
}

/** Somebody typed at `now`; the clock is ours, as that of the server may differ. */
export const typed = (draft: Draft, key: string, user: string, now: number) => {
  if (user !== draft.me?.id) draft.typing[key] = { ...draft.typing[key], [user]: now + typingFor }
}

export const typing: Reducers = {
  "typing.started": (draft, event) => typed(draft, place(event), event.payload.user_id, Date.now()),
  "typing.stopped": (draft, event) => {
    const people = draft.typing[place(event)]
    if (people) delete people[event.payload.user_id]
  },
}
