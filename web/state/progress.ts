import type { Draft, EventOf, Reducers } from "./types.ts"

type Line = NonNullable<EventOf<"agent.progress">["payload"]["line"]>
/** One turn of an agent's work, as it tells about it while it goes on. */
export type Turn = { user: string; seq: number; until: number; lines: Record<string, Line>; last: string }
export type Turns = Record<string, Turn>

/** A turn that says nothing for so many milliseconds is over. */
export const progressFor = 30_000

/** Takes out the turns whose time has come; gives the moment at which the next one goes. */
export const expireProgress = (draft: Draft, now: number): number | undefined => {
  let next: number | undefined
  for (const [place, turns] of Object.entries(draft.progress)) {
    for (const [id, turn] of Object.entries(turns)) {
      if (turn.until <= now) delete turns[id]
      else next = Math.min(next ?? turn.until, turn.until)
    }
    if (Object.keys(turns).length === 0) delete draft.progress[place]
  }
  return next
}

/** A frame heard at `now`; frames that come late or twice change nothing. */
export const progressed = (draft: Draft, { payload }: EventOf<"agent.progress">, now: number) => {
  const place = payload.channel_id ?? payload.direct_conversation_id ?? ""
  const { turn_id, seq, op, line, user_id } = payload
  const known = draft.progress[place]?.[turn_id]
  if (known && seq <= known.seq) return
  if (op === "clear") {
    delete draft.progress[place]?.[turn_id]
    return
  }
  const turn: Turn = {
    user: user_id,
    seq,
    until: now + progressFor,
    lines: { ...known?.lines, ...(line ? { [line.id]: { ...known?.lines[line.id], ...line } } : {}) },
    last: line?.id ?? known?.last ?? "",
  }
  draft.progress[place] = { ...draft.progress[place], [turn_id]: turn }
}

/** What a turn is doing, in a few words. */
export const wordsOf = (turn: Turn) => {
  const line = turn.lines[turn.last]
  const words = [line?.tool_name, line?.text].filter(Boolean).join(": ").replace(/\s+/g, " ").trim()
  if (line?.status === "failed") return words ? `${words} (failed)` : "Failed"
  if (line?.status === "blocked") return words ? `${words} (waiting)` : "Waiting"
  return words || "Working"
}

export const progress: Reducers = {
  "agent.progress": (draft, event) => progressed(draft, event, Date.now()),
}
