import { readFileSync } from "node:fs"
import { type Config, loadConfig } from "../src/config.ts"
import type { Run } from "./commands.ts"
import { failure } from "./exit.ts"

const codeOf = (error: unknown) => (error instanceof Error && "code" in error ? String(error.code) : "")

/** Why the server did not start, in words that say what to do; anything else is a fault and stays one. */
const explainStart = (error: unknown, { addr, data }: Config): unknown => {
  const code = codeOf(error)
  const reason = error instanceof Error ? error.message : String(error)
  if (code === "EADDRINUSE") return failure(`${addr} is in use by another program: stop that, or choose another --addr`)
  if (code === "EADDRNOTAVAIL") return failure(`this machine does not have the address ${addr}: choose another --addr`)
  if (/^(SQLITE_\w+|EACCES|EPERM|EROFS|ENOSPC|ENOTDIR|EEXIST|EISDIR|ENOENT)$/.test(code))
    return Object.assign(failure(`cannot use the data folder ${data}: ${reason}`), { cause: error })
  if (/^(ECONN\w+|ENOTFOUND|ETIMEDOUT|CONNECT_TIMEOUT|CONNECTION_\w+|[0-9A-Z]{5})$/.test(code))
    return Object.assign(failure(`cannot use the database: ${reason}`), { cause: error })
  return error
}

/** Serves until SIGINT or SIGTERM, then lets running requests finish. */
export const serve: Run = async ({ flags }, io) => {
  const config = loadConfig({ flags, env: io.env, readFile: (path) => readFileSync(path, "utf8") })
  const { signal } = io
  const { start } = await import("../src/server.ts")
  const server = await start(config).catch((error: unknown) => {
    throw explainStart(error, config)
  })
  io.out(`listening on ${server.url}\n`)
  if (server.setupUrl) io.out(`nobody is here yet: open ${server.setupUrl} to set this server up\n`)
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }))
  await server.stop()
}
