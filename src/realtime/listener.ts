import type { ServerWebSocket } from "bun"
import type { Actor } from "../domain/access.ts"
import type { Reader } from "../domain/visibility.ts"

/** Why the server ends a connection (contract: realtime, "Close codes"). */
export const closeCodes = {
  resync: [4001, "realtime replay limit exceeded; resync required"],
  interrupted: [1013, "realtime replay interrupted; reconnect with after_cursor"],
  overflow: [1013, "realtime buffer overflow; reconnect with after_cursor to replay"],
  uncertain: [1013, "credential check unavailable; reconnect with after_cursor"],
  sessionRevoked: [1008, "session revoked; sign in again"],
  tokenRevoked: [1008, "bot token revoked; reconnect with a valid token"],
  accessRevoked: [1008, "workspace access revoked"],
  talking: [1003, "this socket only speaks; send nothing"],
  restarting: [1012, "server restarting; reconnect with after_cursor"],
} as const satisfies Record<string, [number, string]>

/** What an upgraded connection brings with it. */
export type SocketData = {
  actor: Actor
  workspace_id: string
  after_cursor: string
  /** Whether it wants to be told who comes and goes; clients of the contract know nothing of that. */
  presence: boolean
  listener?: Listener
}

export type Listener = {
  ws: ServerWebSocket<SocketData>
  actor: Actor
  workspace_id: string
  /** The place in the log up to which it was served. */
  place: number
  /** What it may see; unknown until it has been read. */
  reader: Reader | undefined
  /** Ephemeral events that came before that. */
  early: Array<() => void>
  /** Live listeners are given each event as it comes; the others read the log until they are at its end. */
  live: boolean
  /** Counted among those who are online. */
  counted: boolean
  closed: boolean
  /** Called when the socket has taken what was waiting. */
  drained: (() => void) | undefined
  close(why: keyof typeof closeCodes): void
}

/** A reader that leaves so many bytes waiting is hung up; it comes back with its cursor. */
const waitingBytes = 1_048_576

export const createListener = (ws: ServerWebSocket<SocketData>): Listener => {
  const listener: Listener = {
    ws,
    actor: ws.data.actor,
    workspace_id: ws.data.workspace_id,
    place: 0,
    reader: undefined,
    early: [],
    live: false,
    counted: false,
    closed: false,
    drained: undefined,
    close: (why) => {
      if (listener.closed) return
      listener.closed = true
      listener.drained?.()
      const [code, reason] = closeCodes[why]
      ws.close(code, reason)
    },
  }
  return listener
}

export const overflowed = ({ ws }: Listener): boolean => ws.getBufferedAmount() > waitingBytes

/** Sends frames in one go, which costs one system call and not one each. */
export const sendAll = ({ ws, closed }: Listener, texts: string[]): void => {
  if (closed || texts.length === 0) return
  if (texts.length === 1) return void ws.send(texts[0]!)
  ws.cork(() => {
    for (const text of texts) ws.send(text)
  })
}

/** Resolves when the socket has room again, false when it has none for too long. */
export const roomToSend = async (listener: Listener, patienceMs = 10_000): Promise<boolean> => {
  if (listener.closed) return false
  if (listener.ws.getBufferedAmount() < waitingBytes / 4) return true
  let timer: Timer | undefined
  const drained = new Promise<boolean>((resolve) => {
    listener.drained = () => resolve(!listener.closed)
    timer = setTimeout(() => resolve(false), patienceMs)
  })
  const free = await drained
  clearTimeout(timer)
  listener.drained = undefined
  return free
}
