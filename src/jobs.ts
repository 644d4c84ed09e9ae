import type { Services } from "./domain/index.ts"
import { isFindable } from "./domain/search-index.ts"
import type { Log } from "./log.ts"
import type { Store } from "./store/index.ts"

const sweepMs = 60_000
const pruneMs = 3_600_000
/** How long new messages gather before they are indexed together; who searches does not wait for it. */
const indexMs = 50

/** What the server does by itself, beside all requests. */
export const startJobs = ({ store, services, log }: { store: Store; services: Services; log: Log }) => {
  const { index } = services.search
  let sweeping = Promise.resolve()
  let indexing = Promise.resolve()
  let waiting: Timer | undefined
  let stopped = false
  const behind = new Set<string>()

  const sweep = () => {
    sweeping = sweeping.then(services.uploads.sweep).catch((error) => log.error("files not swept", { error }))
  }
  const prune = () => {
    sweeping = sweeping
      .then(() =>
        Promise.all([services.deliveries.prune(), services.slashCalls.prune(), services.notifications.sweep()]),
      )
      .then(
        () => undefined,
        (error) => log.error("old calls not forgotten", { error }),
      )
  }
  const indexAll = async () => {
    for (const id of behind) {
      if (stopped) return
      behind.delete(id)
      await index.catchUp(id)
    }
  }
  const indexSoon = () => {
    if (stopped) return
    waiting ??= setTimeout(() => {
      waiting = undefined
      indexing = indexing.then(indexAll).catch((error) => log.error("messages not indexed", { error }))
    }, indexMs)
  }

  const deliveries = services.deliveries.start()
  store.onAnnounce(deliveries.wake)
  const notifications = services.notifications.start()
  store.onAnnounce(notifications.announced)
  store.onCommit(({ committed, signals }) => {
    if (committed.length > 0) deliveries.wake()
    notifications.committed(committed)
    if (signals.some(({ type }) => type === "workspace.deleted")) sweep()
    for (const { row } of committed) if (isFindable(row.type)) behind.add(row.workspace_id)
    if (behind.size > 0) indexSoon()
  })
  const timers = [setInterval(sweep, sweepMs), setInterval(prune, pruneMs)]
  sweep()
  prune()
  indexing = index.behind().then(
    (ids) => {
      for (const id of ids) behind.add(id)
      indexSoon()
    },
    (error) => log.error("the search index was not looked at", { error }),
  )
  return {
    stop: async () => {
      stopped = true
      for (const timer of timers) clearInterval(timer)
      clearTimeout(waiting)
      await Promise.all([sweeping, indexing, deliveries.stop(), notifications.stop()])
    },
  }
}
