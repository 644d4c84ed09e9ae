import type { Config } from "../config.ts"
import type { Services } from "../domain/index.ts"
import type { Providers } from "../providers/index.ts"
import type { Hub } from "../realtime/hub.ts"
import type { Store } from "../store/index.ts"
import { accountRoutes } from "./accounts.ts"
import type { Auth } from "./auth.ts"
import { botRoutes } from "./bots.ts"
import type { Cookies } from "./cookies.ts"
import { dmRoutes } from "./dms.ts"
import { hookRoutes } from "./hooks.ts"
import { incomingHookRoutes } from "./incoming-hooks.ts"
import { integrationRoutes } from "./integrations.ts"
import { messageRoutes } from "./messages.ts"
import type { Metrics } from "./metrics.ts"
import { moderationRoutes } from "./moderation.ts"
import { passwordRoutes } from "./passwords.ts"
import { pushRoutes } from "./push.ts"
import { realtimeRoutes } from "./realtime.ts"
import type { Route } from "./route.ts"
import { searchRoutes } from "./search.ts"
import { serverRoutes } from "./server.ts"
import { signInRoutes } from "./sign-ins.ts"
import { uploadRoutes } from "./uploads.ts"
import { workspaceRoutes } from "./workspaces.ts"

export type Parts = {
  services: Services
  store: Store
  config: Config
  hub: Hub
  auth: Auth
  cookies: Cookies
  metrics: Metrics
  providers: Providers
  ready: () => Promise<boolean>
}

/** Every route that the server answers. */
export const allRoutes = (parts: Parts): Route[] => {
  const routes: Route[] = [
    ...serverRoutes({ ...parts, mounted: () => routes.map(({ endpoint }) => endpoint) }),
    ...accountRoutes(parts),
    ...workspaceRoutes(parts.services),
    ...messageRoutes(parts.services),
    ...dmRoutes(parts.services),
    ...realtimeRoutes(parts),
    ...botRoutes(parts),
    ...moderationRoutes(parts.services),
    ...passwordRoutes(parts),
    ...pushRoutes(parts.services),
    ...signInRoutes(parts),
    ...uploadRoutes(parts.services),
    ...searchRoutes(parts.services),
    ...hookRoutes(parts.services),
    ...incomingHookRoutes(parts.services),
    ...integrationRoutes(parts.services),
  ]
  return routes
}
