import type { ReadReceipt } from "../api/objects.ts"
import { timestamp } from "../ids.ts"
import type { Queries, Row } from "../store/index.ts"
import { type Actor, type Place, placeFor } from "./access.ts"
import type { Deps } from "./deps.ts"
import type { messages } from "./messages.ts"
import { directPart } from "./posting.ts"

type Read = Row<"reads">

/**
 * How many countable messages lie up to a sequence, of everybody and of the reader. Counts the shorter of the two ways
 * there: from the mark, or back from the end.
 */
const countsAt = async (q: Queries, place: Place, read: Read, seq: number) => {
  if (seq === place.last_seq) return { countable_read: place.countable, own_read: read.own }
  const { user_id } = read
  if (seq - read.last_read_seq <= place.last_seq - seq)
    return {
      countable_read: read.countable_read + (await q.messages.countable(place.id, read.last_read_seq, seq)),
      own_read: read.own_read + (await q.messages.countable(place.id, read.last_read_seq, seq, user_id)),
    }
  return {
    countable_read: place.countable - (await q.messages.countable(place.id, seq, place.last_seq)),
    own_read: read.own - (await q.messages.countable(place.id, seq, place.last_seq, user_id)),
  }
}

export const reads = ({ store }: Deps, { workspaceOf }: Pick<ReturnType<typeof messages>, "workspaceOf">) => ({
  /** Moves the reader's mark forward, never past the last message; tells the reader's other devices when it moved. */
  mark: async (actor: Actor, placeId: string, seq: number): Promise<ReadReceipt> => {
    const workspaceId = await workspaceOf(actor, placeId)
    return store.write(workspaceId, async (tx) => {
      const place = await placeFor(tx, actor, placeId)
      const { id: user_id } = actor.user
      const empty = {
        place_id: placeId,
        user_id,
        workspace_id: workspaceId,
        last_read_seq: 0,
        last_read_at: null,
        countable_read: 0,
        own: 0,
        own_read: 0,
      }
      const read = (await tx.reads.find(placeId, user_id)) ?? empty
      const receipt = (last_read_seq: number, last_read_at: string | null): ReadReceipt => ({
        scope_id: placeId,
        user_id,
        last_read_seq,
        last_read_at: last_read_at ?? "",
      })
      const target = Math.min(seq, place.last_seq)
      if (target <= read.last_read_seq) return receipt(read.last_read_seq, read.last_read_at)
      const moved = { last_read_seq: target, last_read_at: timestamp(), ...(await countsAt(tx, place, read, target)) }
      await tx.reads.set({ ...read, ...moved })
      const direct = place.kind === "direct"
      tx.emit({
        workspace_id: workspaceId,
        type: direct ? "dm.read" : "channel.read",
        audience: "user",
        audience_id: user_id,
        ...(direct ? {} : { channel_id: placeId }),
        seq: target,
        payload: { ...(direct ? directPart(placeId) : { channel_id: placeId }), user_id },
      })
      return receipt(target, moved.last_read_at)
    })
  },
})
