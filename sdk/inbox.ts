import type { Event } from "../src/events.ts"

type Inbox = {
  cursor: string | undefined
  onEvent: (event: Event) => unknown
  /** The event comes again if it is stored; everything behind it was dropped. */
  onFailure: (error: unknown, event: Event) => void
}

const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === "object" && value !== null && "then" in value

/** Hands over events one after the other, each once; the cursor moves when one has been applied. */
export const createInbox = ({ cursor: first, onEvent, onFailure }: Inbox) => {
  let cursor = first
  let applied = 0
  let busy = false
  const queue: Event[] = []
  const waiting: (() => void)[] = []

  const done = (event: Event) => {
    if (!event.cursor) return
    cursor = event.cursor
    applied++
  }

  const failed = (error: unknown, event: Event) => {
    if (event.cursor) queue.length = 0
    onFailure(error, event)
  }

  const release = () => {
    busy = false
    for (const resolve of waiting.splice(0)) resolve()
    drain()
  }

  const apply = (event: Event) => {
    try {
      const result = onEvent(event)
      if (!isPromise(result)) return done(event)
      busy = true
      result
        .then(
          () => done(event),
          (error) => failed(error, event),
        )
        .then(release)
    } catch (error) {
      failed(error, event)
    }
  }

  const drain = () => {
    while (!busy) {
      const event = queue.shift()
      if (!event) return
      const old = event.cursor !== "" && cursor !== undefined && event.cursor <= cursor
      if (!old) apply(event)
    }
  }

  return {
    push: (event: Event) => {
      queue.push(event)
      drain()
    },
    clear: () => {
      queue.length = 0
    },
    /** Resolves when no event is being applied. */
    idle: () => (busy ? new Promise<void>((resolve) => waiting.push(resolve)) : Promise.resolve()),
    isIdle: () => !busy && queue.length === 0,
    cursor: () => cursor,
    moveTo: (next: string) => {
      cursor = next
    },
    /** How many stored events were applied so far. */
    applied: () => applied,
  }
}
