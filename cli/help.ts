import type { Command } from "./argv.ts"

const columns = (rows: [string, string][]) => {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}\n`).join("")
}

/** How a command is written, in one line. */
export const synopsis = ({ path, args = [], text, flags }: Command) =>
  ["clickclack", path, ...args.map((arg) => `<${arg}>`), flags.length > 0 ? "[flags]" : "", text ? "[text …]" : ""]
    .filter(Boolean)
    .join(" ")

/** How a command is written: the short form that goes with an error. */
export const usage = (commands: readonly Command[], words: readonly string[]): string => {
  const path = words.join(" ")
  const command = find(commands, path)
  if (command) return `usage: ${synopsis(command)}\nclickclack ${command.path} --help tells more.\n`
  return `usage: clickclack ${path ? `${path} ` : ""}<command> [flags]\nclickclack ${path ? `${path} ` : ""}--help lists the commands.\n`
}

const find = (commands: readonly Command[], path: string) =>
  commands.find((command) => command.path === path || command.aliases?.includes(path))

const ofCommand = (command: Command) => {
  const flags: [string, string][] = command.flags.map(({ name, also, value, help }) => [
    `--${name}${also ? `, --${also}` : ""}${value ? ` <${value}>` : ""}`,
    help,
  ])
  const aliases = command.aliases ? `\nalso: ${command.aliases.map((alias) => `clickclack ${alias}`).join(", ")}\n` : ""
  const examples = command.examples.map((example) => `  ${example}\n`).join("")
  return `${command.summary}.\n\nusage: ${synopsis(command)}\n${aliases}${flags.length > 0 ? `\nflags:\n${columns(flags)}` : ""}\nexamples:\n${examples}`
}

/** The help of a command, of a group of commands, or of the whole program. */
export const helpText = (commands: readonly Command[], words: readonly string[]): string | undefined => {
  const path = words.join(" ")
  const group = commands.filter((command) => path === "" || command.path.startsWith(`${path} `))
  const command = find(commands, path)
  if (command) return ofCommand(command)
  if (group.length === 0) return undefined
  const list = columns(
    group.map((one) => [[one.path, ...(one.args ?? []).map((arg) => `<${arg}>`)].join(" "), one.summary]),
  )
  const intro = path === "" ? "ClickClack: team chat for people and bots, in one program.\n\n" : ""
  const end = `\nclickclack <command> --help tells more about one.\n${path === "" ? "Without a command it serves.\n" : ""}`
  return `${intro}usage: clickclack ${path ? `${path} ` : ""}<command> [flags]\n\ncommands:\n${list}${end}`
}
