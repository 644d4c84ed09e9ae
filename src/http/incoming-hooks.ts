import { api } from "../api/index.ts"
import type { Services } from "../domain/index.ts"
import { ipOf } from "./caller.ts"
import { created, ok, route } from "./route.ts"

/** Addresses that post for whoever knows them. */
export const incomingHookRoutes = ({ incomingHooks }: Services) => [
  route(api.incomingHooks.list, async ({ actor, params }) =>
    ok({ incoming_hooks: await incomingHooks.list(actor, params.channel_id) }),
  ),

  route(api.incomingHooks.create, async ({ actor, params, body, c }) =>
    created({
      incoming_hook: await incomingHooks.create(actor, params.channel_id, body, new URL(c.req.url).origin),
    }),
  ),

  route(api.incomingHooks.revoke, async ({ actor, params }) =>
    ok({ incoming_hook: await incomingHooks.revoke(actor, params.hook_id) }),
  ),

  route(api.incomingHooks.post, async ({ params, body, correlation_id, c }) => {
    await incomingHooks.post(params.secret, ipOf(c), body, correlation_id)
    return new Response("ok", { headers: { "Content-Type": "text/plain; charset=utf-8" } })
  }),
]
