/** `npm run dev`: the server from source, restarted when its code changes, and the web app rebuilt when its own does. */
import { watch } from "node:fs"
import { join } from "node:path"
import { buildWeb } from "./build-web.ts"

const root = join(import.meta.dir, "..")
const out = join(root, "dist/web")

const build = async () => {
  const began = performance.now()
  // The old stamp no longer fits: what stands in dist/web from now on is not what `npm start` may serve.
  await Bun.file(join(out, "assets.js.stamp"))
    .delete()
    .catch(() => false)
  await buildWeb({ root, out, minify: false })
  console.error(`web app rebuilt in ${Math.round(performance.now() - began)} ms`)
}

/** One build at a time; changes during a build cause one more. */
const builder = () => {
  let running = false
  let again = false
  return async () => {
    again = true
    if (running) return
    running = true
    while (again) {
      again = false
      await build().catch((error: unknown) => console.error(error))
    }
    running = false
  }
}

const rebuild = builder()
await rebuild()
const server = Bun.spawn(
  [process.execPath, "--watch", "--no-clear-screen", join(root, "cli/main.ts"), "serve", ...process.argv.slice(2)],
  { cwd: root, stdio: ["inherit", "inherit", "inherit"] },
)
for (const folder of ["web", "sdk", "src/api"]) watch(join(root, folder), { recursive: true }, () => void rebuild())
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => server.kill(signal))
process.exit(await server.exited)
