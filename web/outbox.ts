import { createEffect, untrack } from "solid-js"
import { type ApiError, isApiError, isTemporary } from "../sdk/index.ts"
import { createAttaching } from "./attaching.ts"
import type { Base } from "./base.ts"
import type { Files } from "./files.ts"
import { filesOf } from "./state/files.ts"
import type { Sending } from "./state/index.ts"
import { append, putMessage } from "./state/messages.ts"
import { drop, due, enqueue, queue, restore, setSending, settle } from "./state/outbox.ts"
import { putThreadState } from "./state/threads.ts"
import { readAll, write } from "./storage.ts"

const tries = 4
const key = (nonce: string) => `outbox:${nonce}`

/** Sends what was typed, in order for each place, until the server has it; what is unsent survives a reload. */
export const createOutbox = (base: Base & { files: Files }) => {
  const { client, state, change, connection, ui, files } = base
  const attaching = createAttaching(base)
  const failures = new Map<string, number>()
  const resting = new Set<string>()

  const keep = (sending: Sending) => write(key(sending.nonce), sending)
  const forget = (nonce: string) => {
    failures.delete(nonce)
    write(key(nonce), undefined)
  }

  const post = async (sending: Sending) => {
    const { body, nonce, quoted_message_id } = sending
    const input = { body, nonce, ...(quoted_message_id ? { quoted_message_id } : {}) }
    const [first, ...others] = filesOf(state, sending).flatMap((file) => file.upload_id ?? [])
    if (sending.root) {
      attaching.owe(nonce, first ? [first, ...others] : [])
      const { message, thread_state } = await client.threads.reply(sending.root, input)
      return { message, thread_state }
    }
    attaching.owe(nonce, others)
    const { message } = await client.messages.post(sending.place, first ? { ...input, upload_id: first } : input)
    return { message, thread_state: undefined }
  }

  const send = async (sending: Sending) => {
    change((draft) => setSending(draft, sending.nonce, "sending"))
    const asOf = state.cursor
    try {
      const { message, thread_state } = await post(sending)
      change((draft) => {
        settle(draft, { ...message, nonce: sending.nonce })
        if (message.workspace_id !== draft.workspaceId) return
        const known = Boolean(draft.messages[message.id])
        putMessage(draft, message, asOf)
        if (!known) append(draft, message)
        if (thread_state) putThreadState(draft, thread_state, asOf)
      })
      attaching.pay(sending.nonce, message.id)
    } catch (error) {
      if (!isApiError(error)) throw error
      failed(sending, error)
    }
    pump()
  }

  const failed = (sending: Sending, error: ApiError) => {
    const { nonce } = sending
    const count = (failures.get(nonce) ?? 0) + 1
    failures.set(nonce, count)
    if (error.status === 401) change((draft) => setSending(draft, nonce, "waiting"))
    else if (isTemporary(error) && (connection() !== "open" || count < tries)) {
      change((draft) => setSending(draft, nonce, "waiting"))
      rest(nonce, 500 * 2 ** count)
    } else {
      const reason = error.status === 0 ? "the server did not answer" : error.message
      change((draft) => setSending(draft, nonce, "failed", reason))
    }
    const now = state.outbox[nonce]
    if (now) keep({ ...now })
  }

  /** Leaves one alone for a while; a connection that opens meanwhile wakes it. */
  const rest = (nonce: string, ms: number) => {
    resting.add(nonce)
    setTimeout(() => {
      resting.delete(nonce)
      pump()
    }, ms)
  }

  const pump = () =>
    untrack(() => {
      if (connection() !== "open") return
      for (const sending of queue(state)) stopAtFile(sending)
      for (const sending of due(state))
        if (sending.workspace_id === state.workspaceId && !resting.has(sending.nonce)) void send({ ...sending })
    })

  /** A file that cannot be sent holds its message back, with the reason. */
  const stopAtFile = (sending: Sending) => {
    const bad = filesOf(state, sending).find((file) => file.state === "failed")
    if (!bad || sending.state === "failed") return
    change((draft) => setSending(draft, sending.nonce, "failed", `${bad.name}: ${bad.error ?? "it did not arrive"}`))
    keep({ ...sending, state: "failed" })
  }

  // Whoever settles or drops one, answer or event, the copy on this device goes with it.
  createEffect((before: [string, string[]][]) => {
    const now = Object.values(state.outbox).map(({ nonce, files = [] }): [string, string[]] => [nonce, files])
    untrack(() => {
      for (const [nonce, list] of before) {
        if (state.outbox[nonce]) continue
        forget(nonce)
        for (const file of list) files.forget(file)
      }
    })
    return now
  }, [])

  // A message goes when the last of its files has arrived.
  createEffect(() => {
    const states = Object.values(state.files).map((file) => file.state)
    if (states.length > 0) pump()
  })

  createEffect(() => {
    if (connection() === "open") {
      failures.clear()
      resting.clear()
      pump()
      untrack(attaching.resume)
    }
  })

  return {
    /** Shows it, keeps it, sends it. */
    add: (input: Pick<Sending, "place" | "root" | "body" | "quoted_message_id" | "files">) => {
      if (!state.me) return
      const sending: Sending = {
        ...input,
        nonce: crypto.randomUUID(),
        user_id: state.me.id,
        workspace_id: state.workspaceId,
        created_at: new Date().toISOString(),
        state: "waiting",
      }
      keep(sending)
      change((draft) => enqueue(draft, sending))
      pump()
    },
    retry: (nonce: string) => {
      failures.delete(nonce)
      resting.delete(nonce)
      for (const file of state.outbox[nonce]?.files ?? []) if (state.files[file]?.state === "failed") files.retry(file)
      change((draft) => setSending(draft, nonce, "waiting"))
      pump()
    },
    /** Takes it back for good. */
    discard: (nonce: string) => {
      attaching.forgive(nonce)
      change((draft) => drop(draft, nonce))
      ui.say("Message deleted. It was never sent.")
    },
    /** What an earlier page of the same person left. */
    restore: () => {
      files.restore()
      const saved = readAll<Sending>("outbox:").map(([, sending]) => sending)
      change((draft) => restore(draft, saved))
      files.pump()
    },
    waiting: () => queue(state).filter((sending) => sending.state !== "failed").length,
    pump,
  }
}
