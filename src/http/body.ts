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

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return fail("invalid", "the request body must be one JSON object")
  }
}

const checked = (schema: Schema, input: unknown): unknown => {
  const parsed = parse(schema, input)
  return parsed.ok ? parsed.value : fail("invalid", parsed.problem)
}

/** The body of a request as its endpoint describes it: JSON, or the fields of a form. */
export const readBody = async (endpoint: Endpoint, request: Request): Promise<unknown> => {
  if (endpoint.form?.type === "application/x-www-form-urlencoded")
    return checked(endpoint.form.fields, Object.fromEntries(new URLSearchParams(await textOf(request))))
  if (!endpoint.body) return undefined
  const text = await textOf(request)
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
  return checked(endpoint.query, query)
}
