/**
 * Durable posts a second: `bun bench/posts.ts [--posters 1,8,32,64] [--sockets 0,100] [--seconds 4] [--db postgres://…]`.
 * Beside them, in the same run, what bare `bun:sqlite` does when it writes the same rows with group commit.
 */
import { Database } from "bun:sqlite"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { connection, ear, type Place, percentile, pinLoad, startPlace } from "./support.ts"

const { values } = parseArgs({
  options: {
    posters: { type: "string", default: "1,8,32,64" },
    sockets: { type: "string", default: "0,100" },
    seconds: { type: "string", default: "4" },
    db: { type: "string" },
  },
})
const numbers = (text: string) => text.split(",").map(Number)
const seconds = Number(values.seconds)
const text = "The pool shrank from 40 connections to 4; a roll-back is safe, this release has no migrations."

const listeners = async (place: Place, count: number) => {
  const answer = await fetch(
    `${place.url}/api/realtime/events?workspace_id=${place.workspace}&include_tail=true&limit=1`,
    {
      headers: { Authorization: `Bearer ${place.token}` },
    },
  )
  const { tail_cursor } = (await answer.json()) as { tail_cursor: string }
  const ears = await Promise.all(Array.from({ length: count }, () => ear(place, tail_cursor)))
  return {
    heard: () => ears.reduce((sum, each) => sum + each.frames(), 0),
    closed: () => ears.filter((each) => each.closed()).length,
    close: () => ears.map((each) => each.close()),
  }
}

let run = 0
const measure = async (place: Place, posters: number, sockets: number) => {
  const ears = await listeners(place, sockets)
  const tag = `${process.pid}-${run++}`
  const times: number[] = []
  const end = performance.now() + seconds * 1000
  const began = performance.now()
  await Promise.all(
    Array.from({ length: posters }, async (_, poster) => {
      const wire = await connection(place.port)
      for (let index = 0; performance.now() < end; index++) {
        const sent = performance.now()
        const { status, body } = await wire.send(
          "POST",
          `/api/channels/${place.channel}/messages`,
          place.token,
          JSON.stringify({ body: text, nonce: `${tag}-${poster}-${index}` }),
        )
        if (status !== 201) throw new Error(`answered ${status}: ${body}`)
        times.push(performance.now() - sent)
      }
      wire.close()
    }),
  )
  const took = (performance.now() - began) / 1000
  const due = times.length * sockets
  for (let last = -1; ears.heard() < due && ears.closed() === 0 && ears.heard() !== last; ) {
    last = ears.heard()
    await Bun.sleep(300)
  }
  const missed = due - ears.heard()
  const hungUp = ears.closed()
  ears.close()
  return { rate: times.length / took, p99: percentile(times, 0.99), missed, hungUp }
}

/** The same rows in the same tables, by prepared statements and nothing else; 32 of them share a commit. */
const bare = (schemaFrom: string) => {
  const folder = mkdtempSync(join(tmpdir(), "clickclack-bare-"))
  const source = new Database(join(schemaFrom, "clickclack.db"), { readonly: true })
  const db = new Database(join(folder, "bare.db"))
  db.run("PRAGMA journal_mode = WAL")
  db.run("PRAGMA synchronous = FULL")
  const wanted = ["messages", "events", "channels", "workspaces", "reads"]
  const rows = source.query("SELECT sql, tbl_name FROM sqlite_master WHERE sql IS NOT NULL").all() as Array<{
    sql: string
    tbl_name: string
  }>
  for (const { sql, tbl_name } of rows) if (wanted.includes(tbl_name)) db.run(sql)
  source.close()
  db.run("INSERT INTO workspaces (id, route_id, name, slug, created_at) VALUES ('w', 'T', 'n', 's', 'now')")
  db.run("INSERT INTO channels (id, route_id, workspace_id, name, created_at) VALUES ('c', 'C', 'w', 'n', 'now')")
  const byNonce = db.prepare("SELECT id FROM messages WHERE author_id = ? AND nonce = ?")
  const message = db.prepare(
    "INSERT INTO messages (id, workspace_id, place_id, author_id, thread_root_id, channel_seq, body, created_at, nonce, nonce_digest) VALUES (?, 'w', 'c', 'u', ?, ?, ?, ?, ?, ?)",
  )
  const channel = db.prepare("UPDATE channels SET last_seq = last_seq + 1, countable = countable + 1 WHERE id = 'c'")
  const read = db.prepare(
    "INSERT INTO reads (place_id, user_id, workspace_id, own) VALUES ('c', 'u', 'w', 1) ON CONFLICT DO UPDATE SET own = own + 1",
  )
  const event = db.prepare(
    "INSERT INTO events (workspace_id, place, id, type, audience, audience_id, channel_id, object_id, seq, payload, created_at) VALUES ('w', ?, ?, 'message.created', 'channel', 'c', 'c', ?, ?, ?, ?)",
  )
  const head = db.prepare("UPDATE workspaces SET event_seq = ? WHERE id = 'w'")
  const one = (index: number) => {
    const id = `msg_${String(index).padStart(26, "0")}`
    const now = new Date().toISOString()
    byNonce.get("u", `n${index}`)
    message.run(id, id, index, text, now, `n${index}`, id)
    channel.run()
    read.run()
    event.run(
      index,
      `evt_${index}`,
      id,
      index,
      JSON.stringify({ message_id: id, author_id: "u", nonce: `n${index}` }),
      now,
    )
    head.run(index)
  }
  let written = 0
  const began = performance.now()
  for (const end = began + seconds * 1000; performance.now() < end; ) {
    db.run("BEGIN IMMEDIATE")
    for (let unit = 0; unit < 32; unit++) one(++written)
    db.run("COMMIT")
  }
  const rate = written / ((performance.now() - began) / 1000)
  db.close()
  rmSync(folder, { recursive: true })
  return rate
}

pinLoad()
const place = await startPlace(values.db ? { db: values.db } : {})
try {
  const baseline = values.db ? undefined : bare(place.data)
  if (baseline) console.log(`bare bun:sqlite, same rows, 32 a commit, no HTTP: ${Math.round(baseline)} posts/s`)
  for (const sockets of numbers(values.sockets))
    for (const posters of numbers(values.posters)) {
      const { rate, p99, missed, hungUp } = await measure(place, posters, sockets)
      const share = baseline ? `, ${((rate / baseline) * 100).toFixed(0)} % of bare` : ""
      const ears = sockets ? `, ${Math.round(rate * sockets)} deliveries/s, ${missed} missed, ${hungUp} hung up` : ""
      console.log(
        `${posters} posters, ${sockets} sockets: ${Math.round(rate)} posts/s${share}, p99 ${p99.toFixed(1)} ms${ears}`,
      )
    }
  const rss = Number(/VmRSS:\s+(\d+)/.exec(await Bun.file(`/proc/${place.pid}/status`).text())?.[1] ?? 0) / 1024
  console.log(`server memory afterwards: ${rss.toFixed(0)} MiB`)
} finally {
  await place.stop()
}
