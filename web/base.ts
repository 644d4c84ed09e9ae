import { createSignal } from "solid-js"
import { createStore, produce } from "solid-js/store"
import { type ConnectionState, createClient } from "../sdk/index.ts"
import { type Draft, empty } from "./state/index.ts"
import { createUi } from "./ui.ts"

/** A request that the network swallowed must end some day: the outbox waits for it. */
const patient = (url: string, init: RequestInit) =>
  fetch(url, { ...init, signal: init.signal ?? AbortSignal.timeout(20_000) })

/** What everything else stands on: the client, the state and the one way to change it. */
export const createBase = () => {
  const client = createClient({ fetch: patient })
  const [state, setState] = createStore(empty())
  const change = (work: (draft: Draft) => void) => setState(produce(work))
  const [connection, setConnection] = createSignal<ConnectionState>("connecting")
  return { client, state, change, connection, setConnection, ui: createUi() }
}

export type Base = ReturnType<typeof createBase>
