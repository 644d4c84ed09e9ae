import type { Client, Event } from "../sdk/index.ts"
import { exit, failure } from "./exit.ts"
import type { Io } from "./io.ts"

type Following = {
  workspaceId: string
  /** Absent: from now on. */
  cursor?: string
  /** Hears each stored event once, in order; true ends the following. */
  onEvent: (event: Event) => boolean | Promise<boolean>
  verbose?: boolean
}

/** Hears a workspace's log until the hearer has enough or the person interrupts; connections that break are made anew. */
export const follow = ({ realtime, events }: Client, { workspaceId, cursor, onEvent, verbose }: Following, io: Io) =>
  new Promise<void>((resolve, reject) => {
    const finish = (error?: Error) => {
      io.signal.removeEventListener("abort", interrupt)
      connection.close()
      if (error) reject(error)
      else resolve()
    }
    const interrupt = () => finish()
    let done = false
    const connection = realtime.connect({
      workspaceId,
      cursor,
      onEvent: async (event) => {
        if (done || !event.cursor) return
        done = await onEvent(event)
        // The cursor moves on after this call has come back; then the following may end.
        if (done) setTimeout(finish, 0)
      },
      onError: (error) => finish(error instanceof Error ? error : new Error(String(error))),
      onState: (state, { reason }) => {
        if (verbose) io.err(`realtime: ${state}${reason ? `: ${reason}` : ""}\n`)
        if (state === "revoked") finish(failure(`the server ended the connection: ${reason}`, exit.unauthenticated))
      },
      onResync: () => {
        io.err("the log does not reach back to the last event that was heard: going on from now\n")
        return events.tail(workspaceId)
      },
    })
    io.signal.addEventListener("abort", interrupt)
    if (io.signal.aborted) interrupt()
  })
