import { auth, setup } from "./auth.ts"
import { bots } from "./bots.ts"
import { channels, pins, topics } from "./channels.ts"
import { dms } from "./dms.ts"
import type { Endpoint } from "./endpoint.ts"
import { incomingHooks } from "./incoming-hooks.ts"
import { apps, auditLog, connectedAccounts, hooks, slashCommands, subscriptions } from "./integrations.ts"
import { invites } from "./invites.ts"
import { me } from "./me.ts"
import { messages, reactions, threads } from "./messages.ts"
import { push } from "./push.ts"
import { realtime } from "./realtime.ts"
import { routes, search } from "./search.ts"
import { server } from "./server.ts"
import { uploads } from "./uploads.ts"
import { members, moderation, workspaces } from "./workspaces.ts"

/** Every route of the API, by noun and verb. */
export const api = {
  server,
  auth,
  setup,
  me,
  push,
  workspaces,
  members,
  moderation,
  invites,
  channels,
  pins,
  topics,
  messages,
  threads,
  reactions,
  dms,
  uploads,
  search,
  routes,
  realtime,
  bots,
  apps,
  slashCommands,
  subscriptions,
  auditLog,
  connectedAccounts,
  hooks,
  incomingHooks,
}
export type Api = typeof api

const named = Object.entries(api).flatMap(([noun, verbs]) =>
  Object.entries(verbs).map(([verb, endpoint]): [Endpoint, string] => [endpoint, `${noun}.${verb}`]),
)

export const endpoints: Endpoint[] = named.map(([endpoint]) => endpoint)

const names = new Map(named)

/** `messages.post`: how the reference and the SDK call an endpoint. */
export const nameOf = (endpoint: Endpoint): string => names.get(endpoint) ?? `${endpoint.method} ${endpoint.path}`
