import * as v from "valibot"
import { Event } from "../events.ts"
import { setupNonce } from "./bots.ts"
import { endpoint } from "./endpoint.ts"
import { json, line, maxPoints, name, optional, param } from "./kit.ts"
import {
  AppInstallation,
  AuditLogEntry,
  ConnectedAccount,
  DeletedBot,
  EventDeliveryAttempt,
  EventSubscription,
  Message,
  SlashCommand,
  SlashCommandInvocation,
} from "./objects.ts"

const tag = "Integrations"
const text = optional(v.string())
const filled = v.pipe(v.string(), v.trim(), v.nonEmpty("is required"))
const number = v.pipe(v.number(), v.integer())
const Command = v.object({ slash_command: SlashCommand })
const Subscription = v.object({ event_subscription: EventSubscription })
const Account = v.object({ connected_account: ConnectedAccount })

export const apps = {
  list: endpoint({
    method: "GET",
    path: "/api/workspaces/{workspace_id}/app-installations",
    tag,
    summary: "The apps that are installed.",
    auth: "human",
    answers: { 200: v.object({ app_installations: v.array(AppInstallation) }) },
  }),
  install: endpoint({
    method: "POST",
    path: "/api/workspaces/{workspace_id}/app-installations",
    tag,
    summary: "Installs an app with its bot. Managers only.",
    auth: "human",
    body: v.object({
      app_slug: filled,
      bot_user_id: filled,
      display_name: optional(name(80)),
      config: optional(json),
      setup_nonce: setupNonce,
    }),
    answers: { 201: v.object({ app_installation: AppInstallation }) },
  }),
  revoke: endpoint({
    method: "POST",
    path: "/api/app-installations/{installation_id}/revoke",
    tag,
    summary: "Removes an app and, as asked, what hangs on it. Managers only.",
    auth: "human",
    body: v.object({
      revoke_slash_commands: optional(v.boolean()),
      revoke_event_subscriptions: optional(v.boolean()),
      revoke_bot_tokens: optional(v.boolean()),
      delete_bot: optional(v.boolean()),
    }),
    bodyOptional: true,
    answers: {
      200: v.object({
        installation: AppInstallation,
        revoked: v.object({ slash_commands: number, event_subscriptions: number, bot_tokens: number }),
        deleted_bot: v.optional(DeletedBot),
      }),
    },
  }),
}

export const slashCommands = {
  list: endpoint({
    method: "GET",
    path: "/api/workspaces/{workspace_id}/slash-commands",
    tag,
    summary: "The registered commands.",
    auth: "human",
    answers: { 200: v.object({ slash_commands: v.array(SlashCommand) }) },
  }),
  create: endpoint({
    method: "POST",
    path: "/api/workspaces/{workspace_id}/slash-commands",
    tag,
    summary: "Registers a command that calls an address; the signing secret is told once. Managers only.",
    auth: "human",
    body: v.object({
      command: filled,
      callback_url: filled,
      bot_user_id: filled,
      description: optional(line(500)),
      app_installation_id: text,
    }),
    answers: { 201: Command },
  }),
  revoke: endpoint({
    method: "POST",
    path: "/api/slash-commands/{command_id}/revoke",
    tag,
    summary: "Ends a command. Managers only.",
    auth: "human",
    answers: { 200: Command },
  }),
  rotateSecret: endpoint({
    method: "POST",
    path: "/api/slash-commands/{command_id}/rotate-secret",
    tag,
    summary: "Gives a command a fresh signing secret; the old one is dead. Managers only.",
    auth: "human",
    answers: { 200: Command },
  }),
}

export const subscriptions = {
  list: endpoint({
    method: "GET",
    path: "/api/workspaces/{workspace_id}/event-subscriptions",
    tag,
    summary: "Which addresses hear of events.",
    auth: "human",
    answers: { 200: v.object({ event_subscriptions: v.array(EventSubscription) }) },
  }),
  create: endpoint({
    method: "POST",
    path: "/api/workspaces/{workspace_id}/event-subscriptions",
    tag,
    summary: "Sends events to an address, signed; the secret is told once. Managers only.",
    description:
      "`event_types` are durable names or `*`. Events are sent one after the other in the order of the log, each at least once. What fails is sent again after half a minute, then twice as long each time up to an hour, and as soon as the address answers again; after ten failures in a row everything waits in its order; after a day an event is given up, with an entry in the audit log. The subscription hears what its app's bot, or else its maker, may see.",
    auth: "human",
    body: v.object({ event_types: v.array(v.string()), callback_url: filled, app_installation_id: text }),
    answers: { 201: Subscription },
  }),
  revoke: endpoint({
    method: "POST",
    path: "/api/event-subscriptions/{subscription_id}/revoke",
    tag,
    summary: "Ends a subscription. Managers only.",
    auth: "human",
    answers: { 200: Subscription },
  }),
  rotateSecret: endpoint({
    method: "POST",
    path: "/api/event-subscriptions/{subscription_id}/rotate-secret",
    tag,
    summary: "Gives a subscription a fresh secret; the old one is dead. Managers only.",
    auth: "human",
    answers: { 200: Subscription },
  }),
  deliveries: endpoint({
    method: "GET",
    path: "/api/event-subscriptions/{subscription_id}/deliveries",
    tag,
    summary: "What was sent and what came back, newest first. Managers only.",
    description:
      "An event that the caller may not see, such as another person's direct message, stands there without what was sent and what came back. Kept for 30 days.",
    auth: "human",
    query: v.object({ limit: param("1 to 200 (50)."), before: param("`next_cursor` of the page before.") }),
    answers: { 200: v.object({ deliveries: v.array(EventDeliveryAttempt), next_cursor: v.nullable(v.string()) }) },
  }),
  redeliver: endpoint({
    method: "POST",
    path: "/api/event-subscriptions/{subscription_id}/deliveries/{delivery_id}/redeliver",
    tag,
    summary: "Sends an event once more, now, and tells what came of it. Managers only.",
    description: "The event as it is now, signed with the secret of now; the answer is a delivery of its own.",
    auth: "human",
    answers: { 200: v.object({ delivery: EventDeliveryAttempt }) },
  }),
}

export const auditLog = {
  list: endpoint({
    method: "GET",
    path: "/api/workspaces/{workspace_id}/audit-log",
    tag,
    summary: "Who administered what, newest first.",
    auth: "human",
    query: v.object({ limit: param("1 to 500 (100).") }),
    answers: { 200: v.object({ audit_log_entries: v.array(AuditLogEntry) }) },
  }),
}

export const connectedAccounts = {
  list: endpoint({
    method: "GET",
    path: "/api/workspaces/{workspace_id}/connected-accounts",
    tag,
    summary: "Accounts of members elsewhere, by provider and name.",
    auth: "human",
    answers: { 200: v.object({ connected_accounts: v.array(ConnectedAccount) }) },
  }),
  create: endpoint({
    method: "POST",
    path: "/api/workspaces/{workspace_id}/connected-accounts",
    tag,
    summary: "Notes that a member has an account elsewhere. Managers only.",
    auth: "human",
    body: v.object({
      user_id: filled,
      provider: filled,
      provider_account_id: filled,
      display_name: text,
      scopes: optional(v.array(v.pipe(v.string(), maxPoints(120)))),
      metadata: optional(json),
    }),
    answers: { 201: Account },
  }),
  revoke: endpoint({
    method: "POST",
    path: "/api/connected-accounts/{account_id}/revoke",
    tag,
    summary: "Forgets an account elsewhere. Managers, or whose account it is.",
    auth: "human",
    answers: { 200: Account },
  }),
}

export const hooks = {
  mattermost: endpoint({
    method: "POST",
    path: "/api/hooks/mattermost/{channel_id}",
    tag: "Hooks",
    summary: "Posts `text` as whoever the token belongs to; for senders that speak Mattermost's webhooks.",
    auth: "any",
    scope: "messages:write",
    body: v.object({ text: v.string() }),
    answers: { 201: v.object({ message: Message, event: Event }) },
  }),
  slash: endpoint({
    method: "POST",
    path: "/api/hooks/slash/{channel_id}",
    tag: "Hooks",
    summary: "Runs a registered command (200), or posts command and text as they are (201).",
    description: "502 when the command's address fails.",
    auth: "any",
    scope: "messages:write",
    form: {
      type: "application/x-www-form-urlencoded",
      fields: v.object({
        command: v.optional(v.string()),
        text: v.optional(v.string()),
        user_name: v.optional(v.string()),
      }),
    },
    answers: {
      200: v.object({
        response_type: v.string(),
        text: v.string(),
        message: v.optional(Message),
        event: v.optional(Event),
        invocation: SlashCommandInvocation,
      }),
      201: v.object({ response_type: v.literal("in_channel"), text: v.string(), message: Message, event: Event }),
    },
  }),
}
