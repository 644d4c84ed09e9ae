import type { InputOf } from "../src/api/endpoint.ts"
import type { Api } from "../src/api/index.ts"
import { type Call, type ParamsOf, path } from "./request.ts"

type Messages = Api["messages"]
type Threads = Api["threads"]
type Reactions = Api["reactions"]
type Dms = Api["dms"]

const isDm = (place: string) => place.startsWith("dm_")

/** A place is a channel (`chn_…`) or a direct conversation (`dm_…`). */
export const conversations = (call: Call) => ({
  messages: {
    list: (place: string, query?: ParamsOf<Messages["list"]>, signal?: AbortSignal) =>
      isDm(place)
        ? call<Dms["messages"]>("GET", path`/api/dms/${place}/messages`, { query, signal })
        : call<Messages["list"]>("GET", path`/api/channels/${place}/messages`, { query, signal }),
    post: (place: string, input: InputOf<Messages["post"]>) =>
      isDm(place)
        ? call<Dms["post"]>("POST", path`/api/dms/${place}/messages`, { body: input })
        : call<Messages["post"]>("POST", path`/api/channels/${place}/messages`, { body: input }),
    byNonce: (workspaceId: string, nonce: string) =>
      call<Messages["byNonce"]>("GET", "/api/messages/by-nonce", { query: { workspace_id: workspaceId, nonce } }),
    get: (messageId: string) => call<Messages["get"]>("GET", path`/api/messages/${messageId}`),
    edit: (messageId: string, body: string) =>
      call<Messages["edit"]>("PATCH", path`/api/messages/${messageId}`, { body: { body } }),
    remove: (messageId: string) => call<Messages["remove"]>("DELETE", path`/api/messages/${messageId}`),
    /** Gives a root message its public id, for links. */
    route: (messageId: string) => call<Messages["route"]>("POST", path`/api/messages/${messageId}/route`),
    attach: (messageId: string, uploadId: string) =>
      call<Messages["attach"]>("POST", path`/api/messages/${messageId}/attachments`, { body: { upload_id: uploadId } }),
  },
  threads: {
    open: (rootId: string, query?: ParamsOf<Threads["open"]>, signal?: AbortSignal) =>
      call<Threads["open"]>("GET", path`/api/messages/${rootId}/thread`, { query, signal }),
    reply: (rootId: string, input: InputOf<Threads["reply"]>) =>
      call<Threads["reply"]>("POST", path`/api/messages/${rootId}/thread/replies`, { body: input }),
  },
  reactions: {
    add: (messageId: string, emoji: string) =>
      call<Reactions["add"]>("POST", path`/api/messages/${messageId}/reactions`, { body: { emoji } }),
    remove: (messageId: string, emoji: string) =>
      call<Reactions["remove"]>("DELETE", path`/api/messages/${messageId}/reactions/${emoji}`),
  },
  dms: {
    list: (workspaceId: string) => call<Dms["list"]>("GET", "/api/dms", { query: { workspace_id: workspaceId } }),
    create: (workspaceId: string, memberIds: string[]) =>
      call<Dms["create"]>("POST", "/api/dms", { body: { workspace_id: workspaceId, member_ids: memberIds } }),
    get: (conversationId: string) => call<Dms["get"]>("GET", path`/api/dms/${conversationId}`),
    hide: (conversationId: string) => call<Dms["hide"]>("DELETE", path`/api/dms/${conversationId}`),
    open: (conversationId: string) => call<Dms["open"]>("POST", path`/api/dms/${conversationId}/open`),
  },
  reads: {
    mark: (place: string, seq: number) =>
      isDm(place)
        ? call<Dms["read"]>("POST", path`/api/dms/${place}/read`, { body: { seq } })
        : call<Api["channels"]["read"]>("POST", path`/api/channels/${place}/read`, { body: { seq } }),
  },
  search: {
    messages: (query: ParamsOf<Api["search"]["messages"]>, signal?: AbortSignal) =>
      call<Api["search"]["messages"]>("GET", "/api/search", { query, signal }),
  },
  routes: {
    resolve: (workspaceRouteId: string, targetRouteId: string) =>
      call<Api["routes"]["resolve"]>("GET", path`/api/routes/${workspaceRouteId}/${targetRouteId}`),
  },
})
