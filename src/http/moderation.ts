import { api } from "../api/index.ts"
import type { Services } from "../domain/index.ts"
import { created, ok, route } from "./route.ts"

/** What moderators decide, and what channels keep in order: pins and topics. */
export const moderationRoutes = ({ moderation, pins, topics }: Services) => [
  route(api.moderation.list, async ({ actor, params }) =>
    ok({ members: await moderation.list(actor, params.workspace_id) }),
  ),

  route(api.moderation.update, async ({ actor, params, body }) =>
    ok(await moderation.update(actor, params.workspace_id, params.user_id, body)),
  ),

  route(api.pins.list, async ({ actor, params, query }) =>
    ok({ messages: await pins.list(actor, params.channel_id, query.limit) }),
  ),

  route(api.pins.add, async ({ actor, params, body }) =>
    created(await pins.add(actor, params.channel_id, body.message_id)),
  ),

  route(api.pins.remove, async ({ actor, params }) =>
    ok({ event: await pins.remove(actor, params.channel_id, params.message_id) }),
  ),

  route(api.topics.list, async ({ actor, params }) => ok({ topics: await topics.list(actor, params.workspace_id) })),

  route(api.topics.create, async ({ actor, params, body }) =>
    created({ topic: await topics.create(actor, params.workspace_id, body) }),
  ),
]
