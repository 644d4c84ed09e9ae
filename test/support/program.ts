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
  /** The one-time set-up secret that an empty server prints. */
  setup: () => Promise<string>
}

/** Starts the server as a process of its own; resolves when it listens. */
export const serve = async (data: string): Promise<Serving> => {
  const child = Bun.spawn([...program, "serve", "--addr", "127.0.0.1:0", "--data", data], {
    stdout: "pipe",
    stderr: "inherit",
    env: environment,
  })
  const reader = child.stdout.getReader()
  const decoder = new TextDecoder()
  let text = ""
  /** The first match in what it has printed, or will print. */
  const said = async (what: RegExp): Promise<string> => {
    for (;;) {
      const found = what.exec(text)
      if (found) return found[1]!
      const { value, done } = await reader.read()
      if (done) throw new Error(`the server ended without saying ${what}: ${text}`)
      text += decoder.decode(value, { stream: true })
    }
  }
  return { child, url: await said(/^listening on (http:\S+)$/m), setup: () => said(/\/setup#(\S+)/) }
}
