import * as v from "valibot"
import { endpoint } from "./endpoint.ts"
import { count, needed } from "./kit.ts"
import { PostDirectMessage, Posted, pageQuery } from "./messages.ts"
import { DirectConversation, MessagePage, ReadReceipt } from "./objects.ts"

const tag = "Direct conversations"
const One = v.object({ conversation: DirectConversation })

export const dms = {
  list: endpoint({
    method: "GET",
    path: "/api/dms",
    tag,
    summary: "My conversations in a workspace, without those that I hid.",
    auth: "any",
    scope: "dms:read",
    query: v.object({ workspace_id: needed("Which workspace.") }),
    answers: { 200: v.object({ conversations: v.array(DirectConversation) }) },
  }),
  create: endpoint({
    method: "POST",
    path: "/api/dms",
    tag,
    summary: "Begins a conversation with 1 to 31 others, or finds the one that stands.",
    auth: "any",
    scope: "dms:write",
    body: v.object({ workspace_id: v.string(), member_ids: v.array(v.string()) }),
    answers: { 201: One },
  }),
  get: endpoint({
    method: "GET",
    path: "/api/dms/{conversation_id}",
    tag,
    summary: "One conversation.",
    auth: "any",
    scope: "dms:read",
    answers: { 200: One },
  }),
  hide: endpoint({
    method: "DELETE",
    path: "/api/dms/{conversation_id}",
    tag,
    summary: "Hides a conversation from my list until something new is written.",
    auth: "human",
    answers: { 200: v.object({ ok: v.literal(true) }) },
  }),
  open: endpoint({
    method: "POST",
    path: "/api/dms/{conversation_id}/open",
    tag,
    summary: "Puts a hidden conversation back into my list.",
    auth: "human",
    answers: { 200: One },
  }),
  messages: endpoint({
    method: "GET",
    path: "/api/dms/{conversation_id}/messages",
    tag,
    summary: "A window of a conversation's root messages, oldest first.",
    description: "At most one of `mode`, `after_seq`, `before_seq` and `around_seq`.",
    auth: "any",
    scope: "dms:read",
    query: v.object(pageQuery),
    answers: { 200: MessagePage },
  }),
  post: endpoint({
    method: "POST",
    path: "/api/dms/{conversation_id}/messages",
    tag,
    summary: "Posts into a conversation. 409 when nobody else is left in it.",
    auth: "any",
    scope: "dms:write",
    body: PostDirectMessage,
    answers: { 201: Posted, 200: Posted },
  }),
  read: endpoint({
    method: "POST",
    path: "/api/dms/{conversation_id}/read",
    tag,
    summary: "Moves my read mark; never back, never past the last message.",
    auth: "any",
    scope: "dms:read",
    body: v.object({ seq: count }),
    answers: { 200: v.object({ receipt: ReadReceipt }) },
  }),
}
