import { filesArrived } from "./files.ts"
import type { Draft, Message, Sending, State } from "./types.ts"

/** Adds what was typed; it shows at once. */
export const enqueue = (draft: Draft, sending: Sending) => {
  draft.outbox[sending.nonce] = sending
}

/** Takes up what an earlier page left behind. Nobody knows whether it arrived; the nonce makes a second try harmless. */
export const restore = (draft: Draft, saved: Sending[]) => {
  for (const sending of saved) {
    if (sending.user_id !== draft.me?.id || draft.outbox[sending.nonce]) continue
    draft.outbox[sending.nonce] = sending.state === "failed" ? sending : { ...sending, state: "waiting" }
  }
}

/** The first that waits in each place and thread: within one, order is kept. One whose files are still on their way holds nobody up. */
export const due = (state: State): Sending[] => {
  const busy = new Set<string>()
  const found: Sending[] = []
  for (const sending of queue(state)) {
    const key = sending.root ?? sending.place
    if (sending.state === "failed" || busy.has(key) || !filesArrived(state, sending)) continue
    busy.add(key)
    if (sending.state === "waiting") found.push(sending)
  }
  return found
}

/** Everything unsent, oldest first. */
export const queue = (state: State): Sending[] =>
  Object.values(state.outbox).sort((a, b) => a.created_at.localeCompare(b.created_at) || a.nonce.localeCompare(b.nonce))

/** How far one got. */
export const setSending = (draft: Draft, nonce: string, to: Sending["state"], error?: string) => {
  const sending = draft.outbox[nonce]
  if (sending) draft.outbox[nonce] = { ...sending, state: to, error }
}

/** Gives one up. */
export const drop = (draft: Draft, nonce: string) => {
  delete draft.outbox[nonce]
}

/** The message is there: whether its answer or its event came first, its row stays one row. */
export const settle = (draft: Draft, message: Message) => {
  const nonce = message.nonce
  if (!nonce || message.author_id !== draft.me?.id || !draft.outbox[nonce]) return
  delete draft.outbox[nonce]
  draft.sent[message.id] = nonce
}
