import { checks } from "./config/checks.ts"
import { type Config, type Key, type Setting, settings } from "./config/settings.ts"

export { type Config, type Setting, settings } from "./config/settings.ts"

/** The OpenID provider that is meant when none is named. */
export const standardIssuer = settings.find(({ key }) => key === "openclaw_id_issuer")?.default

/** One sentence that names a setting: what stops the start. */
export type ConfigError = Error & { name: "ConfigError" }

export const configError = (sentence: string): ConfigError =>
  Object.assign(new Error(sentence), { name: "ConfigError" as const })

export const isConfigError = (error: unknown): error is ConfigError =>
  error instanceof Error && error.name === "ConfigError"

export type Sources = {
  /** As given on the command line, by flag name without dashes; `config` names the JSON file. */
  flags?: Record<string, string | boolean | undefined>
  env?: Record<string, string | undefined>
  readFile?: (path: string) => string
}

type Value = string | boolean | string[]
/** Where a setting comes from, as the reader of an error knows it: `--addr`, `CLICKCLACK_ADDR`, `"addr" in file.json`. */
type Found = { raw: unknown; name: string; typed: boolean }

const truths: Record<string, boolean> = { "1": true, t: true, true: true, "0": false, f: false, false: false }

const byKind: Record<Setting["kind"], { wants: string; read: (raw: unknown, setting: Setting) => Value | undefined }> =
  {
    text: { wants: "must be text", read: (raw) => (typeof raw === "string" ? raw.trim() : undefined) },
    truth: {
      wants: "must be true or false",
      read: (raw) => (typeof raw === "boolean" ? raw : typeof raw === "string" ? truths[raw.toLowerCase()] : undefined),
    },
    list: {
      wants: "must be a list of texts",
      read: (raw) => {
        if (typeof raw === "string") return raw.split(/[\s,]+/).filter(Boolean)
        return Array.isArray(raw) && raw.every((item) => typeof item === "string") ? raw : undefined
      },
    },
    choice: {
      wants: "must be one of",
      read: (raw, { choices = [] }) => choices.find((choice) => choice === raw),
    },
  }

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const readConfigFile = (path: string, readFile: (path: string) => string): Record<string, unknown> => {
  const text = attempt(() => readFile(path), `--config names ${path}, which cannot be read`)
  const content: unknown = attempt(() => JSON.parse(text), `--config names ${path}, which is not valid JSON`)
  if (!isObject(content)) throw configError(`--config names ${path}, which does not hold a JSON object.`)
  const known = new Set<string>(["$schema", ...settings.map(({ key }) => key)])
  const stranger = Object.keys(content).find((key) => !known.has(key))
  if (stranger !== undefined) throw configError(`"${stranger}" in ${path} is not a setting of ClickClack.`)
  return content
}

const attempt = <T>(act: () => T, sentence: string): T => {
  try {
    return act()
  } catch (cause) {
    const why = cause instanceof Error && "code" in cause ? ` (${cause.code})` : ""
    throw Object.assign(configError(`${sentence}${why}.`), { cause })
  }
}

const readValue = (setting: Setting, found: Found | undefined): Value => {
  if (!found) return Array.isArray(setting.default) ? [...setting.default] : (setting.default as Value)
  const { wants, read } = byKind[setting.kind]
  // The file has real types, so that "true" in quotes is a mistake there and not a truth value.
  const mistyped = found.typed && setting.kind !== "text" && setting.kind !== "choice" && typeof found.raw === "string"
  const value = mistyped ? undefined : read(found.raw, setting)
  if (value !== undefined) return value
  const options = setting.choices ? ` ${setting.choices.join(", ")}` : ""
  const shown = setting.secret ? "" : `, not ${JSON.stringify(found.raw)}`
  throw configError(`${found.name} ${wants}${options}${shown}.`)
}

/**
 * All settings: defaults, then the JSON file of `--config`, then the environment (empty counts as unset), then flags.
 * Throws a ConfigError for what is unreadable, of the wrong type, half set or contradictory.
 */
export const loadConfig = ({ flags = {}, env = {}, readFile = () => "{}" }: Sources): Config => {
  const path = flags.config
  if (path === true || path === "") throw configError("--config must name a JSON file.")
  const file = typeof path === "string" ? readConfigFile(path, readFile) : {}

  const find = (setting: Setting): Found | undefined => {
    const flag = setting.flag === undefined ? undefined : flags[setting.flag]
    if (flag !== undefined) return { raw: flag, name: `--${setting.flag}`, typed: false }
    const variable = env[setting.env]
    if (variable) return { raw: variable, name: setting.env, typed: false }
    const entry = file[setting.key]
    if (entry !== undefined && entry !== null && entry !== "")
      return { raw: entry, name: `"${setting.key}" in ${path}`, typed: true }
  }

  const names = new Map<Key, string>()
  const values: [Key, Value][] = settings.map((setting) => {
    const found = find(setting)
    names.set(setting.key, found?.name ?? setting.env)
    return [setting.key, readValue(setting, found)]
  })
  const config = Object.fromEntries(values) as Config
  const name = (key: Key) => names.get(key) ?? key
  const fail = (key: Key, rest: string): never => {
    throw configError(`${name(key)} ${rest}.`)
  }
  for (const check of checks) check(config, { fail, name })
  return config
}

/** Where the data is: all that commands other than `serve` know of the settings. */
export const loadPlace = ({ flags = {}, env = {} }: Sources): Pick<Config, "data" | "db"> => {
  const known = (from: Record<string, string | boolean | undefined>, data: string, db: string) => ({
    [data]: from[data],
    [db]: from[db],
  })
  const { data, db } = loadConfig({
    flags: known(flags, "data", "db"),
    env: known(env, "CLICKCLACK_DATA", "CLICKCLACK_DB") as Record<string, string | undefined>,
  })
  return { data, db }
}
