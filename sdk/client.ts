import type { InputOf } from "../src/api/endpoint.ts"
import type { Api } from "../src/api/index.ts"
import { accounts } from "./accounts.ts"
import { robots } from "./bots.ts"
import { integrations } from "./integrations.ts"
import { conversations } from "./messages.ts"
import { notifications } from "./push.ts"
import { createRealtime } from "./realtime.ts"
import { type ClientOptions, createTransport, type ParamsOf } from "./request.ts"
import { files } from "./uploads.ts"
import { teams } from "./workspaces.ts"

type Realtime = Api["realtime"]

/** The whole API by noun and verb: `createClient({ baseUrl, token }).messages.post(channelId, { body })`. */
export const createClient = (options: ClientOptions = {}) => {
  const transport = createTransport(options)
  const { call, request } = transport
  const { connect, tail } = createRealtime(transport, options)
  return {
    request,
    ...accounts(call),
    ...notifications(call),
    ...teams(call),
    ...conversations(call),
    ...files(transport),
    ...robots(call),
    ...integrations(call),
    events: {
      list: (query: ParamsOf<Realtime["events"]>) => call<Realtime["events"]>("GET", "/api/realtime/events", { query }),
      /** The newest cursor: take it, load what there is, then connect with it. */
      tail,
      /** Typing, presence, progress: for who listens now. */
      send: (input: InputOf<Realtime["send"]>) =>
        call<Realtime["send"]>("POST", "/api/realtime/ephemeral", { body: input }),
      types: () => call<Api["server"]["eventTypes"]>("GET", "/api/event-types"),
    },
    realtime: { connect },
    server: {
      health: () => call<Api["server"]["health"]>("GET", "/healthz"),
      ready: () => call<Api["server"]["ready"]>("GET", "/readyz"),
      homeLink: () => call<Api["server"]["homeLink"]>("GET", "/api/home-link"),
    },
  }
}
export type Client = ReturnType<typeof createClient>
