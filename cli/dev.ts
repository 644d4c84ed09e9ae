/** `npm run dev`: the server from source. A change of the web app rebuilds it, and any change starts the server anew. */
import { watch } from "node:fs"
import { join } from "node:path"
import { buildWeb } from "./build-web.ts"

const root = join(import.meta.dir, "..")
const out = join(root, "dist/web")
const page = ["web", "sdk", "src/api"]
const program = ["src", "cli", "drizzle"]

let server: Bun.Subprocess | undefined
let ending = false

const restart = async () => {
  server?.kill("SIGTERM")
  await server?.exited
  if (ending) return
  server = Bun.spawn([process.execPath, join(root, "cli/main.ts"), "serve", ...process.argv.slice(2)], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  })
}

const rebuild = async () => {
  const began = performance.now()
  await Bun.file(`${out}/assets.js.stamp`)
    .delete()
    .catch(() => undefined)
  await buildWeb({ root, out, minify: false })
  console.error(`web app built in ${Math.round(performance.now() - began)} ms`)
}

/** What is to be done, one thing after another; changes during a turn ask for one more. */
const due = new Set<"page" | "program">(["page", "program"])
let turning = false
const turn = async () => {
  if (turning) return
  turning = true
  while (due.size > 0 && !ending) {
    const build = due.has("page")
    due.clear()
    try {
      if (build) await rebuild()
      await restart()
    } catch (error) {
      console.error(error)
    }
  }
  turning = false
}

/** An editor saves in several steps: they are taken together. */
let soon: Timer | undefined
const changed = (what: "page" | "program") => {
  due.add(what)
  clearTimeout(soon)
  soon = setTimeout(() => void turn(), 50)
}

for (const folder of page) watch(join(root, folder), { recursive: true }, () => changed("page"))
for (const folder of program) watch(join(root, folder), { recursive: true }, () => changed("program"))
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, async () => {
    ending = true
    server?.kill("SIGTERM")
    await server?.exited
    process.exit(0)
  })
await turn()
