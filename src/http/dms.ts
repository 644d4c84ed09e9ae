import { api } from "../api/index.ts"
import type { Services } from "../domain/index.ts"
import { createdOrReplayed } from "./messages.ts"
import { created, ok, route } from "./route.ts"

export const dmRoutes = ({ directs, messages, reads }: Services) => [
  route(api.dms.list, async ({ actor, query }) => ok({ conversations: await directs.list(actor, query.workspace_id) })),

  route(api.dms.create, async ({ actor, body }) =>
    created({ conversation: await directs.open(actor, body.workspace_id, body.member_ids) }),
  ),

  route(api.dms.get, async ({ actor, params }) =>
    ok({ conversation: await directs.find(actor, params.conversation_id) }),
  ),

  route(api.dms.hide, async ({ actor, params }) => {
    await directs.setHidden(actor, params.conversation_id, true)
    return ok({ ok: true })
  }),

  route(api.dms.open, async ({ actor, params }) =>
    ok({ conversation: await directs.setHidden(actor, params.conversation_id, false) }),
  ),

  route(api.dms.messages, async ({ actor, params, query }) =>
    ok(await messages.list(actor, params.conversation_id, query)),
  ),

  route(api.dms.post, async ({ actor, params, body, correlation_id }) =>
    createdOrReplayed(await messages.post(actor, params.conversation_id, { ...body, correlation_id })),
  ),

  route(api.dms.read, async ({ actor, params, body }) =>
    ok({ receipt: await reads.mark(actor, params.conversation_id, body.seq) }),
  ),
]
