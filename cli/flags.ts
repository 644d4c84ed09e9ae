import { type FlagValues, usageError } from "./argv.ts"

/** The text of a flag; empty counts as not given. */
export const text = (flags: FlagValues, name: string): string | undefined => {
  const value = flags[name]
  return typeof value === "string" && value !== "" ? value : undefined
}

/** The text of a flag that must be given. */
export const needed = (flags: FlagValues, name: string): string => {
  const value = text(flags, name)?.trim()
  if (!value) throw usageError(`--${name} is missing`)
  return value
}

/** A whole number within its limits. */
export const integer = (
  flags: FlagValues,
  name: string,
  min: number,
  max = Number.MAX_SAFE_INTEGER,
): number | undefined => {
  const value = text(flags, name)
  if (value === undefined) return undefined
  const number = /^[+-]?\d+$/.test(value.trim()) ? Number(value) : Number.NaN
  if (!(number >= min && number <= max))
    throw usageError(
      `--${name} must be a whole number ${max < Number.MAX_SAFE_INTEGER ? `from ${min} to ${max}` : `from ${min} up`}`,
    )
  return number
}

const units: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** A duration such as 90s, 1m30s or 50ms, in milliseconds. */
export const duration = (flags: FlagValues, name: string, fallback: number): number => {
  const value = text(flags, name)
  if (value === undefined) return fallback
  const parts = [...value.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)]
  const total = parts.reduce((sum, [, count, unit = ""]) => sum + Number(count) * (units[unit] ?? 0), 0)
  if (parts.map(([part]) => part).join("") !== value || total <= 0)
    throw usageError(`--${name} must be a duration such as 30s or 1m30s`)
  return total
}

/** How to print: for people, as the API's JSON, or bare. */
export const format = (flags: FlagValues): "text" | "json" | "plain" => {
  if (flags.json && flags.plain) throw usageError("--json and --plain exclude each other")
  return flags.json ? "json" : flags.plain ? "plain" : "text"
}
