import * as v from "valibot"
import { Event } from "../events.ts"
import { endpoint } from "./endpoint.ts"
import { json, needed, optional, param } from "./kit.ts"

const tag = "Realtime"

export const realtime = {
  events: endpoint({
    method: "GET",
    path: "/api/realtime/events",
    tag,
    summary: "The workspace's log as I may see it, oldest first.",
    description: "A fresh client takes the tail first (`include_tail=true&limit=1`), then opens the socket with it.",
    auth: "any",
    scope: "realtime:read",
    query: v.object({
      workspace_id: needed("Which log."),
      after_cursor: param("Only what came after; empty means from the start."),
      limit: param("1 to 500 (200)."),
      include_tail: param("`true` adds `tail_cursor`, the newest cursor that I may see."),
    }),
    answers: { 200: v.object({ events: v.array(Event), tail_cursor: v.optional(v.string()) }) },
  }),
  send: endpoint({
    method: "POST",
    path: "/api/realtime/ephemeral",
    tag,
    summary: "Tells who listens now, and stores nothing: typing, presence, a bot's progress.",
    description:
      "Types: `typing.started`, `typing.stopped`, `presence.changed`, `agent.progress` (bots). A conversation takes `dms:write` besides. `payload.user_id` is always the caller.",
    auth: "any",
    scope: "messages:write",
    body: v.object({
      workspace_id: v.string(),
      channel_id: optional(v.string()),
      direct_conversation_id: optional(v.string()),
      type: v.string(),
      payload: optional(json),
    }),
    answers: { 202: v.object({ event: Event }) },
  }),
  presence: endpoint({
    method: "GET",
    path: "/api/workspaces/{workspace_id}/presence",
    tag,
    summary: "Who has a socket open now.",
    auth: "any",
    scope: "workspaces:read",
    answers: { 200: v.object({ online: v.array(v.string()) }) },
  }),
  socket: endpoint({
    method: "GET",
    path: "/api/realtime/ws",
    tag,
    summary: "The WebSocket: one text frame for each event, in the order of their cursors.",
    description:
      "Authenticate with the header, the cookie or the subprotocol `clickclack.bearer.<token>`. Send nothing. Close codes: 4001 too far behind or an unknown cursor (reload over HTTP, take a new tail), 1013 come back with the last cursor, 1008 stop: signed out, revoked or removed.",
    auth: "any",
    scope: "realtime:read",
    query: v.object({
      workspace_id: needed("Which log."),
      after_cursor: param("Where to go on; empty means from the start of the log."),
      presence: param("`true` adds `presence.changed` when somebody's first socket opens or last one closes."),
    }),
    answers: { 101: null },
  }),
}
