import { afterAll } from "bun:test"
import postgres from "postgres"
import { type Cluster, startPostgres } from "./cluster.ts"

let own: Promise<Cluster> | undefined
let made = 0

/**
 * The URL of the cluster's own database. `test/run.ts` starts one cluster for the whole run and names it in
 * CLICKCLACK_TEST_PG; a test file that is run alone starts its own.
 */
export const postgresUrl = async () => {
  const given = process.env.CLICKCLACK_TEST_PG
  if (given) return given
  own ??= startPostgres()
  return (await own).url
}

/** A new, empty database on that cluster. */
export const freshDatabase = async () => {
  const admin = await postgresUrl()
  const name = `test_${process.pid}_${Date.now().toString(36)}_${made++}`
  await ask(admin, `create database ${name}`)
  const url = new URL(admin)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => ask(admin, `drop database if exists ${name} with (force)`) }
}

afterAll(async () => {
  const cluster = await own
  own = undefined
  await cluster?.stop()
})

const ask = async (url: string, statement: string) => {
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  try {
    await sql.unsafe(statement)
  } finally {
    await sql.end()
  }
}
