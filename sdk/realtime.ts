import type { Api } from "../src/api/index.ts"
import type { Event } from "../src/events.ts"
import { isApiError } from "./error.ts"
import { createInbox } from "./inbox.ts"
import type { ClientOptions, Transport } from "./request.ts"
import { isOffline, onNetworkChange, ownOrigin } from "./surroundings.ts"

/**
 * `waiting`: between two attempts. `offline`: likewise, and the device says that it has no network. `revoked`: signed out
 * or removed; over. `closed`: closed by us; over.
 */
export type ConnectionState = "connecting" | "open" | "waiting" | "offline" | "revoked" | "closed"

export type RealtimeOptions = {
  workspaceId: string
  /** Go on after this cursor. Absent: with what happens from now on. Empty: from the start of the log. */
  cursor?: string | undefined
  /** Also hear who comes and goes: `presence.changed` with status `online` or `offline`. */
  presence?: boolean | undefined
  /** Hears each event once, in order. The next waits for a promise; when it fails, the event comes again. */
  onEvent: (event: Event) => unknown
  onState?: ((state: ConnectionState, detail: { reason?: string; retryAt?: number }) => void) | undefined
  /** Too far behind: load everything anew and answer with the cursor to go on from (`events.tail`, taken first). */
  onResync?: (() => string | Promise<string>) | undefined
  /** An `onEvent` that failed. */
  onError?: ((error: unknown, event: Event) => void) | undefined
}

export type Connection = {
  /** Tries at once instead of waiting; when open, makes sure that the connection still lives. */
  wake: () => void
  close: () => void
  /** The last event that was applied. */
  cursor: () => string | undefined
  state: () => ConnectionState
}

const firstDelay = 250
const longestDelay = 10_000
const handshakeLimit = 15_000
const steadyAfter = 5_000

/** Refused for good, as far as trying again goes. */
const isRefusal = (error: unknown) => isApiError(error) && [401, 403, 404].includes(error.status)
const words = (error: unknown) => (error instanceof Error ? error.message : String(error))

export const createRealtime = ({ base, call }: Transport, { token }: ClientOptions) => {
  const log = (workspaceId: string, query: { after_cursor?: string; include_tail?: boolean }) =>
    call<Api["realtime"]["events"]>("GET", "/api/realtime/events", {
      query: { workspace_id: workspaceId, limit: 1, ...query },
      signal: AbortSignal.timeout(longestDelay),
    })
  const tail = async (workspaceId: string) => (await log(workspaceId, { include_tail: true })).tail_cursor ?? ""

  const dial = ({ workspaceId, presence }: RealtimeOptions, cursor: string) => {
    const origin = /^https?:/.test(base) ? base : ownOrigin() + base
    const query = new URLSearchParams({ workspace_id: workspaceId })
    if (cursor) query.set("after_cursor", cursor)
    if (presence) query.set("presence", "true")
    const url = `${origin.replace(/^http/, "ws")}/api/realtime/ws?${query}`
    return token ? new WebSocket(url, [`clickclack.bearer.${token}`]) : new WebSocket(url)
  }

  /** Keeps one socket to a workspace alive and hands over its events: each once, in order, none left out. */
  const connect = (options: RealtimeOptions): Connection => {
    const { workspaceId, onState, onResync } = options
    const onError = options.onError ?? ((error) => console.error("an event could not be applied", error))
    let state: ConnectionState = "connecting"
    let socket: WebSocket | undefined
    /** Counts up whenever the present attempt is given up; what belongs to an older one is ignored. */
    let turn = 0
    let failures = 0
    let timer: ReturnType<typeof setTimeout> | undefined
    let mustResync = false
    let appliedBefore = 0

    const setState = (next: ConnectionState, detail: { reason?: string; retryAt?: number } = {}) => {
      state = next
      onState?.(next, detail)
    }
    const isOver = () => state === "revoked" || state === "closed"

    /** Lets go of the socket or attempt that is under way. */
    const drop = () => {
      turn++
      clearTimeout(timer)
      const old = socket
      socket = undefined
      old?.close(1000)
    }

    const end = (last: "revoked" | "closed", reason?: string) => {
      drop()
      if (last === "closed") inbox.clear()
      unlisten()
      setState(last, reason ? { reason } : {})
    }

    const retry = (reason?: string) => {
      const longest = isOffline() ? longestDelay : Math.min(longestDelay, firstDelay * 2 ** failures)
      const delay = longest * (0.5 + Math.random() / 2)
      failures++
      setState(isOffline() ? "offline" : "waiting", { retryAt: Date.now() + delay, ...(reason ? { reason } : {}) })
      timer = setTimeout(begin, delay)
    }

    const lost = (code: number, reason: string, opened: boolean) => {
      drop()
      if (code === 1008) return end("revoked", reason)
      if (code === 4001) {
        mustResync = true
        inbox.clear()
        if (failures === 0) {
          failures++
          return begin()
        }
      }
      if (opened) return retry(reason)
      // A refused handshake does not say why; the same question over HTTP does.
      const mine = turn
      void log(workspaceId, { after_cursor: inbox.cursor() ?? "" }).then(
        () => mine === turn && retry(reason),
        (error) => {
          if (mine !== turn) return
          if (isRefusal(error)) end("revoked", error.message)
          else retry(words(error))
        },
      )
    }

    const start = (from: string) => {
      const mine = turn
      let openedAt = 0
      appliedBefore = inbox.applied()
      const opening = dial(options, from)
      socket = opening
      const limit = setTimeout(() => mine === turn && lost(1006, "the handshake took too long", false), handshakeLimit)
      opening.onopen = () => {
        clearTimeout(limit)
        if (mine !== turn) return
        openedAt = Date.now()
        setState("open")
      }
      opening.onmessage = ({ data }) => {
        if (mine !== turn || typeof data !== "string") return
        inbox.push(JSON.parse(data) as Event)
      }
      opening.onclose = ({ code, reason }) => {
        clearTimeout(limit)
        if (mine !== turn) return
        socket = undefined
        if (inbox.applied() > appliedBefore || (openedAt > 0 && Date.now() - openedAt >= steadyAfter)) failures = 0
        lost(code, reason, openedAt > 0)
      }
    }

    const position = async (): Promise<string> => {
      if (mustResync) {
        await inbox.idle()
        return onResync ? onResync() : tail(workspaceId)
      }
      return inbox.cursor() ?? tail(workspaceId)
    }

    const begin = () => {
      drop()
      const mine = turn
      if (!isOffline()) setState("connecting")
      position().then(
        (from) => {
          if (mine !== turn) return
          // An event that was still being applied may have moved the cursor meanwhile.
          if (mustResync || inbox.cursor() === undefined) inbox.moveTo(from)
          mustResync = false
          start(inbox.cursor() ?? from)
        },
        (error) => {
          if (mine !== turn) return
          if (isRefusal(error)) end("revoked", error.message)
          else retry(words(error))
        },
      )
    }

    const inbox = createInbox({
      cursor: options.cursor,
      onEvent: options.onEvent,
      onFailure: (error, event) => {
        onError(error, event)
        if (!event.cursor || state !== "open") return
        if (inbox.applied() > appliedBefore) failures = 0
        drop()
        retry(words(error))
      },
    })

    /** Is the open socket more than a memory? A laptop that slept cannot tell by itself. */
    const check = () => {
      const mine = turn
      tail(workspaceId).then(
        (newest) => {
          if (mine === turn && inbox.isIdle() && newest > (inbox.cursor() ?? "")) begin()
        },
        (error) => {
          if (mine === turn && !isRefusal(error)) lost(1006, "the server cannot be reached", true)
        },
      )
    }

    const wake = () => {
      if (state === "open") return check()
      if (state !== "waiting" && state !== "offline") return
      failures = 0
      begin()
    }

    const unlisten = onNetworkChange(wake)
    begin()
    return { wake, close: () => !isOver() && end("closed"), cursor: inbox.cursor, state: () => state }
  }

  return { tail, connect }
}
