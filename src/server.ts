import type { Config } from "./config.ts"
import type { Actor } from "./domain/access.ts"
import { tokenWorks } from "./domain/bot-rights.ts"
import { createServices, type Deps, type Services } from "./domain/index.ts"
import { createApp } from "./http/app.ts"
import { timestamp } from "./ids.ts"
import { startJobs } from "./jobs.ts"
import { createLog, type Log } from "./log.ts"
import { createCallback } from "./net/callback.ts"
import { createPushover } from "./net/pushover.ts"
import { createWebPush } from "./net/web-push.ts"
import { atMost, patiently } from "./patience.ts"
import { createProviders, type Fetch } from "./providers/index.ts"
import { createHub } from "./realtime/hub.ts"
import type { closeCodes } from "./realtime/listener.ts"
import { openFiles } from "./store/files.ts"
import { openStore } from "./store/index.ts"

export type Server = {
  url: string
  /** The one-time link for the first owner, on a server where nobody is yet. */
  setupUrl?: string | undefined
  /** The product behind the API, for whoever runs the server inside a program of their own. */
  services: Services
  stop(): Promise<void>
}

/** How long running requests may take to finish when the server stops. */
const drainMs = 5_000
const probeMs = 2_000

/** `:8080`, `127.0.0.1:8080` or `[::1]:8080`. */
const listenAddress = (addr: string) => {
  const colon = addr.lastIndexOf(":")
  const hostname = addr.slice(0, colon).replace(/^\[|\]$/g, "")
  return { port: Number(addr.slice(colon + 1)), ...(hostname ? { hostname } : {}) }
}

/** Opens the store, wires everything and listens. */
export const start = async (
  config: Config,
  { log = createLog(), fetch = globalThis.fetch }: { log?: Log; fetch?: Fetch } = {},
): Promise<Server> => {
  const providers = await createProviders(config, fetch, log)
  const files = openFiles(config)
  const store = await openStore({ data: config.data, db: config.db || undefined })
  const callback = createCallback({
    allowPrivate: config.callbacks_allow_private,
    allowedHosts: config.callbacks_allowed_hosts,
  })
  const senders = { webPush: createWebPush(config, callback), pushover: createPushover(config) }
  const deps: Deps = { store, log, config, tell: (signal) => hub.tell(signal), callback, ...senders }
  const services = createServices(deps, files)

  /** Why this credential no longer opens a socket, if it does not. */
  const stillValid = async ({ session_id, bot }: Actor): Promise<keyof typeof closeCodes | undefined> => {
    if (session_id) {
      const session = await store.read.sessions.find(session_id)
      return !session || session.revoked_at || session.expires_at <= timestamp() ? "sessionRevoked" : undefined
    }
    if (!bot) return undefined
    const found = await store.read.bots.byId(bot.token_id)
    return found && tokenWorks(found) ? undefined : "tokenRevoked"
  }
  const hub = createHub(store, log, stillValid)
  const jobs = startJobs({ store, services, log })

  const ready = (): Promise<boolean> =>
    Promise.race([
      store.ping().then(
        () => true,
        (error) => {
          log.error("the database does not answer", { error })
          return false
        },
      ),
      atMost(probeMs).then(() => false),
    ])

  try {
    if (config.dev_bootstrap) await services.setup.bootstrap("Local Captain", "local@clickclack.chat")
    const setupToken = await services.setup.createLink()
    const app = await createApp({ config, log, services, store, hub, providers, ready })
    const server = Bun.serve({
      ...listenAddress(config.addr),
      fetch: app.fetch,
      websocket: hub.websocket,
      idleTimeout: 120,
      maxRequestBodySize: 80 * 1_048_576,
      error: (error) => {
        log.error("request failed", { error })
        return Response.json({ error: "internal error" }, { status: 500 })
      },
    })
    const url =
      config.public_url || `http://${config.addr.startsWith(":") ? "localhost" : server.hostname}:${server.port}`
    return {
      url,
      setupUrl: setupToken && `${url}/setup#${setupToken}`,
      services,
      stop: async () => {
        const drained = server.stop()
        hub.stop()
        await patiently(drained, drainMs)
        await server.stop(true)
        await files.close()
        await patiently(Promise.all([jobs.stop(), services.uploads.settled()]), drainMs)
        await store.close()
        log.flush()
      },
    }
  } catch (error) {
    hub.stop()
    await files.close()
    await jobs.stop()
    await store.close()
    throw error
  }
}
