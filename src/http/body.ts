import type { Endpoint, Schema } from "../api/endpoint.ts"
import { parse } from "../api/parse.ts"
import { fail } from "../errors.ts"

const limit = 1_048_576
const strict = new TextDecoder("utf-8", { fatal: true })

const tooLarge = () => fail("too_large", "the request body must be at most 1 MiB")

/** The bytes of a body of at most a mebibyte; reads no further than that. */
const bytesOf = async (request: Request): Promise<Uint8Array> => {
  const length = request.headers.get("content-length")
  if (length !== null) {
    if (Number(length) > limit) tooLarge()
    return request.bytes()
  }
  if (!request.body) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body) {
    size += chunk.length
    if (size > limit) tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const textOf = async (request: Request): Promise<string> => {
  const bytes = await bytesOf(request)
  try {
    return strict.decode(bytes)
  } catch {
    return fail("invalid", "the request body must be UTF-8")
  }
}

/** No text of ours holds the character NUL, which Postgres cannot store. */
const needNoNul = (texts: Iterable<string>): void => {
  for (const text of texts) if (text.includes("\0")) fail("invalid", "the character NUL is not allowed")
}

/** Every key and text in a JSON value, however deep. */
function* textsIn(json: unknown): Generator<string> {
  const waiting = [json]
  while (waiting.length > 0) {
    const value = waiting.pop()
    if (typeof value === "string") yield value
    else if (Array.isArray(value)) for (const item of value) waiting.push(item)
    else if (value !== null && typeof value === "object")
      for (const pair of Object.entries(value)) waiting.push(...pair)
  }
}

const jsonOf = (text: string): unknown => {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return fail("invalid", "the request body must be one JSON object")
  }
  if (text.includes("\\u0000")) needNoNul(textsIn(json))
  return json
}

const checked = (schema: Schema, input: unknown): unknown => {
  const parsed = parse(schema, input)
  return parsed.ok ? parsed.value : fail("invalid", parsed.problem)
}

const fieldsOf = (form: URLSearchParams): Record<string, string> => {
  needNoNul(form.values())
  return Object.fromEntries(form)
}

/**
 * The body of a request as its endpoint describes it: JSON, or the fields of a form. Where it may be either, a form has
 * the JSON in `payload`; senders name their content types as they like, so that the text itself tells.
 */
export const readBody = async (endpoint: Endpoint, request: Request): Promise<unknown> => {
  const form = endpoint.form?.type === "application/x-www-form-urlencoded" ? endpoint.form : undefined
  if (!endpoint.body && !form) return undefined
  const given = await textOf(request)
  if (!endpoint.body) return checked(form!.fields, fieldsOf(new URLSearchParams(given)))
  const text = form && /^\s*payload=/.test(given) ? (fieldsOf(new URLSearchParams(given.trim())).payload ?? "") : given
  if (endpoint.bodyOptional && text.trim() === "") return checked(endpoint.body, {})
  const json = jsonOf(text)
  if (json === null || typeof json !== "object" || Array.isArray(json))
    fail("invalid", "the request body must be a JSON object")
  return checked(endpoint.body, json)
}

/** The parameters of a query as its endpoint describes them; the first of doubles counts. */
export const readQuery = (endpoint: Endpoint, url: string): unknown => {
  if (!endpoint.query) return undefined
  const start = url.indexOf("?")
  const query: Record<string, string> = {}
  if (start >= 0) for (const [name, value] of new URLSearchParams(url.slice(start))) query[name] ??= value
  needNoNul(Object.values(query))
  return checked(endpoint.query, query)
}

/** What stands at the places of `{name}` in a path. A conversation is no channel, whatever else they share. */
export const readParams = (params: Record<string, string>): Record<string, string> => {
  needNoNul(Object.values(params))
  const { channel_id, conversation_id } = params
  if (channel_id?.startsWith("dm_")) fail("not_found", "channel not found")
  if (conversation_id?.startsWith("chn_")) fail("not_found", "conversation not found")
  return params
}
