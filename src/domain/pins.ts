import type { Message, PinnedMessage } from "../api/objects.ts"
import { fail } from "../errors.ts"
import type { Event } from "../events.ts"
import { newId, timestamp } from "../ids.ts"
import type { Queries, Row, Tx } from "../store/index.ts"
import { type Actor, needFreedom, type Place, placeFor } from "./access.ts"
import type { Deps } from "./deps.ts"
import { committedJson } from "./log.ts"
import { audienceOf } from "./posting.ts"
import { present, shownOne } from "./present.ts"
import { lenientLimit } from "./rules.ts"

const most = 100

/** A channel that the actor may read; conversations have no pins. */
const channelFor = (q: Queries, actor: Actor, id: string): Promise<Place> =>
  id.startsWith("chn_") ? placeFor(q, actor, id) : fail("not_found", "channel not found")

const tell = async (tx: Tx, type: "pin.added" | "pin.removed", actor: Actor, place: Place, row: Row<"messages">) =>
  committedJson(
    tx.emit({
      workspace_id: place.workspace_id,
      type,
      ...audienceOf(place),
      object_id: row.id,
      ...(row.channel_seq === null ? {} : { seq: row.channel_seq }),
      payload: { channel_id: place.id, message_id: row.id, pinned_by: actor.user.id },
      object: { message: await shownOne(tx, row) },
    }),
  )

/** Messages that a channel keeps at hand. Whoever reads the channel and may write pins and unpins. */
export const pins = ({ store }: Deps) => ({
  /** The pinned messages, newest pin first. */
  list: async (actor: Actor, channelId: string, limit: string | undefined): Promise<Message[]> => {
    await channelFor(store.read, actor, channelId)
    return present(
      store.read,
      actor.user.id,
      await store.read.pins.messages(channelId, lenientLimit(limit, most, most)),
    )
  },

  add: async (
    actor: Actor,
    channelId: string,
    messageId: string,
  ): Promise<{ pinned_message: PinnedMessage; event: Event }> => {
    const { workspace_id } = await channelFor(store.read, actor, channelId)
    return store.write(workspace_id, async (tx) => {
      const place = await channelFor(tx, actor, channelId)
      needFreedom(place)
      const message = await tx.messages.find(messageId)
      if (message?.place_id !== channelId || message.deleted_at)
        return fail("invalid", "only a message of this channel can be pinned")
      if (await tx.pins.find(channelId, messageId)) fail("conflict", "message is already pinned")
      if ((await tx.pins.count(channelId)) >= most) fail("conflict", `channel pin limit reached (maximum ${most})`)
      const pinned_message = {
        id: newId("pin"),
        workspace_id,
        channel_id: channelId,
        message_id: messageId,
        pinned_by: actor.user.id,
        created_at: timestamp(),
      }
      await tx.pins.insert(pinned_message)
      return { pinned_message, event: await tell(tx, "pin.added", actor, place, message) }
    })
  },

  remove: async (actor: Actor, channelId: string, messageId: string): Promise<Event> => {
    const { workspace_id } = await channelFor(store.read, actor, channelId)
    return store.write(workspace_id, async (tx) => {
      const place = await channelFor(tx, actor, channelId)
      needFreedom(place)
      const message = await tx.messages.find(messageId)
      if (!message || !(await tx.pins.remove(channelId, messageId)))
        return fail("not_found", "pinned message not found")
      return tell(tx, "pin.removed", actor, place, message)
    })
  },
})
