import type { InputOf } from "../src/api/endpoint.ts"
import type { Api } from "../src/api/index.ts"
import { type Call, type ParamsOf, path } from "./request.ts"

type Apps = Api["apps"]
type Commands = Api["slashCommands"]
type Subscriptions = Api["subscriptions"]
type Accounts = Api["connectedAccounts"]
type AuditLog = Api["auditLog"]
type Hooks = Api["hooks"]
type IncomingHooks = Api["incomingHooks"]

export const integrations = (call: Call) => ({
  apps: {
    list: (workspaceId: string) => call<Apps["list"]>("GET", path`/api/workspaces/${workspaceId}/app-installations`),
    install: (workspaceId: string, input: InputOf<Apps["install"]>) =>
      call<Apps["install"]>("POST", path`/api/workspaces/${workspaceId}/app-installations`, { body: input }),
    revoke: (installationId: string, input: InputOf<Apps["revoke"]> = {}) =>
      call<Apps["revoke"]>("POST", path`/api/app-installations/${installationId}/revoke`, { body: input }),
  },
  slashCommands: {
    list: (workspaceId: string) => call<Commands["list"]>("GET", path`/api/workspaces/${workspaceId}/slash-commands`),
    create: (workspaceId: string, input: InputOf<Commands["create"]>) =>
      call<Commands["create"]>("POST", path`/api/workspaces/${workspaceId}/slash-commands`, { body: input }),
    revoke: (commandId: string) => call<Commands["revoke"]>("POST", path`/api/slash-commands/${commandId}/revoke`),
    rotateSecret: (commandId: string) =>
      call<Commands["rotateSecret"]>("POST", path`/api/slash-commands/${commandId}/rotate-secret`),
  },
  subscriptions: {
    list: (workspaceId: string) =>
      call<Subscriptions["list"]>("GET", path`/api/workspaces/${workspaceId}/event-subscriptions`),
    create: (workspaceId: string, input: InputOf<Subscriptions["create"]>) =>
      call<Subscriptions["create"]>("POST", path`/api/workspaces/${workspaceId}/event-subscriptions`, { body: input }),
    revoke: (subscriptionId: string) =>
      call<Subscriptions["revoke"]>("POST", path`/api/event-subscriptions/${subscriptionId}/revoke`),
    rotateSecret: (subscriptionId: string) =>
      call<Subscriptions["rotateSecret"]>("POST", path`/api/event-subscriptions/${subscriptionId}/rotate-secret`),
    deliveries: (subscriptionId: string, query?: ParamsOf<Subscriptions["deliveries"]>) =>
      call<Subscriptions["deliveries"]>("GET", path`/api/event-subscriptions/${subscriptionId}/deliveries`, { query }),
    redeliver: (subscriptionId: string, deliveryId: string) =>
      call<Subscriptions["redeliver"]>(
        "POST",
        path`/api/event-subscriptions/${subscriptionId}/deliveries/${deliveryId}/redeliver`,
      ),
  },
  auditLog: {
    list: (workspaceId: string, query?: ParamsOf<AuditLog["list"]>) =>
      call<AuditLog["list"]>("GET", path`/api/workspaces/${workspaceId}/audit-log`, { query }),
  },
  connectedAccounts: {
    list: (workspaceId: string) =>
      call<Accounts["list"]>("GET", path`/api/workspaces/${workspaceId}/connected-accounts`),
    create: (workspaceId: string, input: InputOf<Accounts["create"]>) =>
      call<Accounts["create"]>("POST", path`/api/workspaces/${workspaceId}/connected-accounts`, { body: input }),
    revoke: (accountId: string) => call<Accounts["revoke"]>("POST", path`/api/connected-accounts/${accountId}/revoke`),
  },
  incomingHooks: {
    list: (channelId: string) => call<IncomingHooks["list"]>("GET", path`/api/channels/${channelId}/incoming-hooks`),
    create: (channelId: string, input: InputOf<IncomingHooks["create"]>) =>
      call<IncomingHooks["create"]>("POST", path`/api/channels/${channelId}/incoming-hooks`, { body: input }),
    revoke: (hookId: string) => call<IncomingHooks["revoke"]>("POST", path`/api/incoming-hooks/${hookId}/revoke`),
  },
  hooks: {
    mattermost: (channelId: string, text: string) =>
      call<Hooks["mattermost"]>("POST", path`/api/hooks/mattermost/${channelId}`, { body: { text } }),
    /** Runs a registered command, or posts both as they are. */
    slash: (channelId: string, command: string, text = "") =>
      call<Hooks["slash"]>("POST", path`/api/hooks/slash/${channelId}`, {
        form: new URLSearchParams({ command, text }),
      }),
  },
})
