import { toJsonSchema, toJsonSchemaDefs } from "@valibot/to-json-schema"
import { type Endpoint, type Schema, scopes } from "../api/endpoint.ts"
import { nameOf } from "../api/index.ts"
import * as objects from "../api/objects.ts"
import {
  durableEvents,
  Event,
  EventChannel,
  EventMessage,
  EventWorkspace,
  ephemeralEvents,
  NoEvent,
} from "../events.ts"

/** A JSON Schema, as far as the reference reads one. */
export type JsonSchema = {
  $ref?: string
  type?: string
  format?: string
  description?: string
  enum?: unknown[]
  const?: unknown
  default?: unknown
  properties?: Record<string, JsonSchema>
  required?: string[]
  items?: JsonSchema
  additionalProperties?: JsonSchema | boolean
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  [other: string]: unknown
}
export type Parameter = {
  name: string
  in: "path" | "query"
  required: boolean
  description?: string
  schema: JsonSchema
}
type Content = Record<string, { schema: JsonSchema }>
export type Answer = { description: string; content?: Content }
export type Operation = {
  operationId: string
  tags: string[]
  summary: string
  description: string
  security: Record<string, string[]>[]
  parameters: Parameter[]
  requestBody?: { required: boolean; content: Content }
  responses: Record<string, Answer | { $ref: string }>
}
export type OpenApi = {
  openapi: "3.1.0"
  info: { title: string; version: string; description: string }
  servers: { url: string }[]
  tags: { name: string }[]
  paths: Record<string, Record<string, Operation>>
  components: {
    schemas: Record<string, JsonSchema>
    responses: Record<string, Answer>
    securitySchemes: Record<string, Record<string, string>>
  }
}

const isSchema = (value: unknown): value is Schema => typeof value === "object" && value !== null && "~run" in value

const eventSchemas = Object.fromEntries(
  Object.entries({ ...durableEvents, ...ephemeralEvents }).map(([type, { wire }]): [string, Schema] => [
    `event.${type}`,
    wire,
  ]),
)

/** What other schemas speak of by name. */
const definitions: Record<string, Schema> = {
  ...Object.fromEntries(
    Object.entries(objects).filter((entry): entry is [string, (typeof entry)[1] & Schema] => isSchema(entry[1])),
  ),
  Event,
  NoEvent,
  EventMessage,
  EventChannel,
  EventWorkspace,
  ...eventSchemas,
}

const config = {
  definitions,
  typeMode: "input",
  errorMode: "ignore",
  overrideRef: ({ referenceId }: { referenceId: string }) => `#/components/schemas/${referenceId}`,
} as const

/** Drops what only says the obvious: an empty `required`, and `null` where a field may be left out anyway. */
const tidy = (schema: unknown, request: boolean): JsonSchema => {
  const walk = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(walk)
    if (typeof node !== "object" || node === null) return node
    const { $schema: _, $defs: __, ...rest } = node as JsonSchema
    const options = rest.anyOf
    if (request && options?.length === 2 && options[1]?.type === "null") {
      const { anyOf: ___, ...beside } = rest
      return walk({ ...options[0], ...beside })
    }
    if (rest.required?.length === 0) delete rest.required
    return Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, walk(value)]))
  }
  return walk(schema) as JsonSchema
}

const jsonSchema = (schema: Schema, request = false) => tidy(toJsonSchema(schema, config), request)

const parameters = ({ path, query }: Endpoint): Parameter[] => {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(
    ([, name = ""]): Parameter => ({ name, in: "path", required: true, schema: { type: "string" } }),
  )
  if (!query) return inPath
  const { properties = {}, required = [] } = jsonSchema(query, true)
  const inQuery = Object.entries(properties).map(([name, { description, ...schema }]): Parameter => {
    const parameter: Parameter = { name, in: "query", required: required.includes(name), schema }
    return description ? { ...parameter, description } : parameter
  })
  return [...inPath, ...inQuery]
}

const request = ({ body, bodyOptional, form }: Endpoint): Operation["requestBody"] => {
  if (!body && !form) return undefined
  const content = {
    ...(body && { "application/json": { schema: jsonSchema(body, true) } }),
    ...(form && { [form.type]: { schema: jsonSchema(form.fields, true) } }),
  }
  return { required: !bodyOptional, content }
}

const meanings: Record<string, string> = {
  101: "The socket is open",
  200: "Done",
  201: "Made",
  202: "Told",
  204: "Done; no content",
  206: "A part of it",
}

const description = ({ auth, scope, description }: Endpoint): string => {
  const who =
    auth === "none"
      ? "Needs no credential."
      : auth === "human"
        ? "People only; a bot token gets 403."
        : scope
          ? `A bot token needs \`${scope}\`.`
          : "Whoever is signed in."
  return [description, who].filter(Boolean).join(" ")
}

const operation = (endpoint: Endpoint): Operation => {
  const body = request(endpoint)
  const answers = Object.entries(endpoint.answers).map(([status, schema]): [string, Answer] => {
    const meaning = { description: meanings[status] ?? "Done" }
    const type = endpoint.produces ?? "application/json"
    return [status, schema ? { ...meaning, content: { [type]: { schema: jsonSchema(schema) } } } : meaning]
  })
  return {
    operationId: nameOf(endpoint),
    tags: [endpoint.tag],
    summary: endpoint.summary,
    description: description(endpoint),
    security: endpoint.auth === "none" ? [] : [{ bearer: [] }, { cookie: [] }],
    parameters: parameters(endpoint),
    ...(body && { requestBody: body }),
    responses: { ...Object.fromEntries(answers), default: { $ref: "#/components/responses/Error" } },
  }
}

const about = `Everything the web app does, it does through this API.

Every error is \`{"error": "text"}\`. Optional fields are left out, never null. Times are RFC 3339 in UTC. A request by \
cookie with another method than GET needs the header \`X-ClickClack-CSRF: 1\` and the same origin.

Scopes of bot tokens: ${scopes.map((scope) => `\`${scope}\``).join(", ")}.`

/** The OpenAPI 3.1 document of these endpoints. */
export const openapi = (endpoints: readonly Endpoint[], { version }: { version: string }): OpenApi => {
  const paths: OpenApi["paths"] = {}
  for (const endpoint of endpoints) {
    const path = paths[endpoint.path] ?? {}
    path[endpoint.method.toLowerCase()] = operation(endpoint)
    paths[endpoint.path] = path
  }
  const schemas = Object.entries(toJsonSchemaDefs(definitions, config)).map(([name, schema]): [string, JsonSchema] => [
    name,
    tidy(schema, false),
  ])
  const error: JsonSchema = { type: "object", properties: { error: { type: "string" } }, required: ["error"] }
  return {
    openapi: "3.1.0",
    info: { title: "ClickClack", version, description: about },
    servers: [{ url: "/" }],
    tags: [...new Set(endpoints.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: { ...Object.fromEntries(schemas), Error: error },
      responses: {
        Error: {
          description: "What was wrong",
          content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } },
        },
      },
      securitySchemes: {
        bearer: {
          type: "http",
          scheme: "bearer",
          description: "A bot token `ccb_…` or a session token `sst_…`.",
        },
        cookie: {
          type: "apiKey",
          in: "cookie",
          name: "cc_session",
          description: "What a browser gets when it signs in.",
        },
      },
    },
  }
}
