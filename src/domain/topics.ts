import type { Topic } from "../api/objects.ts"
import { fail } from "../errors.ts"
import { newId, timestamp } from "../ids.ts"
import type { Queries, Row } from "../store/index.ts"
import { type Actor, guestChannel, needFreedom, placeFor, standingIn } from "./access.ts"
import type { Deps } from "./deps.ts"
import { displayName } from "./rules.ts"

const topicJson = ({ channel_id, archived_at, ...topic }: Row<"topics">): Topic => ({
  ...topic,
  ...(channel_id ? { channel_id } : {}),
  ...(archived_at ? { archived_at } : {}),
})

/** Ends the request unless messages of this place may bear the topic. */
export const needTopic = async (q: Queries, place: { id: string; workspace_id: string }, id: string): Promise<void> => {
  const topic = await q.topics.find(id)
  const fits = topic?.workspace_id === place.workspace_id && (topic.channel_id === "" || topic.channel_id === place.id)
  if (!fits || topic.archived_at) fail("invalid", "topic not found in this channel")
}

/** Flat labels of a workspace or of one channel. */
export const topics = ({ store }: Deps) => ({
  /** By name; of channels only those that the actor sees, and for guests nothing else. */
  list: async (actor: Actor, workspaceId: string): Promise<Topic[]> => {
    const { role } = await standingIn(store.read, actor, workspaceId)
    const guest = role === "guest"
    const channels = await store.read.channels.visible(
      workspaceId,
      actor.user.id,
      guest ? { name: guestChannel } : undefined,
    )
    const seen = new Set(channels.map(({ channel }) => channel.id))
    const rows = await store.read.topics.list(workspaceId)
    return rows.filter(({ channel_id }) => (channel_id ? seen.has(channel_id) : !guest)).map(topicJson)
  },

  /** A name stands once in its channel, or among those of the whole workspace. */
  create: (
    actor: Actor,
    workspaceId: string,
    input: { name: string; channel_id?: string | undefined },
  ): Promise<Topic> =>
    store.write(workspaceId, async (tx) => {
      const standing = await standingIn(tx, actor, workspaceId)
      needFreedom(standing)
      if (standing.role === "guest") fail("forbidden", "guests cannot make topics")
      const channel_id = input.channel_id?.trim() ?? ""
      if (channel_id) {
        const place = await placeFor(tx, actor, channel_id)
        if (place.kind !== "channel" || place.workspace_id !== workspaceId) fail("not_found", "channel not found")
      }
      const row = {
        id: newId("top"),
        workspace_id: workspaceId,
        channel_id,
        name: displayName(input.name, "name"),
        created_by: actor.user.id,
        created_at: timestamp(),
        archived_at: null,
      }
      if (!(await tx.topics.insert(row))) fail("invalid", "a topic of this name exists already")
      return topicJson(row)
    }),
})
