/**
 * Every test: on both engines, and in a real browser. `npm test -- unit` leaves the browser out, any other word picks
 * the files whose path holds it. Ends with one line, `N passed, M failed`.
 */
import { mkdir, rm } from "node:fs/promises"
import { join } from "node:path"
import { startPostgres } from "./support/cluster.ts"

type Sum = { passed: number; failed: number }

const root = join(import.meta.dir, "..")
const reports = join(root, ".cache/reports")
const words = process.argv.slice(2)
const wanted = (file: string) => words.length === 0 || words.some((word) => word === "unit" || file.includes(word))
const browser = (file: string) => file.startsWith("test/e2e/")

let running: Bun.Subprocess | undefined
let stopped = false

/** Runs one program to its end; says whether it went well. */
const ran = async (command: string[], env: Record<string, string> = {}) => {
  const child = Bun.spawn([process.execPath, ...command], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "inherit", "inherit"],
  })
  running = child
  return (await child.exited) === 0
}

/** What the report says. A run that died, left no report or skipped something counts as failed, whatever else passed. */
const sum = async (report: string, ok: boolean): Promise<Sum> => {
  const text = await Bun.file(report)
    .text()
    .catch(() => "")
  const head = text.match(/<testsuites [^>]*>/)?.[0] ?? ""
  const number = (name: string) => Number(head.match(new RegExp(` ${name}="(\\d+)"`))?.[1] ?? 0)
  const skipped = number("skipped")
  if (skipped > 0) console.error(`${skipped} tests were skipped, which counts as failed`)
  const bad = number("failures") + number("errors") + skipped
  return { passed: number("tests") - bad, failed: bad === 0 && !ok ? 1 : bad }
}

const suite = async (name: string, files: string[], env: Record<string, string>): Promise<Sum> => {
  if (files.length === 0 || stopped) return { passed: 0, failed: 0 }
  const began = performance.now()
  const report = join(reports, `${name}.xml`)
  const options = ["--timeout", "30000", "--only-failures", "--reporter=junit", `--reporter-outfile=${report}`]
  const ok = await ran(["test", ...options, ...files.map((file) => `./${file}`)], env)
  const result = await sum(report, ok)
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  console.log(`${name}: ${result.passed} passed, ${result.failed} failed in ${seconds} s`)
  return result
}

/** A signal ends what is running; the rest of this file then takes Postgres down and says what it has. */
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    stopped = true
    running?.kill(signal)
  })
}

await rm(reports, { recursive: true, force: true })
await mkdir(reports, { recursive: true })
const files = (await Array.fromAsync(new Bun.Glob("test/**/*.test.{ts,tsx}").scan({ cwd: root }))).filter(wanted).sort()
const totals: Sum[] = []
if (await ran(["cli/build.ts"])) {
  const cluster = process.env.CLICKCLACK_TEST_PG ? undefined : await startPostgres()
  try {
    const env: Record<string, string> = cluster ? { CLICKCLACK_TEST_PG: cluster.url } : {}
    totals.push(
      await suite(
        "server",
        files.filter((file) => !browser(file)),
        env,
      ),
    )
    if (!words.includes("unit")) totals.push(await suite("browser", files.filter(browser), env))
  } finally {
    await cluster?.stop()
  }
} else totals.push({ passed: 0, failed: 1 })

const passed = totals.reduce((all, one) => all + one.passed, 0)
const failed = totals.reduce((all, one) => all + one.failed, 0)
if (passed + failed === 0) console.error("No test was found.")
console.log(`${passed} passed, ${failed} failed`)
process.exit(passed > 0 && failed === 0 && !stopped ? 0 : 1)
