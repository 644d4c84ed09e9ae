import * as v from "valibot"
import { endpoint } from "./endpoint.ts"
import { name, optional } from "./kit.ts"
import { Me, OwnedBotEntry, SessionInfo } from "./objects.ts"

const tag = "Me"
const Self = v.object({ user: Me })
const choice = <const T extends readonly string[]>(options: T) => optional(v.picklist(["", ...options]))

const pushover = v.pipe(
  v.object({
    pushover_enabled: v.optional(v.nullable(v.boolean()), false),
    pushover_user_key: v.optional(v.nullable(v.pipe(v.string(), v.trim())), ""),
  }),
  v.transform(({ pushover_enabled, pushover_user_key }) => ({
    pushover_enabled: pushover_enabled ?? false,
    pushover_user_key: pushover_user_key ?? "",
  })),
  v.check(
    ({ pushover_enabled, pushover_user_key: key }) => (key === "" ? !pushover_enabled : /^[A-Za-z0-9]{30}$/.test(key)),
    "a Pushover user key has 30 letters and digits",
  ),
)

const channelId = v.pipe(v.string(), v.maxLength(128, "must be at most 128 characters"))
const channelOrder = v.pipe(
  v.record(v.string(), v.pipe(v.array(channelId), v.maxLength(500))),
  v.check((order) => Object.keys(order).length <= 100, "must name at most 100 workspaces"),
)

export const me = {
  get: endpoint({
    method: "GET",
    path: "/api/me",
    tag,
    summary: "Who am I? Works for people and bots.",
    auth: "any",
    scope: "profile:read",
    answers: { 200: Self },
  }),
  update: endpoint({
    method: "PATCH",
    path: "/api/me",
    tag,
    summary: "Changes what is named, all or nothing.",
    description: "An empty `handle` gives it up, an empty `avatar_url` brings back the default picture.",
    auth: "human",
    body: v.object({
      display_name: optional(name(80)),
      handle: optional(v.string()),
      avatar_url: optional(v.string()),
      notification_settings: optional(pushover),
      appearance_preferences: optional(
        v.object({
          color_mode: choice(["system", "light", "dark"]),
          board_theme: choice(["signal", "ember", "moss", "iris"]),
          message_layout: choice(["standard", "outlined"]),
          density: choice(["comfortable", "compact"]),
        }),
      ),
      sidebar_preferences: optional(v.object({ channel_order: optional(channelOrder) })),
    }),
    answers: { 200: Self },
  }),
  bots: endpoint({
    method: "GET",
    path: "/api/me/bots",
    tag,
    summary: "The bots that I own, one entry for each workspace.",
    auth: "human",
    answers: { 200: v.object({ bots: v.array(OwnedBotEntry) }) },
  }),
  sessions: endpoint({
    method: "GET",
    path: "/api/me/sessions",
    tag,
    summary: "Where I am signed in.",
    auth: "human",
    answers: { 200: v.object({ sessions: v.array(SessionInfo) }) },
  }),
  endSession: endpoint({
    method: "DELETE",
    path: "/api/me/sessions/{session_id}",
    tag,
    summary: "Signs one of my devices out; its sockets close at once.",
    auth: "human",
    answers: { 204: null },
  }),
}
