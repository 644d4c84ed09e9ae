/**
 * Builds what is not there yet: `bun cli/build.ts` makes dist/clickclack with the web app and the migrations inside,
 * `bun cli/build.ts web` only the web app, as the server needs it when it runs from source.
 */
import { rename, rm } from "node:fs/promises"
import { basename, join } from "node:path"
import { version } from "../package.json"
import { buildWeb } from "./build-web.ts"

const root = join(import.meta.dir, "..")
const web = join(root, "dist/web")
const binary = join(root, "dist", process.platform === "win32" ? "clickclack.exe" : "clickclack")
const shared = [
  "sdk/**",
  "src/api/**",
  "src/events.ts",
  "cli/{build-web,no-web,solid}.ts",
  "tsconfig.json",
  "package.json",
  "bun.lock",
]

/** Names, sizes and times of the sources: cheap enough to take at every start. */
const fingerprint = async (patterns: string[], also = "") => {
  const found = await Promise.all(patterns.map((one) => Array.fromAsync(new Bun.Glob(one).scan({ cwd: root }))))
  const lines = found.flat().map(async (path) => {
    const { size, mtimeMs } = await Bun.file(join(root, path)).stat()
    return `${path} ${size} ${mtimeMs}`
  })
  return new Bun.CryptoHasher("sha256").update([also, ...(await Promise.all(lines)).sort()].join("\n")).digest("hex")
}

/** Runs `build` unless its result is there and was made from the same sources. */
const unlessFresh = async (what: string, result: string, sources: string, build: () => Promise<unknown>) => {
  const stamp = Bun.file(`${result}.stamp`)
  const fresh = (await Bun.file(result).exists()) && (await stamp.exists()) && (await stamp.text()) === sources
  if (fresh) return
  const began = performance.now()
  await rm(`${result}.stamp`, { force: true })
  await build()
  await Bun.write(stamp, sources)
  console.error(`built ${what} in ${((performance.now() - began) / 1000).toFixed(1)} s`)
}

const git = (...args: string[]) => {
  if (!Bun.which("git")) return undefined
  const run = Bun.spawnSync(["git", ...args], { cwd: root, stderr: "ignore" })
  return run.success ? run.stdout.toString().trim() || undefined : undefined
}

const define = (name: string, value: string) => [
  "--define",
  `process.env.CLICKCLACK_BUILD_${name}=${JSON.stringify(value)}`,
]

/** One executable: code as bytecode, pages and migrations embedded, nothing read from the folder that it starts in. */
const compile = async (stamps: string[]) => {
  const folder = join(root, "dist/.new")
  await rm(folder, { recursive: true, force: true })
  const run = Bun.spawn(
    [
      ...[process.execPath, "build", "--compile", "--format=esm", "--minify", "--bytecode", "--splitting"],
      ...["--sourcemap=linked", "--no-compile-autoload-dotenv", "--no-compile-autoload-bunfig", ...stamps],
      ...[join(root, "cli/main.ts"), "--outfile", join(folder, basename(binary))],
    ],
    { cwd: root, stdout: "pipe", stderr: "pipe" },
  )
  const [out, err, code] = await Promise.all([
    new Response(run.stdout).text(),
    new Response(run.stderr).text(),
    run.exited,
  ])
  if (code !== 0) {
    console.error(`${out}${err}dist/clickclack could not be built.`)
    process.exit(1)
  }
  // The maps are in the executable, too: the copies beside it are of no use.
  await rename(join(folder, basename(binary)), binary)
  await rm(folder, { recursive: true })
}

await unlessFresh("the web app", join(web, "assets.js"), await fingerprint(["web/**", ...shared]), () =>
  buildWeb({ root, out: web, minify: true }),
)
if (process.argv[2] !== "web") {
  const stamps = [
    ...define("VERSION", version),
    ...define("COMMIT", process.env.CLICKCLACK_BUILD_COMMIT || git("rev-parse", "--short=12", "HEAD") || "unknown"),
    ...define("DATE", git("log", "-1", "--format=%cs") ?? new Date().toISOString().slice(0, 10)),
  ]
  const sources = await fingerprint(["web/**", "src/**", "drizzle/**", "cli/*.ts", ...shared], stamps.join())
  await unlessFresh("dist/clickclack", binary, sources, () => compile(stamps))
}
