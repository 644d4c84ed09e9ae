import { Database } from "bun:sqlite"
import { afterEach, describe, expect, test } from "bun:test"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

const program = [process.execPath, join(import.meta.dir, "../cli/main.ts")]

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

const folder = () => {
  const path = mkdtempSync(join(tmpdir(), "clickclack-serve-"))
  cleanups.push(() => rmSync(path, { recursive: true, force: true }))
  return path
}

const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(CLICKCLACK|OPENCLAW)_/.test(name)),
)

/** A running program, and its lines as they come. */
const spawn = (args: string[], env: Record<string, string> = {}) => {
  const child = Bun.spawn([...program, ...args], { stdout: "pipe", stderr: "pipe", env: { ...environment, ...env } })
  cleanups.push(async () => {
    child.kill("SIGKILL")
    await child.exited
  })
  const complaints = new Response(child.stderr).text()
  const reader = child.stdout.getReader()
  const decoder = new TextDecoder()
  let text = ""
  /** The first match in what it has printed, or will print. */
  const said = async (what: RegExp): Promise<string> => {
    for (;;) {
      const found = what.exec(text)
      if (found) return found[1] ?? ""
      const { value, done } = await reader.read()
      if (done) throw new Error(`it ended without saying ${what}: ${text}${await complaints}`)
      text += decoder.decode(value, { stream: true })
    }
  }
  return {
    child,
    said,
    ended: async () => ({ code: await child.exited, err: await complaints }),
  }
}

const serve = (...args: string[]) => spawn(["serve", "--addr", "127.0.0.1:0", ...args])
const listening = /^listening on (http:\S+)$/m

describe("serve", () => {
  test("tells where it listens and, on an empty server, how to set it up; SIGTERM ends it with 0", async () => {
    const data = folder()
    const first = serve("--data", data)
    const url = await first.said(listening)
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    const [page = "", token = ""] = (await first.said(/open (\S+) to set this server up/)).split("#")
    expect(page).toBe(`${url}/setup`)
    const owner = { token, display_name: "Ada", email: "ada@example.org" }
    const answer = await fetch(`${url}/api/setup`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(owner),
    })
    expect(answer.status).toBe(201)
    first.child.kill("SIGTERM")
    expect(await first.ended()).toEqual({ code: 0, err: "" })

    const second = serve("--data", data)
    await second.said(listening)
    second.child.kill("SIGINT")
    await expect(second.said(/set this server up/)).rejects.toThrow("it ended")
    expect((await second.ended()).code).toBe(0)
  })

  test("a second signal does not wait for the requests that still run", async () => {
    const { child, said, ended } = serve("--data", folder(), "--dev-bootstrap")
    const url = new URL(await said(listening))
    const answers = Promise.withResolvers<void>()
    const socket = await Bun.connect({
      hostname: url.hostname,
      port: Number(url.port),
      socket: { data: () => answers.resolve(), error: () => {} },
    })
    cleanups.push(() => socket.end())
    // A request whose body never ends, on a connection that the server has answered on.
    const head = [
      "POST /api/auth/magic/consume HTTP/1.1",
      `Host: ${url.host}`,
      "Content-Type: application/json",
      "Content-Length: 9",
    ]
    socket.write(`GET /healthz HTTP/1.1\r\nHost: ${url.host}\r\n\r\n`)
    await answers.promise
    socket.write(`${head.join("\r\n")}\r\n\r\n{`)
    // An answer to a later request means that the server has read the earlier one.
    await fetch(`${url.origin}/healthz`)
    child.kill("SIGTERM")
    const refused = () =>
      fetch(`${url.origin}/healthz`, { keepalive: false }).then(
        () => false,
        () => true,
      )
    while (!(await refused()));
    child.kill("SIGTERM")
    expect((await ended()).code).toBe(130)
  })
})

describe("what keeps it from starting is told in one sentence, with exit code 1:", () => {
  const refused = async (...args: string[]) => {
    const { code, err } = await spawn(["serve", ...args]).ended()
    expect(code).toBe(1)
    expect(err).toMatch(/^[^\n]+\n$/)
    return err
  }

  test("a port that is taken", async () => {
    const taken = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } })
    cleanups.push(() => taken.stop(true))
    const err = await refused("--addr", `127.0.0.1:${taken.port}`, "--data", folder())
    expect(err).toBe(`127.0.0.1:${taken.port} is in use by another program: stop that, or choose another --addr\n`)
  })

  test("a data folder that is a file", async () => {
    const data = join(folder(), "data")
    writeFileSync(data, "")
    expect(await refused("--addr", "127.0.0.1:0", "--data", data)).toStartWith(`cannot use the data folder ${data}: `)
  })

  test("a database that is none, or is of a newer program", async () => {
    const data = folder()
    writeFileSync(
      join(data, "clickclack.db"),
      "this is no database, but a text that is long enough to be looked at. ".repeat(20),
    )
    expect(await refused("--addr", "127.0.0.1:0", "--data", data)).toStartWith(`cannot use the data folder ${data}: `)

    const newer = folder()
    await spawn(["migrate", "--data", newer]).ended()
    const database = new Database(join(newer, "clickclack.db"))
    database.run("INSERT INTO schema_migrations (name, hash, applied_at) VALUES ('9999_later', 'x', 'x')")
    database.close()
    expect(await refused("--addr", "127.0.0.1:0", "--data", newer)).toContain("newer")
  })

  test("a setting that is half set, and a database that is away", async () => {
    expect(await refused("--access-aud", "x")).toBe("--access-aud is set without CLICKCLACK_ACCESS_TEAM_DOMAIN.\n")
    const err = await refused(
      "--addr",
      "127.0.0.1:0",
      "--data",
      folder(),
      "--db",
      "postgres://chat:hush-hush@127.0.0.1:9/chat",
    )
    expect(err).toStartWith("cannot use the database: ")
    expect(err).not.toContain("hush-hush")
  })
})

test("without a command it serves, set up by the environment alone", async () => {
  const { child, said, ended } = spawn([], {
    CLICKCLACK_ADDR: "127.0.0.1:0",
    CLICKCLACK_DATA: folder(),
    CLICKCLACK_DEV_BOOTSTRAP: "true",
  })
  const { user } = (await (await fetch(`${await said(listening)}/api/me`)).json()) as { user: { display_name: string } }
  expect(user.display_name).toBe("Local Captain")
  child.kill("SIGTERM")
  expect((await ended()).code).toBe(0)
})
