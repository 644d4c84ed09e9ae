import { api } from "../api/index.ts"
import type { Services } from "../domain/index.ts"
import { created, ok, route } from "./route.ts"

/** Ways in for programs that speak something else: each posts as whoever the credential belongs to. */
export const hookRoutes = ({ messages, slashCalls }: Services) => [
  route(api.hooks.mattermost, async ({ actor, params, body, correlation_id }) =>
    created(await messages.post(actor, params.channel_id, { body: body.text, correlation_id })),
  ),

  route(api.hooks.slash, async ({ actor, params, body, correlation_id }) => {
    const spoken = await slashCalls.speak(actor, params.channel_id, { ...body, correlation_id })
    return spoken.invocation ? ok(spoken) : created(spoken)
  }),
]
