import { isUsageError, parseArgv, usageError } from "./argv.ts"
import { commands } from "./commands.ts"
import { serveCommand } from "./commands-local.ts"
import { exit, explain } from "./exit.ts"
import type { Io } from "./io.ts"

/** Runs one command line and gives its exit code. */
export const run = async (argv: readonly string[], io: Io): Promise<number> => {
  try {
    const line = /^--?(version|v)$/.test(argv[0] ?? "") ? ["version", ...argv.slice(1)] : argv
    const call =
      line[0] === "help" ? ({ kind: "help", words: line.slice(1) } as const) : parseArgv(line, commands, serveCommand)
    if (call.kind === "help") {
      const text = (await import("./help.ts")).helpText(commands, call.words)
      if (text === undefined) throw usageError(`unknown command "${call.words.join(" ")}"`)
      io.out(text)
      return exit.ok
    }
    const command = await call.command.load()
    await command(call, io)
    return exit.ok
  } catch (error) {
    // Whoever interrupts knows why it ended.
    if (io.signal.aborted) return exit.interrupted
    const { code, message } = explain(error)
    io.err(`${message}\n`)
    if (isUsageError(error)) io.err((await import("./help.ts")).usage(commands, error.words))
    if (code === exit.unexpected && io.env.CLICKCLACK_DEBUG && error instanceof Error) io.err(`${error.stack}\n`)
    return code
  }
}

/** The process as a command sees it. Who asks for the signal ends at the first SIGINT or SIGTERM by itself; the second ends it. */
const processIo = (): Io => {
  let ending: AbortController | undefined
  const interruptible = () => {
    const controller = new AbortController()
    const end = () => {
      if (controller.signal.aborted) process.exit(exit.interrupted)
      controller.abort()
    }
    process.on("SIGINT", end).on("SIGTERM", end)
    return controller
  }
  // A reader that has enough (`clickclack export | head`) is no fault.
  process.stdout.on("error", () => process.exit(exit.failed))
  return {
    out: (text) => void process.stdout.write(text),
    write: (text) => new Promise((done) => process.stdout.write(text, () => done())),
    err: (text) => void process.stderr.write(text),
    env: process.env,
    stdin: () => Bun.stdin.text(),
    ask: (question) => (process.stdin.isTTY ? prompt(question) : null),
    get signal() {
      ending ??= interruptible()
      return ending.signal
    },
  }
}

if (import.meta.main) process.exitCode = await run(process.argv.slice(2), processIo())
