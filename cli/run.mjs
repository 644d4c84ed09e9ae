/**
 * `npm start` and its sisters, on a machine that has only Node and npm: fetches the pinned Bun, installs the packages,
 * builds what changed, and runs. Plain Node with nothing imported, because nothing is installed yet when it begins.
 */
import { spawn, spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { constants } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const root = join(dirname(fileURLToPath(import.meta.url)), "..")
const [command = "start", ...args] = process.argv.slice(2)
const pinned = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).engines.bun

// `bun` runs anything else with the pinned Bun.
const steps = {
  bun: [args],
  start: [
    ["cli/build.ts", "web"],
    ["cli/main.ts", "serve", ...args],
  ],
  dev: [["cli/dev.ts", ...args]],
  build: [["cli/build.ts", ...args]],
  test: [["test/run.ts", ...args]],
  check: [["cli/check.ts", ...args]],
}

/** Ends with one sentence that says what to do. */
const stop = (sentence) => {
  console.error(sentence)
  process.exit(1)
}

/** Bun's name for this machine, as its npm packages spell it. */
const machine = () => {
  const system = { win32: "windows" }[process.platform] ?? process.platform
  const processor = { arm64: "aarch64" }[process.arch] ?? process.arch
  const musl = process.platform === "linux" && !process.report?.getReport().header.glibcVersionRuntime
  return `${system}-${processor}${musl ? "-musl" : ""}`
}

const npm = (...rest) => {
  const options = { cwd: root, encoding: "utf8" }
  const script = process.env.npm_execpath
  if (script?.endsWith("npm-cli.js")) return spawnSync(process.execPath, [script, ...rest], options)
  return spawnSync("npm", rest, { ...options, shell: process.platform === "win32" })
}

/** The pinned Bun: the one that runs this, the one fetched before, the one on the PATH, or a new one from npm. */
const findBun = () => {
  if (process.versions.bun === pinned) return process.execPath
  const folder = join(root, ".cache", `bun-${pinned}`)
  const name = `@oven/bun-${machine()}`
  const fetched = join(folder, "node_modules", name, "bin", process.platform === "win32" ? "bun.exe" : "bun")
  if (existsSync(fetched)) return fetched
  const installed = spawnSync("bun", ["--version"], { encoding: "utf8" })
  if (installed.stdout?.trim() === pinned) return "bun"
  console.error(`fetching Bun ${pinned}`)
  mkdirSync(folder, { recursive: true })
  const quiet = ["--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
  const patience = ["--fetch-retries=2", "--fetch-retry-mintimeout=500", "--fetch-retry-maxtimeout=2000"]
  const run = npm("install", "--prefix", folder, ...quiet, ...patience, `${name}@${pinned}`)
  if (run.error?.code === "ENOENT") stop(`npm is missing: install Node with npm, or Bun ${pinned}, and run this again.`)
  if (run.status !== 0 || !existsSync(fetched)) {
    writeFileSync(join(root, ".cache", "bun.log"), `${run.stdout}${run.stderr}`)
    rmSync(folder, { recursive: true, force: true })
    stop(
      `Bun ${pinned} (${name}) could not be fetched with npm (.cache/bun.log says why): check the network, or install that Bun yourself, and run this again.`,
    )
  }
  return fetched
}

/** Installs exactly what the lockfile says, unless that has been done: to run and to build, without what only tests need. */
const install = (bun, all) => {
  const stamp = join(root, "node_modules", ".installed")
  const wanted = createHash("sha256")
  for (const file of ["package.json", "bun.lock"]) wanted.update(readFileSync(join(root, file)))
  const digest = wanted.digest("hex")
  const done = existsSync(stamp) ? readFileSync(stamp, "utf8") : ""
  if (done === `${digest} all` || (!all && done === digest)) return
  console.error("installing packages")
  const run = spawnSync(bun, ["install", "--frozen-lockfile", ...(all ? [] : ["--production"])], {
    cwd: root,
    encoding: "utf8",
  })
  if (run.status !== 0) {
    mkdirSync(join(root, ".cache"), { recursive: true })
    writeFileSync(join(root, ".cache", "install.log"), `${run.stdout}${run.stderr}`)
    stop("The packages could not be installed (.cache/install.log says why): check the network and run this again.")
  }
  writeFileSync(stamp, all ? `${digest} all` : digest)
}

/** Runs one step, hands signals on to it and gives back its exit code. */
const run = (bun, step) =>
  new Promise((resolve) => {
    const child = spawn(bun, step, { cwd: root, stdio: "inherit" })
    const pass = (signal) => () => {
      // A terminal has already sent Ctrl-C to the child, too; a second one would read as "do not wait".
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal)
    }
    const handlers = ["SIGINT", "SIGTERM", "SIGHUP"].map((signal) => [signal, pass(signal)])
    for (const [signal, handler] of handlers) process.on(signal, handler)
    // npm gives a signal to the shell between us, which ends without passing it on: its end is then the signal.
    const parent = process.ppid
    const orphaned = setInterval(() => {
      if (process.ppid === parent) return
      clearInterval(orphaned)
      child.kill("SIGTERM")
    }, 200)
    child.on("error", (error) => stop(`Bun could not be started (${error.message}): remove .cache and run this again.`))
    child.on("exit", (code, signal) => {
      clearInterval(orphaned)
      for (const [name, handler] of handlers) process.off(name, handler)
      resolve(code ?? 128 + (constants.signals[signal] ?? 0))
    })
  })

if (!(command in steps)) stop(`There is no "${command}": say one of ${Object.keys(steps).join(", ")}.`)
try {
  const bun = findBun()
  install(bun, command !== "start" && command !== "build")
  for (const step of steps[command]) {
    const code = await run(bun, step)
    if (code !== 0) process.exit(code)
  }
} catch (error) {
  if (!["EACCES", "EPERM", "EROFS", "ENOSPC"].includes(error.code)) throw error
  stop(`${root} cannot be written (${error.code}): use a folder of your own with free space, and run this again.`)
}
