import * as v from "valibot"
import { endpoint } from "./endpoint.ts"
import { needed, param } from "./kit.ts"
import { RouteTarget, SearchHit } from "./objects.ts"

export const search = {
  messages: endpoint({
    method: "GET",
    path: "/api/search",
    tag: "Search",
    summary: "Messages and replies that hold every word, as far as I can read them.",
    description: "Without a scope: the channels I can read. A conversation takes `dms:read` besides.",
    auth: "any",
    scope: "messages:read",
    query: v.object({
      workspace_id: needed("Where to search."),
      q: param("Up to 500 characters; blank finds nothing."),
      channel_id: param("Only in this channel."),
      direct_conversation_id: param("Only in this conversation."),
      sort: param("`relevance` (default) or `newest`."),
      limit: param("1 to 100 (50)."),
      cursor: param("`next_cursor` of the page before."),
    }),
    answers: { 200: v.object({ results: v.array(SearchHit), next_cursor: v.nullable(v.string()) }) },
  }),
}

export const routes = {
  resolve: endpoint({
    method: "GET",
    path: "/api/routes/{workspace_route_id}/{target_route_id}",
    tag: "Links",
    summary: "What a link of the web app points at; both ids public or both inner.",
    description: "A bot needs `channels:read`, `dms:read` or `threads:read`, by what is found.",
    auth: "any",
    answers: { 200: v.object({ route: RouteTarget }) },
  }),
}
