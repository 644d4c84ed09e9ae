import { api } from "../api/index.ts"
import type { Config } from "../config.ts"
import { standingIn } from "../domain/access.ts"
import type { Services } from "../domain/index.ts"
import { fail } from "../errors.ts"
import { eventTypes } from "../events.ts"
import type { Hub } from "../realtime/hub.ts"
import type { Store } from "../store/index.ts"
import { offeredToken } from "./auth.ts"
import { isSameOrigin } from "./origin.ts"
import { ok, route, upgraded } from "./route.ts"

type Parts = { services: Services; hub: Hub; store: Store; config: Config }

export const realtimeRoutes = ({ services: { realtime }, hub, store, config }: Parts) => [
  route(api.server.eventTypes, async () => ok({ event_types: eventTypes })),

  route(api.realtime.events, async ({ actor, query }) => ok(await realtime.events(actor, query))),

  route(api.realtime.send, async ({ actor, body }) => ({
    status: 202,
    json: { event: await realtime.send(actor, body) },
  })),

  route(api.realtime.presence, async ({ actor, params }) => {
    const standing = await standingIn(store.read, actor, params.workspace_id)
    if (standing.role === "guest") fail("forbidden", "guests cannot see who is online")
    return ok({ online: hub.online(params.workspace_id) })
  }),

  route(api.realtime.socket, async ({ actor, query, c }) => {
    const { headers } = c.req.raw
    // A browser sends cookies with a socket whoever opens it, so the page must be ours.
    if (headers.has("origin") && !isSameOrigin(headers, config))
      fail("forbidden", "this page may not open a socket here")
    await standingIn(store.read, actor, query.workspace_id)
    const protocol = offeredToken(c.req.raw)
    const data = {
      actor,
      workspace_id: query.workspace_id,
      after_cursor: query.after_cursor ?? "",
      presence: query.presence === "true",
    }
    const done = c.env.server.upgrade(c.req.raw, {
      data,
      headers: {
        "X-Correlation-ID": c.env.correlation_id,
        ...(protocol ? { "Sec-WebSocket-Protocol": protocol } : {}),
      },
    })
    if (done) return upgraded
    return Response.json({ error: "this address answers a WebSocket handshake" }, { status: 426 })
  }),
]
