import { type Admin, admin } from "../src/domain/admin.ts"
import { createLog } from "../src/log.ts"
import { createCallback } from "../src/net/callback.ts"
import type { FlagValues } from "./argv.ts"
import type { Io } from "./io.ts"
import { withStore } from "./place.ts"

const config = {
  ...{ public_url: "", public_api_url: "", dev_bootstrap: false, password_auth_enabled: true },
  ...{ github_allowed_org: "", github_moderator_org: "" },
}

/** Nothing that an administrator does here calls out. */
const callback = createCallback({ allowPrivate: false, allowedHosts: [] })

/** Acts on the database itself, beside a running server or without one, which hears of it through the log. */
export const withAdmin = <T>(flags: FlagValues, io: Io, work: (does: Admin) => Promise<T>): Promise<T> =>
  withStore(flags, io, async (store) => {
    const log = createLog((text) => io.err(text))
    return work(admin({ store, log, config, tell: (signal) => store.announce(signal), callback }))
  })
