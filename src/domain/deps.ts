import type { Config } from "../config.ts"
import type { Log } from "../log.ts"
import type { Callback } from "../net/callback.ts"
import type { Pushover } from "../net/pushover.ts"
import type { WebPush } from "../net/web-push.ts"
import type { Signal, Store } from "../store/index.ts"

/** What the domain stands on. */
export type Deps = {
  store: Store
  log: Log
  config: Pick<
    Config,
    | "public_url"
    | "public_api_url"
    | "dev_bootstrap"
    | "password_auth_enabled"
    | "github_allowed_org"
    | "github_moderator_org"
  >
  /** Tells who listens now, on all nodes, something that is not in the log. */
  tell: (signal: Signal) => void
  /** Posts to an address that somebody has registered. */
  callback: Callback
  /** Where the server is set up for them. */
  webPush?: WebPush | undefined
  pushover?: Pushover | undefined
}
