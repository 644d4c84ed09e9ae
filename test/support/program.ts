import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"

const program = [process.execPath, join(import.meta.dir, "../../cli/main.ts")]

const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(CLICKCLACK|OPENCLAW)_/.test(name)),
)

/** An empty folder, and how to be rid of it. */
export const folder = async () => {
  const path = await mkdtemp(join(tmpdir(), "clickclack-program-"))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

/** Runs a command as a process of its own, to its end. */
export const run = async (...args: string[]) => {
  const child = Bun.spawn([...program, ...args], { stdout: "pipe", stderr: "pipe", env: environment })
  const [code, out, err] = await Promise.all([
    child.exited,
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ])
  return { code, out: out.trim(), err: err.trim() }
}

export type Serving = {
  child: Bun.Subprocess
  url: string
  /** The one-time set-up secret of an empty server. */
  setup: string | undefined
}

/** Starts the server as a process of its own; resolves when it listens. */
export const serve = async (data: string): Promise<Serving> => {
  const child = Bun.spawn([...program, "serve", "--addr", "127.0.0.1:0", "--data", data], {
    stdout: "pipe",
    stderr: "inherit",
    env: environment,
  })
  const decoder = new TextDecoder()
  let text = ""
  let ready: ((serving: Serving) => void) | undefined
  let ended: ((error: Error) => void) | undefined
  const listening = new Promise<Serving>((resolve, reject) => {
    ready = resolve
    ended = reject
  })
  const read = async () => {
    for await (const chunk of child.stdout) {
      text += decoder.decode(chunk, { stream: true })
      const url = /^listening on (http:\S+)$/m.exec(text)?.[1]
      if (url) ready?.({ child, url, setup: /\/setup#(\S+)/.exec(text)?.[1] })
    }
    ended?.(new Error(`the server ended: ${text}`))
  }
  read().catch((error) => ended?.(error))
  return listening
}
