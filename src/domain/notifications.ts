import { timestamp } from "../ids.ts"
import type { Outcome } from "../net/outcome.ts"
import type { Announcement, Committed, Row } from "../store/index.ts"
import type { Deps } from "./deps.ts"
import { isTellable, type Notice, notices, pushoverTarget } from "./notices.ts"
import { cut } from "./rules.ts"

type Waiting = Row<"notifications">

const second = 1_000
const hour = 3_600 * second
const day = 24 * hour

const workers = 4
/** So many workers at most wait for one host, so that a slow one leaves somebody for the others. */
const perHost = 3
/** While so many could be sent, the log is not read on. */
const queueLength = 1_024
const pageLength = 200
/** How long messages gather before they are looked at together. */
const gatherMs = 50
const leaseMs = 15 * second
const renewMs = 8 * second
/** Who stays unreachable for about an hour is not told of that message. */
const mostAttempts = 8
const rescanMs = 30 * second
const graceMs = 3 * second
const ttlSeconds = day / second

const at = (ms: number) => timestamp(new Date(ms))
const backoff = (attempts: number) => 30 * second * 2 ** attempts

/** `author: body`, cut for Pushover. */
const line = ({ author, body }: Notice) => {
  const text = `${author}: ${body}`
  const short = cut(text, 500)
  return short.length < text.length ? `${short}...` : text
}

/**
 * Tells people's devices of new messages, beside all requests. One node at a time reads the logs and writes down what has
 * to be told to which device, together with how far it has read; then it is sent, each piece once: it is marked before it
 * goes out and removed when it arrived, and what was marked when a server died is not sent again.
 */
export const notifications = (deps: Deps) => {
  const { store, log, config, webPush, pushover } = deps
  const q = store.read
  const node = crypto.randomUUID()
  const { of, compose } = notices(deps)

  /** Reads on in a workspace's log; true when there is more. */
  const step = (workspaceId: string): Promise<boolean> =>
    store.write(null, async (tx) => {
      const workspace = await tx.workspaces.find(workspaceId)
      if (!workspace) return false
      const now = Date.now()
      // What was said before notifications were switched on is nobody's news, unless the workspace is as young as that.
      const start = workspace.created_at > at(now - hour) ? 0 : workspace.event_seq
      const place = await tx.notifications.hold(workspaceId, start)
      const rows = await tx.events.after(workspaceId, place, pageLength)
      if (rows.length === 0) return false
      const young = rows.filter(({ created_at }) => created_at > at(now - day))
      await tx.notifications.add(await of(tx, young, at(now)))
      await tx.notifications.advance(workspaceId, rows.at(-1)!.place)
      return rows.length === pageLength
    })

  const toDevice = async (row: Waiting, notice: Notice, signal: AbortSignal): Promise<Outcome> => {
    const device = await q.pushDevices.find(row.target)
    if (!webPush || !device || device.user_id !== row.user_id || device.vapid_key_id !== webPush.keyId)
      return { kind: "refused", error: "" }
    const session = device.session_id ? await q.sessions.find(device.session_id) : undefined
    const ended = device.session_id
      ? !session || session.revoked_at !== null || session.expires_at <= timestamp()
      : !config.dev_bootstrap
    if (ended) return { kind: "gone", error: "" }
    const { message, heading, body, path } = notice
    const short = cut(body, 300)
    return webPush.send(
      device,
      {
        topic: message.id,
        ttlSeconds,
        payload: {
          ...{ user_id: row.user_id, title: heading, body: short.length < body.length ? `${short}…` : body },
          ...{ tag: message.id, url: path, message_id: message.id, workspace_id: message.workspace_id },
          ...{ place_id: message.place_id },
        },
      },
      signal,
    )
  }

  const toPushover = async (notice: Notice, signal: AbortSignal): Promise<Outcome> => {
    const { user, title, message, path } = notice
    if (!pushover || !user.pushover_enabled || !user.pushover_user_key) return { kind: "refused", error: "" }
    return pushover.send(
      {
        ...{ user: user.pushover_user_key, title, message: line(notice) },
        timestamp: Math.floor(Date.parse(message.created_at) / second),
        ...(config.public_url ? { url: config.public_url + path } : {}),
      },
      signal,
    )
  }

  /** Writes down what came of it. */
  const settle = async (row: Waiting, { kind, error }: Outcome): Promise<void> => {
    const onPushover = row.target === pushoverTarget(row.user_id)
    if (error) log.info("notification not taken", { target: onPushover ? "pushover" : row.host, kind, error })
    const now = Date.now()
    await store.write(null, async (tx) => {
      if (kind === "gone") return tx.pushDevices.remove([row.target])
      if (!onPushover && kind === "sent") await tx.pushDevices.worked(row.target)
      if (!onPushover && kind !== "sent" && error) await tx.pushDevices.failed(row.target, at(now))
      if (kind === "later" && row.attempts + 1 < mostAttempts)
        await tx.notifications.postpone(row, at(now + backoff(row.attempts)))
      else await tx.notifications.end(row.n)
    })
  }

  const send = async (row: Waiting, signal: AbortSignal): Promise<void> => {
    if (!(await store.write(null, (tx) => tx.notifications.begin(row, timestamp())))) return
    const notice = await compose(q, row)
    const device = row.target !== pushoverTarget(row.user_id)
    const outcome: Outcome = !notice
      ? { kind: "refused", error: "" }
      : await (device ? toDevice(row, notice, signal) : toPushover(notice, signal))
    await settle(row, outcome)
  }

  return {
    /** Forgets devices that have failed for a week or whose sign-in has ended, and what is too old to be told. */
    sweep: () =>
      store.write(null, async (tx) => {
        const now = Date.now()
        await tx.pushDevices.remove(await tx.pushDevices.spent(at(now - 7 * day), at(now)))
        await tx.notifications.clear(at(now - day), at(now - 60 * second))
      }),

    /** Begins to tell; nothing happens on a server that is set up for neither web push nor Pushover. */
    start: () => {
      const idle = { committed: (_: Committed[]) => {}, announced: (_: Announcement) => {}, stop: async () => {} }
      if (!webPush && !pushover) return idle
      const behind = new Set<string>()
      const active = new Map<string, { host: string; work: Promise<void> }>()
      const ending = new AbortController()
      let heldUntil = 0
      let scanAt = 0
      let stopped = false
      let timer: Timer | undefined
      let running = Promise.resolve()

      /** True while this node is the one that tells. */
      const held = async () => {
        const now = Date.now()
        // A SQLite file has one server.
        if (store.kind === "sqlite" || heldUntil - now > renewMs) return true
        const until = now + leaseMs
        const taken = await store.write(null, (tx) => tx.leases.take("notifications", node, at(now), at(until)))
        if (taken && heldUntil < now) scanAt = 0
        heldUntil = taken ? until : 0
        return taken
      }

      const read = async () => {
        if (Date.now() >= scanAt) {
          scanAt = Date.now() + rescanMs
          for (const id of await q.notifications.behind()) behind.add(id)
        }
        for (const id of behind) {
          if (stopped || (await q.notifications.due(timestamp())) >= queueLength) return
          behind.delete(id)
          if (await step(id)) behind.add(id)
        }
      }

      /** Gives work to those who have none. A device gets one message after the other. */
      const dispatch = async () => {
        while (!stopped && active.size < workers) {
          const hosts = [...active.values()].map(({ host }) => host)
          const full = hosts.filter((host) => hosts.filter((other) => other === host).length >= perHost)
          const row = await q.notifications.next(timestamp(), [...active.keys()], full)
          if (!row) return
          const work = send(row, ending.signal)
            .then(
              () => 0,
              (error) => {
                log.error("notification not sent", { error })
                return second
              },
            )
            .then((ms) => {
              active.delete(row.target)
              soon(ms)
            })
          active.set(row.target, { host: row.host, work })
        }
      }

      const turn = async () => {
        if (stopped || !(await held())) return behind.clear()
        await read()
        await dispatch()
      }
      const soon = (ms: number) => {
        if (stopped) return
        timer ??= setTimeout(() => {
          timer = undefined
          running = running.then(turn).catch((error) => log.error("nobody is told of messages", { error }))
        }, ms)
      }
      const ticking = setInterval(() => soon(0), second)
      soon(0)

      return {
        committed: (events: Committed[]) => {
          const told = events.filter(({ row }) => isTellable(row.type))
          for (const { row } of told) behind.add(row.workspace_id)
          if (told.length > 0) soon(gatherMs)
        },
        announced: ({ places, lost }: Announcement) => {
          for (const [workspaceId] of places) behind.add(workspaceId)
          if (lost) scanAt = 0
          soon(gatherMs)
        },
        /** Waits a moment for what is on its way. */
        stop: async () => {
          stopped = true
          clearInterval(ticking)
          clearTimeout(timer)
          await running
          const patience = setTimeout(() => ending.abort(), graceMs)
          await Promise.all([...active.values()].map(({ work }) => work))
          clearTimeout(patience)
          if (heldUntil > 0) await store.write(null, (tx) => tx.leases.release("notifications", node))
        },
      }
    },
  }
}
