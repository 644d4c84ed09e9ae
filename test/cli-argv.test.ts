import { describe, expect, test } from "bun:test"
import { type Command, isUsageError, parseArgv } from "../cli/argv.ts"
import { commands } from "../cli/commands.ts"
import { clientFlags } from "../cli/commands-client.ts"
import { serveCommand } from "../cli/commands-local.ts"
import { helpText, synopsis, usage } from "../cli/help.ts"

const parse = (...argv: string[]) => {
  const call = parseArgv(argv, commands, serveCommand)
  if (call.kind === "help") return { help: call.words.join(" ") }
  const { command, flags, args, text } = call
  return { path: command.path, flags, args, text }
}

const mistake = (...argv: string[]): string => {
  try {
    parse(...argv)
  } catch (error) {
    if (isUsageError(error)) return error.message
    throw error
  }
  throw new Error(`${argv.join(" ")} was taken`)
}

describe("flags", () => {
  test("have one dash or two, and their value behind = or a space", () => {
    for (const form of [["-limit=3"], ["--limit=3"], ["-limit", "3"], ["--limit", "3"]])
      expect(parse("messages", "list", ...form)).toMatchObject({ path: "messages list", flags: { limit: "3" } })
  })

  test("keep their value as it was written", () => {
    expect(parse("send", "--body=007")).toMatchObject({ flags: { body: "007" } })
    expect(parse("send", "--body=a=b\nc")).toMatchObject({ flags: { body: "a=b\nc" } })
    expect(parse("send", "--body", "--json")).toMatchObject({ flags: { body: "--json" } })
    expect(parse("send", "--body=")).toMatchObject({ flags: { body: "" } })
  })

  test("stand before, between or after the words of the command", () => {
    const wanted = { path: "channels list", flags: { server: "http://a", json: true } }
    expect(parse("--server", "http://a", "channels", "list", "--json")).toMatchObject(wanted)
    expect(parse("--json", "channels", "-server=http://a", "list")).toMatchObject(wanted)
    expect(parse("channels", "list", "--json", "--server", "http://a")).toMatchObject(wanted)
  })

  test("of a switch take true or false behind = only", () => {
    expect(parse("login", "--store=false", "--json")).toMatchObject({ flags: { store: false, json: true } })
    expect(parse("serve", "--dev-bootstrap=1")).toMatchObject({ flags: { "dev-bootstrap": true } })
    expect(parse("send", "--json", "true")).toMatchObject({ flags: { json: true }, text: ["true"] })
    expect(mistake("serve", "--dev-bootstrap=perhaps")).toBe("--dev-bootstrap must be true or false")
  })

  test("with another spelling are the same flag, and the last one wins", () => {
    expect(parse("whoami", "--user-id", "usr_a", "--user=usr_b")).toMatchObject({ flags: { user: "usr_b" } })
  })

  test("that are unknown, belong to another command or lack a value are mistakes", () => {
    expect(mistake("whoami", "--no-such-flag")).toBe("unknown flag --no-such-flag")
    expect(mistake("--no-such-flag")).toBe("unknown flag --no-such-flag")
    expect(mistake("--magic-token", "x", "whoami")).toBe("unknown flag --magic-token")
    expect(mistake("admin", "bootstrap", "--server", "x")).toBe("unknown flag --server")
    expect(mistake("whoami", "--server")).toStartWith("--server needs a value")
  })
})

describe("commands", () => {
  test("without a command it serves, also with flags of serve", () => {
    expect(parse()).toMatchObject({ path: "serve", flags: {} })
    expect(parse("--addr", ":9000")).toMatchObject({ path: "serve", flags: { addr: ":9000" } })
    expect(mistake("--json")).toBe("unknown flag --json")
  })

  test("have aliases", () => {
    expect(parse("messages", "send", "hi")).toMatchObject({ path: "send", text: ["hi"] })
    expect(parse("reply", "msg_a", "hi")).toMatchObject({ path: "threads reply", args: ["msg_a"], text: ["hi"] })
    expect(parse("thread", "reply", "msg_a", "hi")).toMatchObject({ path: "threads reply", args: ["msg_a"] })
    expect(parse("thread", "msg_a", "--json")).toMatchObject({
      path: "threads open",
      args: ["msg_a"],
      flags: { json: true },
    })
    expect(parse("messages", "watch")).toMatchObject({ path: "messages tail" })
  })

  test("that are unknown or not finished are mistakes that tell what there is", () => {
    expect(mistake("nonsense")).toBe('unknown command "nonsense"')
    expect(mistake("messages", "eat")).toBe('unknown command "messages eat"')
    expect(mistake("admin", "user", "explode")).toBe('unknown command "admin user explode"')
    expect(mistake("channels")).toBe('"channels" needs one of: list, use, create')
    expect(mistake("admin", "member")).toBe('"admin member" needs one of: add')
  })
})

describe("arguments and text", () => {
  test("flags stand between the arguments, until the text begins", () => {
    expect(parse("reactions", "add", "msg_a", "--json", "👍")).toMatchObject({
      args: ["msg_a", "👍"],
      flags: { json: true },
    })
    expect(parse("reactions", "add", "msg_a", "👍", "--json")).toMatchObject({
      args: ["msg_a", "👍"],
      flags: { json: true },
    })
    expect(parse("reply", "msg_a", "--plain", "no", "--json", "here")).toMatchObject({
      args: ["msg_a"],
      text: ["no", "--json", "here"],
      flags: { plain: true },
    })
  })

  test("two dashes end the flags, and what only looks like a dash is text", () => {
    expect(parse("send", "--plain", "--", "--json", "--")).toMatchObject({
      text: ["--json", "--"],
      flags: { plain: true },
    })
    expect(parse("send", "- first item")).toMatchObject({ text: ["- first item"] })
    expect(parse("send", "---", "-1")).toMatchObject({ text: ["---", "-1"] })
    expect(parse("export", "--out", "-")).toMatchObject({ flags: { out: "-" } })
  })

  test("too few and too many arguments are mistakes", () => {
    expect(mistake("reactions", "add", "msg_a")).toBe("<emoji> is missing")
    expect(mistake("threads", "open")).toBe("<message> is missing")
    expect(mistake("whoami", "else")).toBe('unexpected argument "else"')
  })
})

describe("help", () => {
  test("is asked for anywhere, before anything else is checked", () => {
    expect(parse("--help")).toEqual({ help: "" })
    expect(parse("-h", "send")).toEqual({ help: "send" })
    expect(parse("admin", "-help")).toEqual({ help: "admin" })
    expect(parse("reactions", "add", "--help")).toEqual({ help: "reactions add" })
  })

  test("tells every command, every flag and an example", () => {
    const all = helpText(commands, []) ?? ""
    for (const command of commands) {
      expect(all).toContain(`  ${command.path}`)
      const own = helpText(commands, command.path.split(" ")) ?? ""
      expect(own).toStartWith(`${command.summary}.\n`)
      for (const flag of command.flags) expect(own).toContain(`--${flag.name}`)
      expect(own).toContain(command.examples[0] ?? "nothing: it has no example")
    }
    expect(helpText(commands, ["admin", "user"])).toContain("admin user set-password")
    expect(helpText(commands, ["nonsense"])).toBeUndefined()
  })

  test("gives the short form with a mistake", () => {
    expect(usage(commands, ["reply"])).toBe(
      "usage: clickclack threads reply <message> [flags] [text …]\nclickclack threads reply --help tells more.\n",
    )
    expect(usage(commands, ["admin", "user"])).toStartWith("usage: clickclack admin user <command> [flags]\n")
  })
})

describe("the list of commands", () => {
  test("names nothing twice, and a flag is a switch everywhere or nowhere", () => {
    const list: readonly Command[] = commands
    const paths = list.flatMap(({ path, aliases = [] }) => [path, ...aliases])
    expect(new Set(paths).size).toBe(paths.length)
    const kinds = new Map<string, boolean>()
    for (const flag of list.flatMap(({ flags }) => flags)) {
      expect([flag.name, kinds.get(flag.name) ?? flag.value === undefined]).toEqual([
        flag.name,
        flag.value === undefined,
      ])
      kinds.set(flag.name, flag.value === undefined)
    }
  })

  test("finds the code of every command", async () => {
    for (const command of commands)
      expect([command.path, typeof (await command.load())]).toEqual([command.path, "function"])
  })
})

test("docs/cli.md tells every command with its usage, its own flags and its examples", async () => {
  const page = await Bun.file(new URL("../docs/cli.md", import.meta.url)).text()
  for (const command of commands) {
    const section = page.split(`\n### ${command.path}\n`)[1]?.split("\n### ")[0] ?? ""
    expect(section).toStartWith(`\n${command.summary}.`)
    for (const text of [synopsis(command), ...command.examples]) expect(section).toContain(text)
    for (const alias of command.aliases ?? []) expect(section).toContain(`\`${alias}\``)
    const flags = command.path === "serve" ? [] : command.flags
    for (const { name } of flags)
      expect(clientFlags.some((flag) => flag.name === name) ? page : section).toContain(`\`--${name}`)
  }
  expect(page.match(/^### /gm)?.length).toBe(commands.length)
})
