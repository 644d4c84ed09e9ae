import type { Services } from "./domain/index.ts"
import type { Log } from "./log.ts"
import type { Store } from "./store/index.ts"

const sweepMs = 60_000

/** What the server does by itself, beside all requests. */
export const startJobs = ({ store, services, log }: { store: Store; services: Services; log: Log }) => {
  let running = Promise.resolve()
  const sweep = () => {
    running = running.then(services.uploads.sweep).catch((error) => log.error("files not swept", { error }))
  }
  const timer = setInterval(sweep, sweepMs)
  store.onCommit(({ signals }) => {
    if (signals.some(({ type }) => type === "workspace.deleted")) sweep()
  })
  sweep()
  return {
    stop: async () => {
      clearInterval(timer)
      await running
    },
  }
}
