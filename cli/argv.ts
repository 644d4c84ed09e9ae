/** A flag of a command. Without `value` it is a switch. */
export type Flag = {
  name: string
  /** What the value is, for the help: `--limit <n>`. */
  value?: string
  /** Another spelling. */
  also?: string
  help: string
}

export type Command = {
  /** Its words, such as "admin user create". */
  path: string
  aliases?: readonly string[]
  summary: string
  /** The arguments that it must have, by name. */
  args?: readonly string[]
  /** Everything after the arguments is text, taken as it stands: no flags are looked for in it. */
  text?: boolean
  flags: readonly Flag[]
  examples: readonly string[]
}

export type FlagValues = Record<string, string | boolean | undefined>

export type Call<C extends Command = Command> =
  | { kind: "run"; command: C; flags: FlagValues; args: string[]; text: string[] }
  | { kind: "help"; words: string[] }

/** The caller wrote a command line that means nothing: exit code 2, with the usage of what was meant. */
export type UsageError = Error & { name: "UsageError"; words: string[] }

export const usageError = (message: string, words: string[] = []): UsageError =>
  Object.assign(new Error(message), { name: "UsageError" as const, words })

export const isUsageError = (error: unknown): error is UsageError =>
  error instanceof Error && error.name === "UsageError"

const truths: Record<string, boolean> = { "1": true, t: true, true: true, "0": false, f: false, false: false }

/** A lone dash is standard input or output, and `-1` or `- item` is text. */
const isFlag = (token: string) => /^--?[A-Za-z]/.test(token)

/**
 * Finds the command and reads flags and arguments: one dash or two, the value after `=` or as the next word, flags before,
 * between and after the words of the command. `--` ends the flags. Where a command takes text, the first word that is
 * neither flag nor argument begins it, and nothing behind that is read as a flag.
 */
export const parseArgv = <C extends Command>(argv: readonly string[], commands: readonly C[], fallback: C): Call<C> => {
  const named = new Map(commands.flatMap((c) => [c.path, ...(c.aliases ?? [])].map((path) => [path, c] as const)))
  const flags: FlagValues = {}
  const words: string[] = []
  let at = 0
  let help = false

  /** Reads the flag at `at` and its value. */
  const takeFlag = (known: readonly Flag[]) => {
    const [, name = "", value] = /^--?([^=]+)(?:=(.*))?$/s.exec(argv[at++] ?? "") ?? []
    if (name === "help" || name === "h") {
      help = true
      return
    }
    const flag = known.find((one) => one.name === name || one.also === name)
    if (!flag) throw usageError(`unknown flag --${name}`, words)
    if (flag.value === undefined) {
      const truth = value === undefined ? true : truths[value.toLowerCase()]
      if (truth === undefined) throw usageError(`--${name} must be true or false`, words)
      flags[flag.name] = truth
      return
    }
    const taken = value ?? argv[at++]
    if (taken === undefined) throw usageError(`--${name} needs a value: <${flag.value}>`, words)
    flags[flag.name] = taken
  }

  const continues = (path: string) => [...named.keys()].filter((one) => one.startsWith(`${path} `))

  // The words of the command. Which command it will be is not known yet, so flags among them are checked afterwards.
  const everyFlag = commands.flatMap((command) => command.flags)
  for (let token = argv[at]; token !== undefined && token !== "--"; token = argv[at]) {
    if (isFlag(token)) {
      takeFlag(everyFlag)
      continue
    }
    const path = [...words, token].join(" ")
    if (!named.has(path) && continues(path).length === 0) {
      if (named.has(words.join(" "))) break
      throw usageError(`unknown command "${path}"`, words)
    }
    words.push(token)
    at++
    if (continues(path).length === 0) break
  }
  const path = words.join(" ")
  const command = words.length === 0 ? fallback : named.get(path)
  if (help && (!command || words.length === 0)) return { kind: "help", words }
  if (!command) {
    const next = continues(path).map((one) => one.slice(path.length + 1))
    throw usageError(`"${path}" needs one of: ${next.join(", ")}`, words)
  }
  const stranger = Object.keys(flags).find((name) => !command.flags.some((flag) => flag.name === name))
  if (stranger !== undefined) throw usageError(`unknown flag --${stranger}`, words)

  const wanted = command.args ?? []
  const args: string[] = []
  let text: string[] = []
  let literal = false
  for (let token = argv[at]; token !== undefined; token = argv[at]) {
    if (!literal && token === "--") {
      literal = true
      at++
    } else if (!literal && isFlag(token)) takeFlag(command.flags)
    else if (args.length < wanted.length) args.push(argv[at++] ?? "")
    else if (command.text) {
      text = argv.slice(at)
      break
    } else throw usageError(`unexpected argument "${token}"`, words)
  }
  if (help) return { kind: "help", words }
  const missing = wanted[args.length]
  if (missing !== undefined) throw usageError(`<${missing}> is missing`, words)
  return { kind: "run", command, flags, args, text }
}
