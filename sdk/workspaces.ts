import type { InputOf } from "../src/api/endpoint.ts"
import type { Api } from "../src/api/index.ts"
import { type Call, type ParamsOf, path } from "./request.ts"

type Workspaces = Api["workspaces"]
type Members = Api["members"]
type Moderation = Api["moderation"]
type Channels = Api["channels"]
type Pins = Api["pins"]
type Topics = Api["topics"]
type Realtime = Api["realtime"]

export const teams = (call: Call) => ({
  workspaces: {
    list: () => call<Workspaces["list"]>("GET", "/api/workspaces"),
    create: (input: InputOf<Workspaces["create"]>) =>
      call<Workspaces["create"]>("POST", "/api/workspaces", { body: input }),
    get: (workspaceId: string) => call<Workspaces["get"]>("GET", path`/api/workspaces/${workspaceId}`),
    update: (workspaceId: string, input: InputOf<Workspaces["update"]>) =>
      call<Workspaces["update"]>("PATCH", path`/api/workspaces/${workspaceId}`, { body: input }),
    transfer: (workspaceId: string, userId: string) =>
      call<Workspaces["transfer"]>("POST", path`/api/workspaces/${workspaceId}/transfer-ownership`, {
        body: { user_id: userId },
      }),
    remove: (workspaceId: string) => call<Workspaces["remove"]>("DELETE", path`/api/workspaces/${workspaceId}`),
  },
  members: {
    list: (workspaceId: string, query?: ParamsOf<Members["list"]>) =>
      call<Members["list"]>("GET", path`/api/workspaces/${workspaceId}/members`, { query }),
  },
  moderation: {
    list: (workspaceId: string) =>
      call<Moderation["list"]>("GET", path`/api/workspaces/${workspaceId}/moderation/members`),
    update: (workspaceId: string, userId: string, input: InputOf<Moderation["update"]>) =>
      call<Moderation["update"]>("PATCH", path`/api/workspaces/${workspaceId}/moderation/members/${userId}`, {
        body: input,
      }),
  },
  presence: {
    list: (workspaceId: string) => call<Realtime["presence"]>("GET", path`/api/workspaces/${workspaceId}/presence`),
  },
  channels: {
    list: (workspaceId: string) => call<Channels["list"]>("GET", path`/api/workspaces/${workspaceId}/channels`),
    create: (workspaceId: string, input: InputOf<Channels["create"]>) =>
      call<Channels["create"]>("POST", path`/api/workspaces/${workspaceId}/channels`, { body: input }),
    update: (channelId: string, input: InputOf<Channels["update"]>) =>
      call<Channels["update"]>("PATCH", path`/api/channels/${channelId}`, { body: input }),
    notifications: (channelId: string) =>
      call<Channels["notifications"]>("GET", path`/api/channels/${channelId}/notification-settings`),
    setNotifications: (channelId: string, preference: "all" | "mentions" | "muted") =>
      call<Channels["setNotifications"]>("PATCH", path`/api/channels/${channelId}/notification-settings`, {
        body: { preference },
      }),
    /** Who belongs to a private channel. */
    members: (channelId: string) => call<Channels["members"]>("GET", path`/api/channels/${channelId}/members`),
    addMember: (channelId: string, userId: string) =>
      call<Channels["addMember"]>("POST", path`/api/channels/${channelId}/members`, { body: { user_id: userId } }),
    /** With my own id: leave. */
    removeMember: (channelId: string, userId: string) =>
      call<Channels["removeMember"]>("DELETE", path`/api/channels/${channelId}/members/${userId}`),
  },
  pins: {
    list: (channelId: string, query?: ParamsOf<Pins["list"]>) =>
      call<Pins["list"]>("GET", path`/api/channels/${channelId}/pins`, { query }),
    add: (channelId: string, messageId: string) =>
      call<Pins["add"]>("POST", path`/api/channels/${channelId}/pins`, { body: { message_id: messageId } }),
    remove: (channelId: string, messageId: string) =>
      call<Pins["remove"]>("DELETE", path`/api/channels/${channelId}/pins/${messageId}`),
  },
  topics: {
    list: (workspaceId: string) => call<Topics["list"]>("GET", path`/api/workspaces/${workspaceId}/topics`),
    create: (workspaceId: string, input: InputOf<Topics["create"]>) =>
      call<Topics["create"]>("POST", path`/api/workspaces/${workspaceId}/topics`, { body: input }),
  },
})
