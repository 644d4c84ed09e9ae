import type { Draft, Event } from "./types.ts"

/** Remembers that this event changed the object. */
export const touch = (draft: Draft, key: string, event: Pick<Event, "cursor">) => {
  if (event.cursor) draft.touched[key] = event.cursor
}

/** True when the answer of a request that began at `asOf` may be older than what an event has told since. */
export const isOlder = (draft: Draft, key: string, asOf: string) => (draft.touched[key] ?? "") > asOf
