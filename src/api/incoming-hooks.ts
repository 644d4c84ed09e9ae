import * as v from "valibot"
import { endpoint } from "./endpoint.ts"
import { json, optional, text } from "./kit.ts"
import { IncomingHook } from "./objects.ts"

const tag = "Hooks"
const Hook = v.object({ incoming_hook: IncomingHook })

export const incomingHooks = {
  list: endpoint({
    method: "GET",
    path: "/api/channels/{channel_id}/incoming-hooks",
    tag,
    summary: "The addresses that post into a channel. Managers only.",
    auth: "human",
    answers: { 200: v.object({ incoming_hooks: v.array(IncomingHook) }) },
  }),
  create: endpoint({
    method: "POST",
    path: "/api/channels/{channel_id}/incoming-hooks",
    tag,
    summary: "Makes an address that posts into a channel; it is told once. Managers only.",
    description: "A bot of that name joins the workspace: the messages are by it.",
    auth: "human",
    body: v.object({ display_name: v.string(), avatar_url: text("The picture of its bot.") }),
    answers: { 201: Hook },
  }),
  revoke: endpoint({
    method: "POST",
    path: "/api/incoming-hooks/{hook_id}/revoke",
    tag,
    summary: "Ends an address; its bot leaves, its messages stay. Managers only.",
    auth: "human",
    answers: { 200: Hook },
  }),
  post: endpoint({
    method: "POST",
    path: "/api/hooks/in/{secret}",
    tag,
    summary: "Posts what programs send that were written for Slack's or Mattermost's incoming webhooks.",
    description:
      "JSON, or a form with the JSON in `payload`. Links in angle brackets, blocks and attachments become Markdown, shortcodes become emoji. `username`, `icon_url` and `icon_emoji` choose who says it: each pair of name and picture is a bot of its own, up to 20 for one hook. `channel` is ignored. 60 posts a minute, then 429.",
    auth: "none",
    body: v.object({
      text: text("Markdown; Slack's links, mentions and entities are understood."),
      blocks: optional(v.array(json)),
      attachments: optional(v.array(json)),
      username: text("The name under which it appears."),
      icon_url: text("The picture under which it appears."),
      icon_emoji: text("Stands before the name: `:rocket:`."),
    }),
    form: {
      type: "application/x-www-form-urlencoded",
      fields: v.object({ payload: v.pipe(v.string(), v.description("The JSON.")) }),
    },
    answers: { 200: v.pipe(v.literal("ok"), v.description("As Slack answers.")) },
    produces: "text/plain",
  }),
}
