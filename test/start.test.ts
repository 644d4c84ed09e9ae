import { afterAll, expect, test } from "bun:test"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

const root = join(import.meta.dir, "..")
const home = mkdtempSync(join(tmpdir(), "clickclack-start-"))
afterAll(() => rmSync(home, { recursive: true, force: true }))

/** What `npm start` runs, once npm has printed its two lines. */
const start = (...args: string[]) =>
  Bun.spawn([Bun.which("node") ?? process.execPath, join(root, "cli/run.mjs"), "start", ...args], {
    cwd: home,
    stdout: "pipe",
    stderr: "pipe",
  })

/** Reads until the text matches, or fails with what was said instead. */
const heard = async (stream: ReadableStream<Uint8Array>, pattern: RegExp) => {
  const decoder = new TextDecoder()
  const reader = stream.getReader()
  let text = ""
  while (true) {
    const found = text.match(pattern)
    if (found) return found
    const { done, value } = await reader.read()
    if (done) throw new Error(`never said ${pattern}: ${text}`)
    text += decoder.decode(value, { stream: true })
  }
}

test("a second npm start serves the page within three seconds, and ends well on SIGTERM", async () => {
  const began = performance.now()
  const server = start("--addr", "127.0.0.1:0", "--data", join(home, "data"))
  const [, url = ""] = await heard(server.stdout, /listening on (http:\S+)/)
  const page = await fetch(url)
  expect(await page.text()).toContain("<script")
  expect(performance.now() - began).toBeLessThan(3000)
  expect(page.status).toBe(200)
  expect(page.headers.get("content-type")).toContain("text/html")
  server.kill("SIGTERM")
  expect(await server.exited).toBe(0)
})

test("a busy port is told in one sentence", async () => {
  const taken = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response("mine") })
  const server = start("--addr", `127.0.0.1:${taken.port}`, "--data", join(home, "busy"))
  const said = await new Response(server.stderr).text()
  expect(await server.exited).not.toBe(0)
  expect(said.trim().split("\n")).toHaveLength(1)
  expect(said).toContain(`127.0.0.1:${taken.port}`)
  await taken.stop(true)
})

test("a data folder that cannot be made is told in one sentence", async () => {
  writeFileSync(join(home, "file"), "not a folder")
  const server = start("--addr", "127.0.0.1:0", "--data", join(home, "file/data"))
  const said = await new Response(server.stderr).text()
  expect(await server.exited).not.toBe(0)
  expect(said.trim().split("\n")).toHaveLength(1)
  expect(said).toContain(join(home, "file/data"))
})

test("an unknown command names the known ones", async () => {
  const run = Bun.spawn([Bun.which("node") ?? process.execPath, join(root, "cli/run.mjs"), "strat"], { stderr: "pipe" })
  expect(await new Response(run.stderr).text()).toContain("start")
  expect(await run.exited).toBe(1)
})
