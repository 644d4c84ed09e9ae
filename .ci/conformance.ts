/**
 * The black-box tests of the wire contract (the folder is the first argument) against dist/clickclack, on SQLite and on
 * Postgres. Failures that .ci/waiting names are shown and not counted; the last line is `N passed, M failed`.
 */
import { join, resolve } from "node:path"
import { startPostgres } from "../test/support/cluster.ts"

const root = join(import.meta.dir, "..")
const folder = resolve(process.argv[2] ?? ".")
const names = (await Array.fromAsync(new Bun.Glob("*.test.ts").scan({ cwd: folder }))).sort()
const waiting = new Set(
  (await Bun.file(join(import.meta.dir, "waiting")).text()).split("\n").filter((line) => line && !line.startsWith("#")),
)

/** The names of all tests in a JUnit report, with their outcome. */
const outcomes = async (report: string) => {
  const found: { name: string; ok: boolean }[] = []
  const text = await Bun.file(report)
    .text()
    .catch(() => "")
  const plain = (value = "") =>
    value.replace(
      /&(gt|lt|quot|apos|amp);/g,
      (_, entity: string) => ({ gt: ">", lt: "<", quot: '"', apos: "'" })[entity] ?? "&",
    )
  for (const [, attributes = "", inner] of text.matchAll(/<testcase ([^>]*?)(?:\/>|>([\s\S]*?)<\/testcase>)/g)) {
    const value = (key: string) => plain(attributes.match(new RegExp(`(?:^| )${key}="([^"]*)"`))?.[1])
    const file = value("file").replace(/^.*\/|\.test\.ts$/g, "")
    // Bun writes the innermost group first.
    const groups = value("classname").split(" > ").reverse().filter(Boolean)
    const name = `${file}: ${[...groups, value("name")].join(" > ")}`
    if (!inner?.includes("<skipped")) found.push({ name, ok: !/<(failure|error)/.test(inner ?? "") })
  }
  return found
}

/** Runs the files on one engine; gives the numbers of passed and of unexpectedly failed tests. */
const judge = async (engine: string, database: string | undefined) => {
  const report = join(root, `.cache/conformance-${engine}.xml`)
  const files = names.map((name) => join(folder, name))
  const options = ["--timeout", "30000", "--only-failures", "--reporter=junit", `--reporter-outfile=${report}`]
  const bin = join(root, "dist/clickclack")
  const env = { ...process.env, CLICKCLACK_BIN: bin, CLICKCLACK_TEST_DB: database, CONFORMANCE_FULL: "1" }
  await Bun.file(report)
    .delete()
    .catch(() => undefined)
  const run = Bun.spawn([process.execPath, "test", ...options, ...files], {
    cwd: root,
    env,
    stdio: ["ignore", "inherit", "inherit"],
  })
  const code = await run.exited
  const all = await outcomes(report)
  const bad = all.filter(({ ok }) => !ok).map(({ name }) => name)
  const expected = bad.filter((name) => waiting.has(name))
  const unexpected = bad.filter((name) => !waiting.has(name))
  for (const name of expected) console.log(`${engine}, waiting: ${name}`)
  for (const name of unexpected) console.log(`${engine}, FAILED: ${name}`)
  if (code !== 0 && bad.length === 0) unexpected.push("the run itself")
  console.log(
    `conformance on ${engine}: ${all.length - bad.length} passed, ${unexpected.length} failed, ${expected.length} waiting`,
  )
  return { passed: all.length - bad.length, failed: unexpected.length }
}

const cluster = await startPostgres()
const sqlite = await judge("sqlite", undefined)
const postgres = await judge("postgres", cluster.url.replace(/\/postgres$/, "/{n}"))
await cluster.stop()
const failed = sqlite.failed + postgres.failed
console.log(`${sqlite.passed + postgres.passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
