import { api } from "../api/index.ts"
import type { Services } from "../domain/index.ts"
import { ok, route } from "./route.ts"

/** Finding messages. */
export const searchRoutes = ({ search }: Services) => [
  route(api.search.messages, async ({ actor, query }) => ok(await search.messages(actor, query))),
]
