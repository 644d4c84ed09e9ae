import type { Random } from "./random.ts"

/** What JSON Schema we publish: as much of it as it takes to make requests. */
export type Schema = {
  $ref?: string
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  additionalProperties?: Schema | boolean
}

export type Operation = {
  method: string
  path: string
  params: string[]
  query: string[]
  body?: { type: string; schema: Schema }
}

type Document = {
  paths: Record<string, Record<string, unknown>>
  components?: { schemas?: Record<string, Schema> }
}
type Described = {
  parameters?: { name: string; in: string }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
}

/** Every operation of an OpenAPI document. */
export const operationsOf = (document: Document): Operation[] =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => /^(get|post|put|patch|delete)$/.test(method))
      .map(([method, described]) => {
        const { parameters = [], requestBody } = described as Described
        const names = (where: string) => parameters.filter((each) => each.in === where).map(({ name }) => name)
        const [content] = Object.entries(requestBody?.content ?? {})
        return {
          method: method.toUpperCase(),
          path,
          params: names("path"),
          query: names("query"),
          ...(content ? { body: { type: content[0], schema: content[1].schema } } : {}),
        }
      }),
  )

const strange = [
  "",
  " ",
  "\0",
  "a\0b",
  "../../etc/passwd",
  "%",
  "%00",
  "%E0%A4%A",
  "'; drop table messages; --",
  "\ud83e",
  "\u202e\u200b",
  "💥".repeat(300),
  "x".repeat(5_000),
  "null",
  "-1",
  "1e999",
  "99999999999999999999",
  "2030-99-99T99:99:99Z",
  "0001-01-01T00:00:00Z",
  "wsp_none",
  "usr_01h00000000000000000000000",
  "constructor",
  "__proto__",
  "{}",
  "@",
  "http://127.0.0.1:1/",
  "javascript:alert(1)",
]
const odd = [null, true, false, 0, -1, 1.5, 1e300, -1e300, 2 ** 53, [], {}, [[]], { a: { b: [1, null] } }]

const kinds = [
  ["workspace_id", "wsp_"],
  ["channel_id", "chn_"],
  ["conversation_id", "dm_"],
  ["message_id", "msg_"],
  ["user_id", "usr_"],
  ["member_ids", "usr_"],
  ["topic_id", "top_"],
  ["invite_id", "inv_"],
  ["token_id", "btok_"],
] as const

/** Makes requests for the operations: some as they should be, most not quite. */
export const createGarbage = (document: Document, random: Random, ids: readonly string[]) => {
  const text = () => (random.chance(0.5) ? random.pick(ids) : random.pick(strange))
  /** Mostly an id of the kind that a name asks for. */
  const named = (name: string) => {
    const kind = kinds.find(([ending]) => name.endsWith(ending))?.[1]
    const fitting = ids.filter((id) => kind && id.startsWith(kind))
    return fitting.length > 0 && random.chance(0.7) ? random.pick(fitting) : text()
  }
  const resolve = (schema: Schema): Schema =>
    schema.$ref ? resolve(document.components?.schemas?.[schema.$ref.split("/").at(-1)!] ?? {}) : schema

  const value = (given: Schema, depth = 0, name = ""): unknown => {
    if (random.chance(0.08)) return random.chance(0.5) ? random.pick(odd) : random.pick(strange)
    const schema = resolve(given)
    const choices = schema.anyOf ?? schema.oneOf
    if (choices) return value(random.pick(choices), depth, name)
    if (schema.allOf) return Object.assign({}, ...schema.allOf.map((each) => value(each, depth, name)))
    if (schema.const !== undefined) return schema.const
    if (schema.enum) return random.pick(schema.enum)
    const type = Array.isArray(schema.type) ? random.pick(schema.type) : schema.type
    if (type === "object") {
      if (depth > 4) return {}
      const fields = Object.entries(schema.properties ?? {}).filter(
        ([field]) => schema.required?.includes(field) || random.chance(0.5),
      )
      const made = Object.fromEntries(fields.map(([field, each]) => [field, value(each, depth + 1, field)]))
      return typeof schema.additionalProperties === "object"
        ? { ...made, [text()]: value(schema.additionalProperties, depth + 1) }
        : made
    }
    if (type === "array")
      return Array.from({ length: random.below(4) }, () => value(schema.items ?? {}, depth + 1, name))
    if (type === "integer" || type === "number") return random.pick([0, 1, 2, 5, 100, -1, 1.5, 1e300])
    if (type === "boolean") return random.chance(0.5)
    if (type === "null") return null
    if (name.endsWith("_id") || name.endsWith("_ids")) return named(name)
    return random.chance(0.6) ? random.pick(["x", "hello", "Ada", "ada@example.org", "general"]) : text()
  }

  /** Fills in an operation. What ends in `_id` and the like is mostly an id that exists. */
  return ({ method, path, query, body }: Operation) => {
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(named(name).toWellFormed()))
    const asked = query
      .filter(() => random.chance(0.6))
      .map((name) => [name, (name.endsWith("_id") ? named(name) : text()).toWellFormed()] as [string, string])
    const search = asked.length > 0 ? `?${new URLSearchParams(asked)}` : ""
    const content = body && JSON.stringify(value(body.schema))
    const cut = content !== undefined && random.chance(0.05) ? content.slice(0, -1) : content
    return { method, path: filled + search, body: cut, type: body?.type }
  }
}
