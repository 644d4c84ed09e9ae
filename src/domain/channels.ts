import type { Channel } from "../api/objects.ts"
import { fail } from "../errors.ts"
import type { Event } from "../events.ts"
import { newId, newRouteId, timestamp } from "../ids.ts"
import type { NewRow, Row, Tx } from "../store/index.ts"
import { type Actor, guestChannel, needFreedom, placeFor, standingIn } from "./access.ts"
import { audit } from "./audit.ts"
import type { Deps } from "./deps.ts"
import { committedJson } from "./log.ts"
import type { messages } from "./messages.ts"
import { cut, slug } from "./rules.ts"
import { channelFacts, channelJson, userJson } from "./wire.ts"

export type ChannelInput = {
  name?: string | undefined
  display_title?: string | undefined
  kind?: string | undefined
  external_managed?: boolean | undefined
  external_ref?: string | undefined
  external_url?: string | undefined
  sidebar_section?: string | undefined
}

/** The text by which the plugin knows that it must try another name. */
const nameTaken = "UNIQUE constraint failed: channels.workspace_id, channels.name"

const audienceOf = (row: Pick<Row<"channels">, "id" | "kind">) => ({
  audience: row.kind === "private" ? "private" : "channel",
  audience_id: row.id,
  channel_id: row.id,
})

/** A name that nobody else has in this workspace. */
const freeName = async (tx: Tx, workspaceId: string, wanted: string, current?: string): Promise<string> => {
  const name = slug(wanted) || "general"
  if (name === current) return name
  if (name === guestChannel) fail("invalid", "the channel name guest is reserved")
  if (current === guestChannel) fail("invalid", "the channel guest keeps its name")
  if (await tx.channels.byName(workspaceId, name)) fail("invalid", nameTaken)
  return name
}

/** What the fields say, trimmed; only those that are named. */
const fieldsOf = (input: ChannelInput): Partial<NewRow<"channels">> => {
  const row: Partial<NewRow<"channels">> = {}
  if (input.display_title !== undefined) row.display_title = cut(input.display_title.trim(), 200)
  for (const name of ["external_ref", "external_url", "sidebar_section"] as const)
    if (input[name] !== undefined) row[name] = input[name].trim()
  if (row.external_url && !URL.canParse(row.external_url)) fail("invalid", "external_url must be a URL")
  if (input.external_managed !== undefined) row.external_managed = input.external_managed
  return row
}

const newChannel = (workspaceId: string, name: string): Row<"channels"> => ({
  id: newId("chn"),
  route_id: newRouteId("C"),
  workspace_id: workspaceId,
  name,
  display_title: "",
  kind: "public",
  created_at: timestamp(),
  archived_at: null,
  external_managed: false,
  external_ref: "",
  external_url: "",
  sidebar_section: "",
  last_seq: 0,
  countable: 0,
})

/** The channel that guests see, in a workspace that has none yet. */
export const insertWaitingRoom = (tx: Tx, workspaceId: string) =>
  tx.channels.insert(newChannel(workspaceId, guestChannel))

/** Makes a channel; of a private one the maker is the first member. The write must hold the workspace. */
export const insertChannel = async (
  tx: Tx,
  workspaceId: string,
  input: ChannelInput,
  maker?: Row<"users">,
): Promise<Row<"channels">> => {
  const row: Row<"channels"> = {
    ...newChannel(workspaceId, await freeName(tx, workspaceId, input.name ?? "")),
    kind: input.kind?.trim() || "public",
    ...fieldsOf(input),
  }
  await tx.channels.insert(row)
  if (row.kind === "private" && maker) await addTo(tx, row, maker)
  return row
}

const addTo = async (tx: Tx, channel: Row<"channels">, user: Row<"users">) => {
  const joined_at = timestamp()
  const added = await tx.channels.addMember({ channel_id: channel.id, user_id: user.id, joined_at })
  if (!added) return undefined
  return tx.emit({
    workspace_id: channel.workspace_id,
    type: "channel.member_added",
    ...audienceOf(channel),
    object_id: channel.id,
    payload: { channel_id: channel.id, user_id: user.id },
    object: { channel: channelFacts(channel) },
  })
}

export const channels = ({ store }: Deps, { workspaceOf }: Pick<ReturnType<typeof messages>, "workspaceOf">) => {
  const q = store.read
  const rowOf = async (tx: Tx, actor: Actor, id: string) => {
    const place = await placeFor(tx, actor, id)
    return { place, channel: (await tx.channels.find(id)) ?? fail("not_found", "channel not found") }
  }
  return {
    /** What the caller may see, by name, archived ones too, with the caller's unread counts. */
    list: async (actor: Actor, workspaceId: string): Promise<Channel[]> => {
      const { role } = await standingIn(q, actor, workspaceId)
      const only = role === "guest" ? { name: guestChannel } : undefined
      return (await q.channels.visible(workspaceId, actor.user.id, only)).map(({ channel, read }) =>
        channelJson(channel, read),
      )
    },

    create: (actor: Actor, workspaceId: string, input: ChannelInput): Promise<{ channel: Channel; event: Event }> =>
      store.write(workspaceId, async (tx) => {
        const standing = await standingIn(tx, actor, workspaceId)
        needFreedom(standing)
        if (standing.role === "guest") fail("forbidden", "guests cannot make channels")
        const row = await insertChannel(tx, workspaceId, input, actor.user)
        const event = tx.emit({
          workspace_id: workspaceId,
          type: "channel.created",
          ...audienceOf(row),
          object_id: row.id,
          payload: { channel_id: row.id },
          object: { channel: channelFacts(row) },
        })
        return { channel: channelJson(row), event: committedJson(event) }
      }),

    /** The workspace's owner changes channels, or a bot with the scope for it. */
    update: async (
      actor: Actor,
      id: string,
      input: ChannelInput & { archived?: boolean | undefined },
    ): Promise<{ channel: Channel; event: Event }> => {
      const workspaceId = await workspaceOf(actor, id)
      return store.write(workspaceId, async (tx) => {
        const { place, channel } = await rowOf(tx, actor, id)
        needFreedom(place)
        if (place.role !== "owner" && place.role !== "bot") fail("forbidden", "workspace owner permission required")
        const change = fieldsOf(input)
        if (input.name !== undefined) change.name = await freeName(tx, workspaceId, input.name, channel.name)
        const kind = input.kind?.trim() || channel.kind
        if ((kind === "private") !== (channel.kind === "private"))
          fail("invalid", "a channel is private or not from its making on")
        if (kind !== channel.kind) change.kind = kind
        if (input.archived !== undefined && input.archived !== (channel.archived_at !== null))
          change.archived_at = input.archived ? timestamp() : null
        if (Object.keys(change).length > 0) {
          await tx.channels.update(id, change)
          await audit(tx, actor, workspaceId, "channel.updated", "channel", id, change)
        }
        const row = { ...channel, ...change } as Row<"channels">
        const event = tx.emit({
          workspace_id: workspaceId,
          type: "channel.updated",
          ...audienceOf(row),
          object_id: id,
          payload: { channel_id: id, archived: row.archived_at !== null },
          object: { channel: channelFacts(row) },
        })
        return { channel: channelJson(row, await tx.reads.find(id, actor.user.id)), event: committedJson(event) }
      })
    },

    /** Who is in a private channel; a public one has no list of its own. */
    members: async (actor: Actor, id: string) => {
      const place = await placeFor(q, actor, id)
      if (!place.private) fail("invalid", "a public channel is open to every member of the workspace")
      return (await q.channels.members(id)).map(({ user, joined_at }) => ({ user: userJson(user), joined_at }))
    },

    /** Whoever is in a private channel brings in another member of the workspace. */
    addMember: async (actor: Actor, id: string, userId: string) => {
      const workspaceId = await workspaceOf(actor, id)
      return store.write(workspaceId, async (tx) => {
        const { place, channel } = await rowOf(tx, actor, id)
        needFreedom(place)
        if (!place.private) fail("invalid", "a public channel is open to every member of the workspace")
        const [found] = await tx.members.among(workspaceId, [userId])
        if (!found) return fail("not_found", "this person is not a member of the workspace")
        if (found.member.role === "guest") fail("invalid", "guests cannot be in private channels")
        const event = await addTo(tx, channel, found.user)
        const row = (await tx.channels.members(id)).find(({ user }) => user.id === userId)
        const member = { user: userJson(found.user), joined_at: row?.joined_at ?? timestamp() }
        return { member, event: event ? committedJson(event) : null }
      })
    },

    /** Everybody may leave; the workspace's owner and moderators who are inside may take others out. */
    removeMember: async (actor: Actor, id: string, userId: string): Promise<Event> => {
      const workspaceId = await workspaceOf(actor, id)
      return store.write(workspaceId, async (tx) => {
        const { place, channel } = await rowOf(tx, actor, id)
        if (userId !== actor.user.id) {
          needFreedom(place)
          if (place.role !== "owner" && place.role !== "moderator")
            fail("forbidden", "workspace manager permission required")
        }
        if (!place.private || !(await tx.channels.removeMember(id, userId)))
          fail("not_found", "this person is not in the channel")
        const event = tx.emit({
          workspace_id: workspaceId,
          type: "channel.member_removed",
          ...audienceOf(channel),
          payload: { channel_id: id, user_id: userId },
        })
        return committedJson(event)
      })
    },

    preference: async (actor: Actor, id: string): Promise<string> => {
      await placeFor(q, actor, id)
      return (await q.channels.preference(id, actor.user.id)) ?? "all"
    },

    setPreference: async (actor: Actor, id: string, preference: string): Promise<string> =>
      store.write(null, async (tx) => {
        await placeFor(tx, actor, id)
        await tx.channels.setPreference({ channel_id: id, user_id: actor.user.id, preference })
        return preference
      }),
  }
}
