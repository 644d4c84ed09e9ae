import * as v from "valibot"
import { id, json, time } from "./api/kit.ts"
import { Channel, MemberModeration, Message, ThreadState, User, Workspace, WorkspaceMember } from "./api/objects.ts"

const message_id = id("msg")
const user_id = id("usr")
const channel_id = id("chn")
const root_message_id = id("msg")
const direct_conversation_id = v.optional(id("dm"))

// What an event shows of an object: as it is now, without what depends on the reader.
export const EventMessage = v.omit(Message, ["reactions"])
export const EventChannel = v.partial(Channel, ["last_seq", "last_read_seq", "unread_count"])
export const EventWorkspace = v.omit(Workspace, ["role"])

const message = v.optional(EventMessage)
const channel = v.optional(EventChannel)

const envelope = {
  id: v.string(),
  cursor: v.string(),
  workspace_id: id("wsp"),
  channel_id: v.optional(channel_id),
  seq: v.optional(v.pipe(v.number(), v.integer())),
  created_at: time,
  mentioned_user_ids: v.optional(v.array(user_id)),
}

/** `facts` are stored with the event; `objects` are added when it is delivered. */
const event = <T extends string, F extends v.ObjectEntries, O extends v.ObjectEntries>(
  type: T,
  summary: string,
  facts: F,
  objects: O,
) => ({
  summary,
  facts: v.object(facts),
  wire: v.object({
    ...envelope,
    type: v.literal(type),
    payload: v.object({ ...facts, ...objects }),
  }),
})

const reaction = {
  message_id,
  emoji: v.string(),
  user_id,
  /** After the change. */
  count: v.pipe(v.number(), v.integer(), v.minValue(0)),
  direct_conversation_id,
}
const pin = { channel_id, message_id, pinned_by: user_id }
const changed = { message_id, root_message_id, direct_conversation_id }

/** What a workspace's log can hold, each with a cursor. */
export const durableEvents = {
  "channel.created": event("channel.created", "A channel was made.", { channel_id }, { channel }),
  "channel.member_added": event(
    "channel.member_added",
    "Somebody joined a private channel; told to its members.",
    { channel_id, user_id },
    { channel, user: v.optional(User) },
  ),
  "channel.member_removed": event(
    "channel.member_removed",
    "Somebody left a private channel or was removed; told to its members and that person.",
    { channel_id, user_id },
    {},
  ),
  "channel.read": event(
    "channel.read",
    "The reader's own mark in a channel moved to `seq`; told to nobody else.",
    { channel_id, user_id },
    {},
  ),
  "channel.updated": event(
    "channel.updated",
    "A channel was renamed, archived or changed otherwise.",
    { channel_id, archived: v.boolean() },
    { channel },
  ),
  "dm.created": event(
    "dm.created",
    "A direct conversation began; told to its people.",
    { direct_conversation_id: id("dm"), user_ids: v.array(user_id) },
    {},
  ),
  "dm.read": event(
    "dm.read",
    "The reader's own mark in a conversation moved to `seq`; told to nobody else.",
    { direct_conversation_id: id("dm"), user_id },
    {},
  ),
  "member.joined": event(
    "member.joined",
    "Somebody joined the workspace.",
    { user_id, role: v.string() },
    { member: v.optional(WorkspaceMember) },
  ),
  "member.moderation_updated": event(
    "member.moderation_updated",
    "A role, time-out or block changed; told to that member and the managers.",
    { user_id, role: v.string() },
    { member: v.optional(MemberModeration) },
  ),
  "message.created": event(
    "message.created",
    "A root message was posted.",
    {
      message_id,
      author_id: user_id,
      direct_conversation_id,
      topic_id: v.optional(id("top")),
      kind: v.optional(v.string()),
      turn_id: v.optional(v.string()),
      nonce: v.optional(v.string()),
      correlation_id: v.optional(v.string()),
    },
    { message },
  ),
  "message.deleted": event("message.deleted", "A message was deleted.", changed, { message }),
  "message.updated": event("message.updated", "A message was edited or got a file.", changed, { message }),
  "pin.added": event("pin.added", "A message was pinned.", pin, { message }),
  "pin.removed": event("pin.removed", "A message is no longer pinned.", pin, { message }),
  "reaction.added": event("reaction.added", "Somebody reacted.", reaction, {}),
  "reaction.removed": event("reaction.removed", "Somebody took a reaction back.", reaction, {}),
  "thread.reply_created": event(
    "thread.reply_created",
    "A reply was posted; `message_id` is the reply.",
    {
      message_id,
      root_message_id,
      direct_conversation_id,
      nonce: v.optional(v.string()),
      correlation_id: v.optional(v.string()),
    },
    { message },
  ),
  "thread.state_updated": event(
    "thread.state_updated",
    "The number of replies or the last of them changed.",
    { root_message_id, direct_conversation_id },
    { thread_state: v.optional(ThreadState) },
  ),
  "user.updated": event("user.updated", "Somebody's profile changed.", { user_id }, { user: v.optional(User) }),
  "workspace.ownership_transferred": event(
    "workspace.ownership_transferred",
    "The workspace has another owner.",
    { workspace_id: id("wsp"), new_owner_user_id: user_id },
    { workspace: v.optional(EventWorkspace) },
  ),
  "workspace.updated": event(
    "workspace.updated",
    "The workspace's name, slug or icon changed.",
    { workspace_id: id("wsp") },
    { workspace: v.optional(EventWorkspace) },
  ),
}

const place = { channel_id: v.optional(channel_id), direct_conversation_id }

/** Told to who listens now, never stored: without a cursor. */
export const ephemeralEvents = {
  "agent.progress": event(
    "agent.progress",
    "What a bot is doing at the moment.",
    {
      user_id,
      ...place,
      turn_id: v.string(),
      seq: v.pipe(v.number(), v.integer()),
      op: v.picklist(["append", "update", "finalize", "clear"]),
      line: v.optional(
        v.object({
          id: v.string(),
          kind: v.string(),
          text: v.optional(v.string()),
          tool_name: v.optional(v.string()),
          status: v.optional(v.string()),
        }),
      ),
    },
    {},
  ),
  "bot.deleted": event(
    "bot.deleted",
    "A bot is gone for good.",
    { bot_user_id: user_id, display_name: v.string(), former_handle: v.string(), deleted_at: time },
    {},
  ),
  "bot.membership_removed": event("bot.membership_removed", "A bot left the workspace.", { bot_user_id: user_id }, {}),
  "bot_command.updated": event(
    "bot_command.updated",
    "A bot replaced its command menu.",
    { workspace_id: id("wsp"), bot_user_id: user_id },
    {},
  ),
  "presence.changed": event(
    "presence.changed",
    "Somebody's first socket opened or last one closed, or a client says what its user is up to.",
    { user_id, status: v.optional(v.string()), ...place },
    {},
  ),
  "typing.started": event("typing.started", "Somebody is writing.", { user_id, ...place }, {}),
  "typing.stopped": event("typing.stopped", "Somebody stopped writing.", { user_id, ...place }, {}),
}

type Durable = typeof durableEvents
type Ephemeral = typeof ephemeralEvents

export type DurableEventType = keyof Durable
export type EphemeralEventType = keyof Ephemeral
export type EventType = DurableEventType | EphemeralEventType

/** What is stored with an event of a type. */
export type EventFacts<T extends EventType> = v.InferOutput<(Durable & Ephemeral)[T]["facts"]>

/** An event of one type as it travels: `EventOf<"message.created">`. */
export type EventOf<T extends EventType> = v.InferOutput<(Durable & Ephemeral)[T]["wire"]>

/** Any event as it travels; `switch (event.type)` tells the payload. */
export type Event = { [T in EventType]: EventOf<T> }[EventType]

/** The durable names in alphabetical order. */
export const eventTypes = Object.keys(durableEvents).sort() as DurableEventType[]

/** What clients may send through `POST /api/realtime/ephemeral`. */
export const clientEphemeralTypes = [
  "agent.progress",
  "presence.changed",
  "typing.started",
  "typing.stopped",
] as const satisfies EphemeralEventType[]

const schemas = { ...durableEvents, ...ephemeralEvents }

/** Any event; `schema.options` has one for each type. */
export const Event: v.GenericSchema<unknown, Event> = v.variant(
  "type",
  Object.values(schemas).map(({ wire }) => wire),
)

/** Stands where nothing happened: every string is empty. */
export const NoEvent = v.object({
  id: v.literal(""),
  cursor: v.literal(""),
  type: v.literal(""),
  workspace_id: v.literal(""),
  created_at: v.string(),
  payload: v.optional(v.nullable(json)),
})
export type NoEvent = v.InferOutput<typeof NoEvent>
