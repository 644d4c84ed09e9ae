import { api } from "../api/index.ts"
import type { Services } from "../domain/index.ts"
import { empty, ok, route } from "./route.ts"

/** The devices that somebody is told on. */
export const pushRoutes = ({ push }: Services) => [
  route(api.push.status, async ({ actor, query }) => ok(await push.status(actor, query.device))),

  route(api.push.subscribe, async ({ actor, body }) => ok({ subscription: await push.subscribe(actor, body) })),

  route(api.push.unsubscribe, async ({ actor, body }) => {
    await push.unsubscribe(actor, body)
    return empty()
  }),

  route(api.push.test, async ({ actor, body }) => {
    await push.test(actor, body)
    return empty()
  }),
]
