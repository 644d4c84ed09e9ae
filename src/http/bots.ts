import { api } from "../api/index.ts"
import type { Config } from "../config.ts"
import type { Services } from "../domain/index.ts"
import { ipOf, localOrigin } from "./caller.ts"
import { created, empty, ok, route } from "./route.ts"

type Parts = { services: Services; config: Config }

/** Bots, their credentials, setup codes and menus, and the record of who administered what. */
export const botRoutes = ({ services: { auditLog, bots, botTokens, setupCodes, botCommands }, config }: Parts) => [
  route(api.bots.list, async ({ actor, params }) => ok({ bots: await bots.list(actor, params.workspace_id) })),

  route(api.bots.create, async ({ actor, params, body }) =>
    created(await bots.create(actor, params.workspace_id, body)),
  ),

  route(api.bots.leave, async ({ actor, params }) => {
    await bots.leave(actor, params.workspace_id, params.bot_user_id)
    return empty()
  }),

  route(api.bots.remove, async ({ actor, params }) =>
    ok({ deleted_bot: await bots.remove(actor, params.bot_user_id) }),
  ),

  route(api.me.bots, async ({ actor }) => ok({ bots: await bots.own(actor) })),

  route(api.bots.tokens, async ({ actor, params }) =>
    ok({ bot_tokens: await botTokens.list(actor, params.workspace_id, params.bot_user_id) }),
  ),

  route(api.bots.createToken, async ({ actor, params, body }) =>
    created({ bot_token: await botTokens.create(actor, params.workspace_id, params.bot_user_id, body) }),
  ),

  route(api.bots.soleTokens, async ({ actor, params }) =>
    ok({ bot_tokens: await botTokens.listSole(actor, params.bot_user_id) }),
  ),

  route(api.bots.createSoleToken, async ({ actor, params, body }) =>
    created({ bot_token: await botTokens.createSole(actor, params.bot_user_id, body) }),
  ),

  route(api.bots.revokeToken, async ({ actor, params }) =>
    ok({ bot_token: await botTokens.revoke(actor, params.token_id) }),
  ),

  route(api.bots.createSetupCode, async ({ actor, params, body, c }) => {
    const local = localOrigin(c, config)
    return created({
      setup_code: await setupCodes.create(actor, params.workspace_id, params.bot_user_id, body, local),
    })
  }),

  route(api.bots.claimSetupCode, async ({ body, c }) =>
    ok(await setupCodes.claim(body.code, ipOf(c), localOrigin(c, config))),
  ),

  route(api.bots.commands, async ({ actor, params }) =>
    ok({ bot_commands: await botCommands.list(actor, params.workspace_id) }),
  ),

  route(api.bots.replaceCommands, async ({ actor, body }) =>
    ok({ bot_commands: await botCommands.replace(actor, body.commands) }),
  ),

  route(api.auditLog.list, async ({ actor, params, query }) =>
    ok({ audit_log_entries: await auditLog.list(actor, params.workspace_id, query.limit) }),
  ),
]
