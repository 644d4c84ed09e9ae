import * as v from "valibot"
import { Event } from "../events.ts"
import { endpoint } from "./endpoint.ts"
import { count, name, optional, param } from "./kit.ts"
import {
  Channel,
  ChannelMember,
  ChannelNotificationSettings,
  Message,
  PinnedMessage,
  ReadReceipt,
  Topic,
} from "./objects.ts"

const tag = "Channels"
const Changed = v.object({ channel: Channel, event: Event })
const text = optional(v.string())

const presentation = {
  display_title: text,
  kind: text,
  external_managed: optional(v.boolean()),
  external_ref: text,
  external_url: text,
  sidebar_section: text,
}

export const channels = {
  list: endpoint({
    method: "GET",
    path: "/api/workspaces/{workspace_id}/channels",
    tag,
    summary: "The channels that I can read, by name, archived ones included.",
    auth: "any",
    scope: "channels:read",
    answers: { 200: v.object({ channels: v.array(Channel) }) },
  }),
  create: endpoint({
    method: "POST",
    path: "/api/workspaces/{workspace_id}/channels",
    tag,
    summary: 'Makes a channel. With `kind: "private"` only its members know that it exists.',
    description: "The name becomes a slug: lower-case letters, digits and hyphens.",
    auth: "any",
    scope: "channels:write",
    body: v.object({ name: v.string(), ...presentation }),
    answers: { 201: Changed },
  }),
  update: endpoint({
    method: "PATCH",
    path: "/api/channels/{channel_id}",
    tag,
    summary: "Renames, archives or changes a channel. The workspace owner or a bot.",
    description: "An empty string clears `display_title`, `external_ref`, `external_url` and `sidebar_section`.",
    auth: "any",
    scope: "channels:write",
    body: v.object({ name: text, archived: optional(v.boolean()), ...presentation }),
    answers: { 200: Changed },
  }),
  read: endpoint({
    method: "POST",
    path: "/api/channels/{channel_id}/read",
    tag,
    summary: "Moves my read mark; never back, never past the last message.",
    auth: "any",
    scope: "messages:read",
    body: v.object({ seq: count }),
    answers: { 200: v.object({ receipt: ReadReceipt }) },
  }),
  notifications: endpoint({
    method: "GET",
    path: "/api/channels/{channel_id}/notification-settings",
    tag,
    summary: "What of a channel notifies me.",
    auth: "any",
    scope: "messages:read",
    answers: { 200: ChannelNotificationSettings },
  }),
  setNotifications: endpoint({
    method: "PATCH",
    path: "/api/channels/{channel_id}/notification-settings",
    tag,
    summary: "Chooses what of a channel notifies me: all, mentions or nothing (muted).",
    auth: "any",
    scope: "messages:write",
    body: v.object({ preference: v.picklist(["all", "mentions", "muted"]) }),
    answers: { 200: ChannelNotificationSettings },
  }),
  members: endpoint({
    method: "GET",
    path: "/api/channels/{channel_id}/members",
    tag,
    summary: "Who belongs to a private channel.",
    auth: "any",
    scope: "channels:read",
    answers: { 200: v.object({ members: v.array(ChannelMember) }) },
  }),
  addMember: endpoint({
    method: "POST",
    path: "/api/channels/{channel_id}/members",
    tag,
    summary: "Brings a member of the workspace into a private channel. Harmless to repeat (200).",
    auth: "any",
    scope: "channels:write",
    body: v.object({ user_id: v.string() }),
    answers: {
      201: v.object({ member: ChannelMember, event: v.optional(Event) }),
      200: v.object({ member: ChannelMember, event: v.optional(Event) }),
    },
  }),
  removeMember: endpoint({
    method: "DELETE",
    path: "/api/channels/{channel_id}/members/{user_id}",
    tag,
    summary: "Takes somebody out of a private channel; with my own id I leave it.",
    auth: "any",
    scope: "channels:write",
    answers: { 200: v.object({ event: Event }) },
  }),
}

export const pins = {
  list: endpoint({
    method: "GET",
    path: "/api/channels/{channel_id}/pins",
    tag: "Pins",
    summary: "The pinned messages of a channel, newest pin first.",
    auth: "any",
    scope: "messages:read",
    query: v.object({ limit: param("1 to 100 (100).") }),
    answers: { 200: v.object({ messages: v.array(Message) }) },
  }),
  add: endpoint({
    method: "POST",
    path: "/api/channels/{channel_id}/pins",
    tag: "Pins",
    summary: "Pins a message of this channel. 409 when it is pinned or 100 are.",
    auth: "any",
    scope: "messages:write",
    body: v.object({ message_id: v.string() }),
    answers: { 201: v.object({ pinned_message: PinnedMessage, event: Event }) },
  }),
  remove: endpoint({
    method: "DELETE",
    path: "/api/channels/{channel_id}/pins/{message_id}",
    tag: "Pins",
    summary: "Unpins a message. 404 when it is not pinned.",
    auth: "any",
    scope: "messages:write",
    answers: { 200: v.object({ event: Event }) },
  }),
}

export const topics = {
  list: endpoint({
    method: "GET",
    path: "/api/workspaces/{workspace_id}/topics",
    tag: "Topics",
    summary: "The labels for messages in a workspace, by name.",
    auth: "any",
    scope: "channels:read",
    answers: { 200: v.object({ topics: v.array(Topic) }) },
  }),
  create: endpoint({
    method: "POST",
    path: "/api/workspaces/{workspace_id}/topics",
    tag: "Topics",
    summary: "Makes a label for the whole workspace or, with `channel_id`, for one channel.",
    auth: "any",
    scope: "channels:write",
    body: v.object({ name: name(80), channel_id: text }),
    answers: { 201: v.object({ topic: Topic }) },
  }),
}
