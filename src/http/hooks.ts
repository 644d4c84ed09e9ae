import { api } from "../api/index.ts"
import type { Services } from "../domain/index.ts"
import { fail } from "../errors.ts"
import { created, route } from "./route.ts"

/** Ways in for programs that speak something else: each posts as whoever the credential belongs to. */
export const hookRoutes = ({ messages }: Services) => [
  route(api.hooks.mattermost, async ({ actor, params, body, correlation_id }) =>
    created(await messages.post(actor, params.channel_id!, { body: body.text, correlation_id })),
  ),

  route(api.hooks.slash, async ({ actor, params, body, correlation_id }) => {
    const text = `${body.command?.trim() ?? ""} ${body.text?.trim() ?? ""}`.trim()
    if (!text) fail("invalid", "command or text is required")
    const posted = await messages.post(actor, params.channel_id!, { body: text, correlation_id })
    return created({ response_type: "in_channel", text, ...posted })
  }),
]
