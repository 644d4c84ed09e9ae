import { cursorOf, firstId, newId, timestamp } from "../ids.ts"
import type { Row, Tx } from "../store/index.ts"
import { attemptWith, firstFor } from "./attempts.ts"
import type { Deps } from "./deps.ts"

type Subscription = Row<"event_subscriptions">

const second = 1_000
const hour = 3_600 * second
const day = 24 * hour

/** How long a node holds a subscription without saying so again: longer than any attempt takes. */
const leaseMs = 15 * second
const renewMs = 6 * second
/** After so many failures in a row the target is left alone for a while, and everything waits in its order. */
const patience = 10
const atOnce = 32
const pageLength = 200
/** Events that are not for a subscription are passed over in memory; so many at most are read again after a crash. */
const skimLength = 1_000
const keptMs = 30 * day
/** How long somebody who asks what was delivered waits for what is being delivered. */
const catchUpMs = second

/** Half a minute, then twice as long each time, up to an hour. */
const backoff = (failures: number) => Math.min(hour, 30 * second * 2 ** Math.min(failures - 1, 10))

const at = (ms: number) => timestamp(new Date(ms))

/**
 * Brings the log to the addresses that subscribed to it, off the path of every request. A subscription keeps a place in
 * the log and is served by one node at a time: each event is tried in the order of the log, at least once. What fails is
 * tried again later, and at once when the target answers again; after a day it is given up.
 */
export const deliveries = (deps: Deps) => {
  const { store, log } = deps
  const q = store.read
  const node = crypto.randomUUID()
  const attempt = attemptWith(deps)
  const running = new Map<string, Promise<void>>()
  /** Up to which place this node has found nothing for a subscription. */
  const seen = new Map<string, number>()
  let stopped = false

  /** The next event for the subscription; `page` keeps what was read of the log from one call to the next. */
  const next = async (subscription: Subscription, page: Row<"events">[]): Promise<Row<"events"> | undefined> => {
    const { id, workspace_id } = subscription
    for (let place = Math.max(subscription.place, seen.get(id) ?? 0); ; ) {
      const done = page.findIndex((row) => row.place > place)
      page.splice(0, done < 0 ? page.length : done)
      if (page.length === 0) page.push(...(await q.events.after(workspace_id, place, pageLength)))
      if (page.length === 0) return undefined
      const found = await firstFor(q, subscription, page)
      place = found ? found.place - 1 : page.at(-1)!.place
      seen.set(id, place)
      if (found) return found
      if (place - subscription.place >= skimLength) {
        await store.write(null, (tx) => tx.subscriptions.skip(id, subscription.place, place))
        subscription.place = place
      }
    }
  }

  const eventAt = async (workspaceId: string, place: number) => {
    const [row] = await q.events.after(workspaceId, place - 1, 1)
    return row?.place === place ? row : undefined
  }

  const auditFor = (tx: Tx, { id, workspace_id, created_by }: Subscription, action: string, metadata: object) =>
    tx.audit.insert({
      id: newId("aud"),
      workspace_id,
      actor_user_id: created_by,
      action,
      target_type: "event_subscription",
      target_id: id,
      metadata: JSON.stringify(metadata),
      created_at: timestamp(),
    })

  /** Tries one event and writes down what came of it; false when this is to rest, or somebody else has taken over. */
  const serve = async (subscription: Subscription, row: Row<"events">, retry: Row<"event_retries"> | undefined) => {
    const { id } = subscription
    const made = await attempt(subscription, row, (retry?.attempts ?? 0) + 1)
    const now = Date.now()
    const failed = made.error !== null
    const failures = failed ? subscription.failures + 1 : 0
    const paused_until = failures > patience ? at(now + backoff(failures - patience)) : null
    const first_at = retry?.first_at ?? row.created_at
    const dead = failed && now - Date.parse(first_at) >= day
    const gone = dead && !retry ? await lastBefore(row, at(now - day)) : row.place
    const held = await store.write(null, async (tx) => {
      const change = { failures, paused_until, ...(retry ? {} : { place: gone }) }
      if (!(await tx.subscriptions.advance(id, node, change))) return false
      await tx.subscriptions.insertAttempt(made)
      const { attempt: attempts, event_id, event_type, error } = made
      if (dead) await auditFor(tx, subscription, "event_delivery.dead", { event_id, event_type, attempts, error })
      if (gone > row.place) {
        const [after, until] = [row.place, gone].map((place) => cursorOf(row.workspace_id, place))
        await auditFor(tx, subscription, "event_delivery.skipped", { after_cursor: after, until_cursor: until })
      }
      if (failed && !dead) {
        const due_at = at(now + backoff(attempts))
        await tx.subscriptions.setRetry({ subscription_id: id, place: row.place, attempts, first_at, due_at })
      } else if (retry) await tx.subscriptions.removeRetry(id, row.place)
      if (!failed && subscription.failures > 0) await tx.subscriptions.hurry(id, at(now))
      return true
    })
    return held && paused_until === null
  }

  /** The last event in a row that is older than the moment: where a target was away for days, those are given up with it. */
  const lastBefore = async ({ workspace_id, place: from }: Row<"events">, moment: string): Promise<number> => {
    for (let place = from; ; ) {
      const rows = await q.events.after(workspace_id, place, pageLength)
      const young = rows.findIndex(({ created_at }) => created_at >= moment)
      place = (young < 0 ? rows.at(-1) : rows[young - 1])?.place ?? place
      if (young >= 0 || rows.length < pageLength) return place
    }
  }

  /** Serves a subscription until nothing waits. */
  const deliver = async (id: string): Promise<void> => {
    let heldUntil = 0
    const page: Row<"events">[] = []
    try {
      while (!stopped) {
        const subscription = await q.subscriptions.find(id)
        const now = timestamp()
        if (!subscription || subscription.revoked_at || (subscription.paused_until ?? "") > now) return
        const retry = await q.subscriptions.dueRetry(id, now)
        const row = retry ? await eventAt(subscription.workspace_id, retry.place) : await next(subscription, page)
        if (!row && !retry) return
        if (heldUntil - Date.now() < renewMs) {
          const until = Date.now() + leaseMs
          if (!(await store.write(null, (tx) => tx.subscriptions.claim(id, node, now, at(until))))) return
          const fresh = heldUntil > Date.now()
          heldUntil = until
          // What was read before the subscription was ours may have been done by another node meanwhile.
          if (!fresh) continue
        }
        const event = row && (retry ? await firstFor(q, subscription, [row]) : row)
        if (event) {
          if (!(await serve(subscription, event, retry))) return
        } else await store.write(null, (tx) => tx.subscriptions.removeRetry(id, retry!.place))
      }
    } finally {
      if (heldUntil > 0) await store.write(null, (tx) => tx.subscriptions.release(node, id))
    }
  }

  return {
    /** Begins to deliver. `wake` says that there may be something new; `stop` resolves when the last attempt has ended. */
    start: () => {
      let timer: Timer | undefined
      let scanning = Promise.resolve()
      const soon = (ms: number) => {
        if (stopped) return
        timer ??= setTimeout(() => {
          timer = undefined
          scanning = scanning.then(scan).catch((error) => log.error("events not delivered", { error }))
        }, ms)
      }
      const wake = () => soon(20)
      const scan = async () => {
        for (const { id, head, retries } of await q.subscriptions.pending(node, timestamp())) {
          if (stopped || running.size >= atOnce) return
          if (running.has(id) || (retries === 0 && (seen.get(id) ?? 0) >= head)) continue
          const work = deliver(id).then(wake, (error) => log.error("events not delivered", { error, subscription: id }))
          running.set(
            id,
            work.finally(() => running.delete(id)),
          )
        }
      }
      const ticking = setInterval(wake, second)
      wake()
      return {
        wake,
        stop: async () => {
          stopped = true
          clearInterval(ticking)
          clearTimeout(timer)
          await scanning
          await Promise.all(running.values())
        },
      }
    },

    /** Waits a moment until the subscription has come to this place of the log, where nothing holds it back. */
    caughtUp: async (id: string, place: number): Promise<void> => {
      for (const end = Date.now() + catchUpMs; Date.now() < end && !stopped; await Bun.sleep(20)) {
        const subscription = await q.subscriptions.find(id)
        if (!subscription || subscription.revoked_at || subscription.paused_until) return
        if (Math.max(subscription.place, seen.get(id) ?? 0) >= place) return
      }
    },

    /** Forgets old attempts. */
    prune: () =>
      store.write(null, (tx) => tx.subscriptions.pruneAttempts(firstId("eda", new Date(Date.now() - keptMs)))),
  }
}
