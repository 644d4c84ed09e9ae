import type { Sql } from "postgres"
import { patiently } from "../patience.ts"
import type { Signal } from "./batch.ts"
import type { Announcement } from "./index.ts"

const channel = "clickclack"
/** Postgres refuses notifications of 8000 bytes and more. */
const letterBytes = 7_900
/** What stands around the news in a notification. */
const frameBytes = 200

/** A piece of something that is too long for one notification. */
type Piece = { id: string; index: number; count: number; text: string }
type Letter = Partial<Announcement> & { from: string; piece?: Piece }

/** How long a notification that is under way may take when the store closes. */
const closeMs = 1_000
/** Seconds to say goodbye: a connection that the database has reset never says it back. */
const endNow = { timeout: 1 }

/**
 * Tells the other nodes what was committed: one notification a turn, from a connection of its own and outside of every
 * transaction, because a NOTIFY inside a commit takes a lock that all commits of the database share.
 */
export const openNews = async (client: Sql) => {
  const node = crypto.randomUUID()
  const listeners: Array<(news: Announcement) => void> = []
  let places = new Map<string, number>()
  let signals: Signal[] = []
  let scheduled = false
  let closing = false
  const sending = new Set<Promise<unknown>>()
  const join = joiner()
  const hear = (news: Announcement) => {
    for (const listener of listeners) listener(news)
  }
  await client.listen(
    channel,
    (text) => {
      const { from, piece, places = [], signals = [] } = JSON.parse(text) as Letter
      if (from === node) return
      const whole = piece && join(piece)
      hear({ places, signals: whole ? [...signals, whole] : signals })
    },
    // After a lost connection: whatever was told meanwhile is in the log.
    () => hear({ places: [], signals: [], lost: true }),
  )

  const send = () => {
    scheduled = false
    const [told, said] = [[...places], signals]
    places = new Map()
    signals = []
    for (const letter of packed(told, said)) {
      const notified = client
        .notify(channel, JSON.stringify({ from: node, ...letter }))
        .catch((error) => {
          console.error(String(error))
          // Others wait for it until the next write: it is told again with the connection that follows.
          if (!closing) for (const [workspaceId, place] of letter.places ?? []) tell(workspaceId, place)
        })
        .finally(() => sending.delete(notified))
      sending.add(notified)
    }
  }
  const soon = () => {
    if (scheduled) return
    scheduled = true
    setImmediate(send)
  }
  const tell = (workspaceId: string, place: number) => {
    places.set(workspaceId, Math.max(place, places.get(workspaceId) ?? 0))
    soon()
  }
  return {
    place: tell,
    signal: (signal: Signal) => {
      signals.push(signal)
      soon()
    },
    listen: (listener: (news: Announcement) => void) => void listeners.push(listener),
    // A command that ends at once after its write has not told yet.
    close: async () => {
      closing = true
      send()
      await patiently(Promise.all(sending), closeMs)
      await client.end(endNow)
    },
  }
}

/** Cuts the news into notifications of the size that Postgres takes. */
function* packed(places: Array<[string, number]>, signals: Signal[]): Generator<Omit<Letter, "from">> {
  let news: Announcement = { places: [], signals: [] }
  let bytes = frameBytes
  for (const item of [...places, ...signals]) {
    const size = Buffer.byteLength(JSON.stringify(item)) + 1
    if (size > letterBytes - frameBytes) {
      for (const piece of pieces(JSON.stringify(item))) yield { piece }
      continue
    }
    if (bytes + size > letterBytes) {
      yield news
      news = { places: [], signals: [] }
      bytes = frameBytes
    }
    if (Array.isArray(item)) news.places.push(item)
    else news.signals.push(item)
    bytes += size
  }
  if (bytes > frameBytes) yield news
}

/** Base64 has nothing that JSON would lengthen. */
function* pieces(text: string): Generator<Piece> {
  const base = Buffer.from(text).toString("base64")
  const length = letterBytes - frameBytes
  const id = crypto.randomUUID()
  const count = Math.ceil(base.length / length)
  for (let index = 0; index < count; index++)
    yield { id, index, count, text: base.slice(index * length, (index + 1) * length) }
}

/** Puts pieces together again; the notifications of one connection come in order. */
const joiner = () => {
  const halves = new Map<string, string>()
  return ({ id, index, count, text }: Piece): Signal | undefined => {
    // A sender that ended in the middle leaves a half behind.
    if (index === 0 && halves.size > 100) halves.clear()
    const before = index === 0 ? "" : halves.get(id)
    if (before === undefined) return undefined
    halves.set(id, before + text)
    if (index < count - 1) return undefined
    halves.delete(id)
    return JSON.parse(Buffer.from(before + text, "base64").toString())
  }
}
