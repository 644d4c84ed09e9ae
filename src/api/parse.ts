import * as v from "valibot"
import type { Schema } from "./endpoint.ts"

type Issue = v.BaseIssue<unknown>

const nouns: Record<string, string> = {
  string: "a string",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
}

const predicate = (issue: Issue): string => {
  if (!issue.message.startsWith("Invalid ")) return issue.message
  if (issue.input === undefined || (issue.input === null && issue.kind === "schema")) return "is required"
  const noun = nouns[issue.type]
  if (noun) return `must be ${noun}`
  const wanted = "requirement" in issue ? String(issue.requirement) : ""
  if (issue.type === "min_value") return `must be at least ${wanted}`
  if (issue.type === "max_value") return `must be at most ${wanted}`
  if (issue.type === "min_length" || issue.type === "non_empty") return "must not be empty"
  if (issue.type === "max_length") return `must have at most ${wanted} entries`
  const words = issue.expected?.match(/[\w.:*-]+/g)
  if (issue.kind === "schema" && words) return `must be one of ${words.join(", ")}`
  return "is not valid"
}

/** Says what is wrong in words for the caller: "body must be a string". */
export const explain = (issue: Issue): string => {
  const text = predicate(issue)
  return /^(is|must) /.test(text) ? `${v.getDotPath(issue) ?? "the request"} ${text}` : text
}

type Parsed<S extends Schema> = { ok: true; value: v.InferOutput<S> } | { ok: false; problem: string }

/** Checks the JSON of a request against its description. Unknown fields are dropped. */
export const parse = <const S extends Schema>(schema: S, input: unknown): Parsed<S> => {
  const fields = input ?? {}
  if (typeof fields !== "object" || Array.isArray(fields))
    return { ok: false, problem: "the request body must be a JSON object" }
  const result = v.safeParse(schema, fields, { abortEarly: true })
  return result.success ? { ok: true, value: result.output } : { ok: false, problem: explain(result.issues[0]) }
}
