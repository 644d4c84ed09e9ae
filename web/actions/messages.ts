import { isApiError } from "../../sdk/index.ts"
import type { Base } from "../base.ts"
import type { Message } from "../state/index.ts"
import { type Direction, loadPage, putMessage, spanOf, trim } from "../state/messages.ts"
import { attempt } from "./attempt.ts"

const page = 60

/** Reading a place, and changing what was said. */
export const createMessages = ({ client, state, change, ui }: Base) => {
  const busy = new Set<string>()

  const fetchPage = async (place: string, query: Record<string, number>, to: Direction) => {
    const key = `${place}:${to}`
    if (busy.has(key)) return
    busy.add(key)
    const { workspaceId, cursor } = state
    try {
      const answer = await client.messages.list(place, { limit: page, ...query })
      if (state.workspaceId === workspaceId) change((draft) => loadPage(draft, place, answer, to, cursor))
    } catch (error) {
      if (!isApiError(error)) throw error
      change((draft) => {
        const span = draft.spans[place]
        if (span && span.ids.length === 0) span.state = "failed"
      })
    } finally {
      busy.delete(key)
    }
  }

  const seqAt = (place: string, at: 0 | -1) => {
    const id = state.spans[place]?.ids.at(at)
    return (id && state.messages[id]?.channel_seq) || 0
  }

  const fresh = (place: string, query: Record<string, number>) => {
    change((draft) => {
      const span = spanOf(draft.spans, place)
      if (span.state === "failed") span.state = "loading"
    })
    return fetchPage(place, query, "fresh")
  }

  return {
    latest: (place: string) => fresh(place, {}),
    around: (place: string, seq: number) => fresh(place, { around_seq: Math.max(1, seq) }),
    older: (place: string) => fetchPage(place, { before_seq: seqAt(place, 0) }, "older"),
    newer: (place: string) => fetchPage(place, { after_seq: seqAt(place, -1) }, "newer"),
    /** Lets go of the old messages of a place that was left at its end. */
    trim: (place: string) => change((draft) => trim(draft, place)),
    /** What is on the screen is asked for again; the rest when it is opened. */
    forgetAll: () =>
      change((draft) => {
        draft.spans = {}
        draft.threads = {}
        draft.messages = {}
      }),
    /** One message, asked for when it is not known. Undefined when it is not there, or not for me. */
    find: async (id: string): Promise<Message | undefined> => {
      const known = state.messages[id]
      if (known) return known
      const asOf = state.cursor
      try {
        const { message } = await client.messages.get(id)
        change((draft) => putMessage(draft, message, asOf))
        return message
      } catch (error) {
        if (isApiError(error)) return undefined
        throw error
      }
    },
    edit: (id: string, body: string) =>
      attempt(ui, "The message was not changed", async () => {
        const { message, event } = await client.messages.edit(id, body)
        change((draft) => putMessage(draft, message, event.cursor))
      }),
    remove: (id: string) =>
      attempt(ui, "The message was not deleted", async () => {
        const { message, event } = await client.messages.remove(id)
        change((draft) => putMessage(draft, message, event.cursor))
      }),
    /** The address of a root message in a channel. */
    link: async (id: string) => {
      const known = state.messages[id]?.route_id
      if (known) return known
      const { message } = await client.messages.route(id)
      change((draft) => {
        const target = draft.messages[id]
        if (target && message.route_id) target.route_id = message.route_id
      })
      return message.route_id
    },
  }
}
