import { api } from "../api/index.ts"
import type { Services } from "../domain/index.ts"
import { created, empty, ok, route } from "./route.ts"

export const workspaceRoutes = ({ workspaces, members, channels, reads, routes }: Services) => [
  route(api.workspaces.list, async ({ actor }) => ok({ workspaces: await workspaces.list(actor) })),

  route(api.workspaces.create, async ({ actor, body }) => created({ workspace: await workspaces.create(actor, body) })),

  route(api.workspaces.get, async ({ actor, params }) =>
    ok({ workspace: await workspaces.find(actor, params.workspace_id) }),
  ),

  route(api.workspaces.update, async ({ actor, params, body }) =>
    ok(await workspaces.update(actor, params.workspace_id, body)),
  ),

  route(api.workspaces.transfer, async ({ actor, params, body }) =>
    ok(await workspaces.transfer(actor, params.workspace_id, body.user_id)),
  ),

  route(api.workspaces.remove, async ({ actor, params }) => {
    await workspaces.remove(actor, params.workspace_id)
    return empty()
  }),

  route(api.members.list, async ({ actor, params, query }) =>
    ok(await members.list(actor, params.workspace_id, query)),
  ),

  route(api.channels.list, async ({ actor, params }) =>
    ok({ channels: await channels.list(actor, params.workspace_id) }),
  ),

  route(api.channels.create, async ({ actor, params, body }) =>
    created(await channels.create(actor, params.workspace_id, body)),
  ),

  route(api.channels.update, async ({ actor, params, body }) =>
    ok(await channels.update(actor, params.channel_id, body)),
  ),

  route(api.channels.read, async ({ actor, params, body }) =>
    ok({ receipt: await reads.mark(actor, params.channel_id, body.seq) }),
  ),

  route(api.channels.notifications, async ({ actor, params }) =>
    ok({ preference: await channels.preference(actor, params.channel_id) }),
  ),

  route(api.channels.setNotifications, async ({ actor, params, body }) =>
    ok({ preference: await channels.setPreference(actor, params.channel_id, body.preference) }),
  ),

  route(api.channels.members, async ({ actor, params }) =>
    ok({ members: await channels.members(actor, params.channel_id) }),
  ),

  route(api.channels.addMember, async ({ actor, params, body }) => {
    const { member, event } = await channels.addMember(actor, params.channel_id, body.user_id)
    return event ? created({ member, event }) : ok({ member })
  }),

  route(api.channels.removeMember, async ({ actor, params }) =>
    ok({ event: await channels.removeMember(actor, params.channel_id, params.user_id) }),
  ),

  route(api.routes.resolve, async ({ actor, params }) =>
    ok({ route: await routes.resolve(actor, params.workspace_route_id, params.target_route_id) }),
  ),
]
