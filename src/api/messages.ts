import * as v from "valibot"
import { Event, NoEvent } from "../events.ts"
import { endpoint } from "./endpoint.ts"
import { needed, optional, param, text } from "./kit.ts"
import { Message, MessagePage, messageKinds, ReactionSummary, ThreadPage, ThreadState } from "./objects.ts"

const tag = "Messages"
const inDm = (scope: string) => `In a direct conversation a bot needs \`${scope}\` besides.`

/** Absent, `null` and empty mean an ordinary message. */
const kind = v.optional(
  v.pipe(
    v.nullable(v.picklist(["", ...messageKinds], "invalid message kind")),
    v.transform((chosen) => chosen || undefined),
  ),
)

const body = v.pipe(v.string(), v.description("Markdown; not blank."))
const nonce = text("At most 128 characters of my choice; repeating the request with it is harmless.")
const quoted_message_id = text("A message of the same channel, conversation or thread.")

const post = {
  body,
  body_format: optional(v.picklist(["", "markdown"], "body_format must be markdown")),
  quoted_message_id,
  nonce,
  upload_id: text("A file of mine to attach."),
  kind,
  turn_id: text("Which turn of an agent's work this belongs to."),
}
/** A root message of a channel. */
export const PostMessage = v.object({ ...post, topic_id: text("A label of the workspace or of this channel.") })
/** A root message of a direct conversation. */
export const PostDirectMessage = v.object(post)
export const Reply = v.object({ body, quoted_message_id, nonce })

/** Without an event when the nonce says that the message stood already. */
export const Posted = v.object({ message: Message, event: v.optional(Event) })
const One = v.object({ message: Message })

export const pageQuery = {
  mode: param("`latest`: the newest window, as without any of these."),
  after_seq: param("Strictly after this sequence."),
  before_seq: param("Strictly before this sequence."),
  around_seq: param("A window around this sequence."),
  limit: param("1 to 200 (100)."),
}

export const messages = {
  list: endpoint({
    method: "GET",
    path: "/api/channels/{channel_id}/messages",
    tag,
    summary: "A window of a channel's root messages, oldest first.",
    description: "At most one of `mode`, `after_seq`, `before_seq` and `around_seq`.",
    auth: "any",
    scope: "messages:read",
    query: v.object({ ...pageQuery, topic_id: param("Only messages with this topic.") }),
    answers: { 200: MessagePage },
  }),
  post: endpoint({
    method: "POST",
    path: "/api/channels/{channel_id}/messages",
    tag,
    summary: "Posts into a channel. The same nonce again answers 200 with the message that stands.",
    description:
      "`kind` other than `message` takes `agent_activity:write`, `upload_id` takes `uploads:write`; `turn_id` goes with such a kind only.",
    auth: "any",
    scope: "messages:write",
    body: PostMessage,
    answers: { 201: Posted, 200: Posted },
  }),
  byNonce: endpoint({
    method: "GET",
    path: "/api/messages/by-nonce",
    tag,
    summary: "My message with this nonce, or 404.",
    description: "Every answer carries `X-ClickClack-Message-Nonce: supported`. 409: used in another workspace.",
    auth: "any",
    scope: "messages:write",
    query: v.object({ workspace_id: needed("Where to look."), nonce: needed("The nonce I posted with.") }),
    answers: { 200: One },
  }),
  get: endpoint({
    method: "GET",
    path: "/api/messages/{message_id}",
    tag,
    summary: "One message; 404 when it is missing or not mine to read.",
    description: inDm("dms:read"),
    auth: "any",
    scope: "messages:read",
    answers: { 200: One },
  }),
  edit: endpoint({
    method: "PATCH",
    path: "/api/messages/{message_id}",
    tag,
    summary: "Changes the text of my message.",
    description: inDm("dms:write"),
    auth: "any",
    scope: "messages:write",
    body: v.object({ body }),
    answers: { 200: v.object({ message: Message, event: Event }) },
  }),
  remove: endpoint({
    method: "DELETE",
    path: "/api/messages/{message_id}",
    tag,
    summary: "Deletes my message; the owner of the workspace may delete any in its channels.",
    description: `${inDm("dms:write")} Repeating it answers an event whose strings are empty.`,
    auth: "any",
    scope: "messages:write",
    answers: { 200: v.object({ message: Message, event: v.union([Event, NoEvent]) }) },
  }),
  route: endpoint({
    method: "POST",
    path: "/api/messages/{message_id}/route",
    tag,
    summary: "Gives a root message of a channel its public id, for links.",
    auth: "any",
    scope: "threads:read",
    answers: { 200: One },
  }),
  attach: endpoint({
    method: "POST",
    path: "/api/messages/{message_id}/attachments",
    tag,
    summary: "Attaches my upload to my message. Harmless to repeat.",
    description: "A bot needs `uploads:write` besides.",
    auth: "any",
    scope: "messages:write",
    body: v.object({ upload_id: v.string() }),
    answers: { 200: v.object({ ok: v.literal(true) }) },
  }),
}

export const threads = {
  open: endpoint({
    method: "GET",
    path: "/api/messages/{message_id}/thread",
    tag: "Threads",
    summary: "A root message and a window of its replies, oldest first; without a cursor the first ones.",
    description: inDm("dms:read"),
    auth: "any",
    scope: "threads:read",
    query: v.object({
      latest: param("`true`: the newest window."),
      after_seq: pageQuery.after_seq,
      before_seq: pageQuery.before_seq,
      around_seq: pageQuery.around_seq,
      limit: pageQuery.limit,
      mode: param("Not for threads: 400."),
    }),
    answers: { 200: ThreadPage },
  }),
  reply: endpoint({
    method: "POST",
    path: "/api/messages/{message_id}/thread/replies",
    tag: "Threads",
    summary: "Answers in the thread of a root message. The same nonce again answers 200, with `events` null.",
    description: inDm("dms:write"),
    auth: "any",
    scope: "threads:write",
    body: Reply,
    answers: {
      201: v.object({ message: Message, thread_state: ThreadState, events: v.nullable(v.array(Event)) }),
      200: v.object({ message: Message, thread_state: ThreadState, events: v.nullable(v.array(Event)) }),
    },
  }),
}

const Reacted = v.object({ event: v.union([Event, NoEvent]), reactions: v.array(ReactionSummary) })

export const reactions = {
  add: endpoint({
    method: "POST",
    path: "/api/messages/{message_id}/reactions",
    tag: "Reactions",
    summary: "Reacts to a message. Again with the same emoji: 200, and an event whose strings are empty.",
    description: inDm("dms:write"),
    auth: "any",
    scope: "messages:write",
    body: v.object({ emoji: v.string() }),
    answers: { 201: Reacted, 200: Reacted },
  }),
  remove: endpoint({
    method: "DELETE",
    path: "/api/messages/{message_id}/reactions/{emoji}",
    tag: "Reactions",
    summary: "Takes a reaction back; the emoji is percent-encoded in the path.",
    description: inDm("dms:write"),
    auth: "any",
    scope: "messages:write",
    answers: { 200: Reacted },
  }),
}
