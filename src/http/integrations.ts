import { api } from "../api/index.ts"
import type { Services } from "../domain/index.ts"
import { created, ok, route } from "./route.ts"

/** Apps, the commands and addresses that they bring, and accounts elsewhere. */
export const integrationRoutes = ({ apps, connectedAccounts, slashCommands, subscriptions }: Services) => [
  route(api.apps.list, async ({ actor, params }) =>
    ok({ app_installations: await apps.list(actor, params.workspace_id) }),
  ),

  route(api.apps.install, async ({ actor, params, body }) =>
    created({ app_installation: await apps.install(actor, params.workspace_id, body) }),
  ),

  route(api.apps.revoke, async ({ actor, params, body }) => ok(await apps.revoke(actor, params.installation_id, body))),

  route(api.slashCommands.list, async ({ actor, params }) =>
    ok({ slash_commands: await slashCommands.list(actor, params.workspace_id) }),
  ),

  route(api.slashCommands.create, async ({ actor, params, body }) =>
    created({ slash_command: await slashCommands.create(actor, params.workspace_id, body) }),
  ),

  route(api.slashCommands.revoke, async ({ actor, params }) =>
    ok({ slash_command: await slashCommands.revoke(actor, params.command_id) }),
  ),

  route(api.slashCommands.rotateSecret, async ({ actor, params }) =>
    ok({ slash_command: await slashCommands.rotateSecret(actor, params.command_id) }),
  ),

  route(api.subscriptions.list, async ({ actor, params }) =>
    ok({ event_subscriptions: await subscriptions.list(actor, params.workspace_id) }),
  ),

  route(api.subscriptions.create, async ({ actor, params, body }) =>
    created({ event_subscription: await subscriptions.create(actor, params.workspace_id, body) }),
  ),

  route(api.subscriptions.revoke, async ({ actor, params }) =>
    ok({ event_subscription: await subscriptions.revoke(actor, params.subscription_id) }),
  ),

  route(api.subscriptions.rotateSecret, async ({ actor, params }) =>
    ok({ event_subscription: await subscriptions.rotateSecret(actor, params.subscription_id) }),
  ),

  route(api.subscriptions.deliveries, async ({ actor, params, query }) =>
    ok(await subscriptions.deliveries(actor, params.subscription_id, query)),
  ),

  route(api.subscriptions.redeliver, async ({ actor, params }) =>
    ok({ delivery: await subscriptions.redeliver(actor, params.subscription_id, params.delivery_id) }),
  ),

  route(api.connectedAccounts.list, async ({ actor, params }) =>
    ok({ connected_accounts: await connectedAccounts.list(actor, params.workspace_id) }),
  ),

  route(api.connectedAccounts.create, async ({ actor, params, body }) =>
    created({ connected_account: await connectedAccounts.create(actor, params.workspace_id, body) }),
  ),

  route(api.connectedAccounts.revoke, async ({ actor, params }) =>
    ok({ connected_account: await connectedAccounts.revoke(actor, params.account_id) }),
  ),
]
