import type { RouteTarget } from "../api/objects.ts"
import { fail } from "../errors.ts"
import { type Actor, findPlace, needScope } from "./access.ts"
import type { Deps } from "./deps.ts"
import { withRoute } from "./messages.ts"

const publicId = /^[CDM][A-Z0-9]{16}$/
const innerId = /^(chn|dm|msg)_[A-Za-z0-9-]+$/

/** Where public (`T…`/`C…`) or inner (`wsp_…`/`chn_…`) ids lead. Whatever the caller may not see is not found. */
export const routes = ({ store }: Deps) => {
  const q = store.read
  const missing = () => fail("not_found", "route not found")

  const workspaceOf = (id: string, target: string) => {
    if (/^T[A-Z0-9]{16}$/.test(id) && publicId.test(target)) return q.workspaces.byRoute(id)
    if (/^wsp_[A-Za-z0-9-]+$/.test(id) && innerId.test(target)) return q.workspaces.find(id)
    return undefined
  }
  const placeRoute = async (id: string): Promise<string | undefined> =>
    id.startsWith("dm_") ? (await q.directs.byIds([id]))[0]?.route_id : (await q.channels.find(id))?.route_id

  return {
    resolve: async (actor: Actor, workspaceId: string, target: string): Promise<RouteTarget> => {
      const workspace = (await workspaceOf(workspaceId, target)) ?? missing()
      if (actor.bot && actor.bot.workspace_id !== workspace.id) missing()
      const kind =
        target.startsWith("C") || target.startsWith("chn_")
          ? "channel"
          : target.startsWith("D") || target.startsWith("dm_")
            ? "direct"
            : "thread"
      const inner = innerId.test(target)
      const answer = (target_id: string, target_route_id: string, parent = {}): RouteTarget => ({
        workspace_id: workspace.id,
        workspace_route_id: workspace.route_id,
        target_type: kind,
        target_id,
        target_route_id,
        ...parent,
        canonical_path: `/app/${workspace.route_id}/${target_route_id}`,
      })
      if (kind === "thread") {
        needScope(actor, "threads:read")
        const found =
          (inner ? await q.messages.find(target) : await q.messages.byRoute(workspace.id, target)) ?? missing()
        const place = (await findPlace(q, actor, found.place_id)) ?? missing()
        if (place.workspace_id !== workspace.id || found.parent_message_id) missing()
        const root = await withRoute(store, found)
        return answer(root.id, root.route_id!, {
          parent_type: place.kind,
          parent_id: place.id,
          parent_route_id: (await placeRoute(place.id)) ?? missing(),
        })
      }
      needScope(actor, kind === "channel" ? "channels:read" : "dms:read")
      const byRoute = kind === "channel" ? q.channels.byRoute : q.directs.byRoute
      const id = inner ? target : ((await byRoute(workspace.id, target))?.id ?? missing())
      const place = (await findPlace(q, actor, id)) ?? missing()
      if (place.workspace_id !== workspace.id) missing()
      return answer(place.id, (await placeRoute(place.id)) ?? missing())
    },
  }
}
