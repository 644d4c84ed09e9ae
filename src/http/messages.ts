import { api } from "../api/index.ts"
import type { Services } from "../domain/index.ts"
import type { Event } from "../events.ts"
import { created, ok, type Reply, route } from "./route.ts"

/** Stands where nothing happened (contract: overview, "Odd cases"). */
const noEvent = { id: "", cursor: "", type: "", workspace_id: "", created_at: "0001-01-01T00:00:00Z", payload: null }

/** Tells the plugin that a 404 means "no such message" and not "no such route". */
const nonces = { "X-ClickClack-Message-Nonce": "supported" }

/** A created thing with its event; the replay of an idempotent create has none. */
export const createdOrReplayed = <T extends { event: Event | null }>({ event, ...rest }: T): Reply =>
  event ? created({ ...rest, event }) : ok(rest)

export const messageRoutes = ({ messages, threads, reactions }: Services) => [
  route(api.messages.list, async ({ actor, params, query }) =>
    ok(await messages.list(actor, params.channel_id, query)),
  ),

  route(api.messages.post, async ({ actor, params, body, correlation_id }) =>
    createdOrReplayed(await messages.post(actor, params.channel_id, { ...body, correlation_id })),
  ),

  {
    ...route(api.messages.byNonce, async ({ actor, query }) =>
      ok({ message: await messages.byNonce(actor, query.workspace_id, query.nonce) }),
    ),
    headers: nonces,
  },

  route(api.messages.get, async ({ actor, params }) => ok({ message: await messages.find(actor, params.message_id) })),

  route(api.messages.edit, async ({ actor, params, body }) =>
    ok(await messages.edit(actor, params.message_id, body.body)),
  ),

  route(api.messages.remove, async ({ actor, params }) => {
    const { message, event } = await messages.remove(actor, params.message_id)
    return ok({ message, event: event ?? noEvent })
  }),

  route(api.messages.route, async ({ actor, params }) =>
    ok({ message: await messages.route(actor, params.message_id) }),
  ),

  route(api.threads.open, async ({ actor, params, query }) => ok(await threads.open(actor, params.message_id, query))),

  route(api.threads.reply, async ({ actor, params, body, correlation_id }) => {
    const answer = await threads.reply(actor, params.message_id, { ...body, correlation_id })
    return answer.events ? created(answer) : ok(answer)
  }),

  route(api.reactions.add, async ({ actor, params, body }) => {
    const { event, reactions: list } = await reactions.add(actor, params.message_id, body.emoji)
    return event ? created({ event, reactions: list }) : ok({ event: noEvent, reactions: list })
  }),

  route(api.reactions.remove, async ({ actor, params }) => {
    const { event, reactions: list } = await reactions.remove(actor, params.message_id, params.emoji)
    return ok({ event: event ?? noEvent, reactions: list })
  }),
]
