import { fail } from "../errors.ts"
import { clientEphemeralTypes, type Event } from "../events.ts"
import { cursorOf, seqNotAfter, timestamp } from "../ids.ts"
import { type Actor, needFreedom, needScope, placeFor, standingIn } from "./access.ts"
import type { Deps } from "./deps.ts"
import { hydrate } from "./log.ts"
import { audienceOf, directPart, needWritable } from "./posting.ts"
import { lenientLimit } from "./rules.ts"
import { readerOf, visible } from "./visibility.ts"

type EventsQuery = {
  workspace_id: string
  after_cursor?: string | undefined
  limit?: string | undefined
  include_tail?: string | undefined
}

type EphemeralInput = {
  workspace_id: string
  channel_id?: string | undefined
  direct_conversation_id?: string | undefined
  type: string
  payload?: Record<string, unknown> | undefined
}

let stamps = 0
/** `eph_` and the UTC time to the nanosecond; a counter stands where the clock has no digits. */
const ephemeralId = () => {
  const [date, time] = timestamp().split("T") as [string, string]
  const nanos = `${time.slice(9, 12)}${String(stamps++ % 1_000_000).padStart(6, "0")}`
  return `eph_${date.replaceAll("-", "")}${time.slice(0, 8).replaceAll(":", "")}.${nanos}`
}

const typing = new Set(["typing.started", "typing.stopped", "agent.progress"])

export const realtime = ({ store, tell }: Deps) => {
  const q = store.read

  /** The newest place that this reader may see; looks back in pages, since most events are for everybody. */
  const tailOf = async (
    workspaceId: string,
    reader: NonNullable<Awaited<ReturnType<typeof readerOf>>>,
  ): Promise<string> => {
    let place = (await q.workspaces.head(workspaceId)) ?? 0
    for (;;) {
      const rows = await q.events.before(workspaceId, place, 50)
      const found = rows.find((row) => visible(reader, row))
      if (found) return cursorOf(workspaceId, found.place)
      if (rows.length === 0) return ""
      place = rows.at(-1)!.place - 1
    }
  }

  return {
    /** The log as the caller may see it, after a cursor; any text counts as one, by its place among the strings. */
    events: async (actor: Actor, query: EventsQuery): Promise<{ events: Event[]; tail_cursor?: string }> => {
      const { workspace_id: id } = query
      await standingIn(q, actor, id)
      const reader = (await readerOf(q, actor, id)) ?? fail("not_found", "workspace not found")
      const limit = lenientLimit(query.limit, 200, 500, 200)
      const tail = query.include_tail === "true" ? { tail_cursor: await tailOf(id, reader) } : {}
      const found = []
      for (let place = query.after_cursor ? seqNotAfter(id, query.after_cursor) : 0; found.length < limit; ) {
        const rows = await q.events.after(id, place, limit)
        found.push(...rows.filter((row) => visible(reader, row)))
        if (rows.length < limit) break
        place = rows.at(-1)!.place
      }
      return { events: await hydrate(q, found.slice(0, limit)), ...tail }
    },

    /** Tells who listens now; stores nothing. */
    send: async (actor: Actor, input: EphemeralInput): Promise<Event> => {
      const { workspace_id, channel_id, direct_conversation_id, type } = input
      if (!(clientEphemeralTypes as readonly string[]).includes(type))
        fail("invalid", `type must be one of ${clientEphemeralTypes.join(", ")}`)
      if (channel_id && direct_conversation_id) fail("invalid", "name a channel or a direct conversation, not both")
      if (typing.has(type) && !channel_id && !direct_conversation_id)
        fail("invalid", `${type} needs a channel_id or a direct_conversation_id`)
      const standing = await standingIn(q, actor, workspace_id)
      needFreedom(standing)
      if (type === "agent.progress" && !actor.bot) fail("forbidden", "only bots send agent.progress")
      if (channel_id?.startsWith("dm_") || direct_conversation_id?.startsWith("chn_"))
        fail("invalid", "a channel_id begins with chn_, a direct_conversation_id with dm_")
      if (direct_conversation_id) needScope(actor, "dms:write")
      const target = channel_id ?? direct_conversation_id
      const place = target ? await placeFor(q, actor, target) : undefined
      if (place && place.workspace_id !== workspace_id) fail("not_found", "channel not found")
      if (place) await needWritable(q, actor.user.id, place)
      const { audience, audience_id } = place ? audienceOf(place) : { audience: "workspace", audience_id: undefined }
      const payload = {
        ...input.payload,
        user_id: actor.user.id,
        ...(place ? (place.kind === "direct" ? directPart(place.id) : { channel_id: place.id }) : {}),
      }
      const event = { id: ephemeralId(), type, workspace_id, ...(channel_id ? { channel_id } : {}), payload }
      tell({ ...event, audience, ...(audience_id ? { audience_id } : {}) })
      return { ...event, cursor: "", created_at: timestamp() } as Event
    },
  }
}
