import type * as v from "valibot"

/** What a bot token may be granted (contract: bots, "Scopes"). */
export const scopes = [
  "workspaces:read",
  "channels:read",
  "channels:write",
  "messages:read",
  "messages:write",
  "threads:read",
  "threads:write",
  "dms:read",
  "dms:write",
  "realtime:read",
  "uploads:write",
  "profile:read",
  "commands:write",
  "agent_activity:write",
] as const
export type Scope = (typeof scopes)[number]

export type Schema = v.GenericSchema
export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE"

/**
 * One route of the API, described once. The server mounts its handlers through these, `/api/openapi.json` is generated
 * from them and the SDK takes its types from them.
 */
export type Endpoint = {
  method: Method
  /** With `{name}` for each parameter: `/api/channels/{channel_id}/messages`. */
  path: string
  /** Which group of the reference it stands in. */
  tag: string
  /** One line: what it does. */
  summary: string
  /** Who may call: anybody, whoever is signed in, or people only (a bot gets 403). */
  auth: "none" | "any" | "human"
  /** What a bot token must hold, where `auth` is "any". */
  scope?: Scope
  /** What else a caller must know: further scopes, order, limits. */
  description?: string
  /** Every value of a query is a string. */
  query?: Schema
  /** The JSON of the request; with `bodyOptional` an empty request counts as `{}`. */
  body?: Schema
  bodyOptional?: true
  /** Stands for `body` where the request is a form. */
  form?: { type: "multipart/form-data" | "application/x-www-form-urlencoded"; fields: Schema }
  /** The JSON (or null for an empty body) of each status that is not an error. */
  answers: { readonly [status: number]: Schema | null }
  /** The content type of answers that are not JSON. */
  produces?: string
}

/** Keeps the exact types of a description. */
export const endpoint = <const E extends Endpoint>(description: E): E => description

/** What a handler gets: the parsed body, with `null` gone, or the fields of a form that is read whole. */
export type BodyOf<E extends Endpoint> = E extends { body: infer S extends Schema }
  ? v.InferOutput<S>
  : E extends { form: { type: "application/x-www-form-urlencoded"; fields: infer F extends Schema } }
    ? v.InferOutput<F>
    : undefined
/** What a handler gets of the query: strings. */
export type QueryOf<E extends Endpoint> = E extends { query: infer S extends Schema } ? v.InferOutput<S> : undefined
/** What a caller sends. */
export type InputOf<E extends Endpoint> = E extends { body: infer S extends Schema } ? v.InferInput<S> : undefined
/** The parsed JSON of whichever status that is not an error. */
export type AnswerOf<E extends Endpoint> = {
  [Status in keyof E["answers"]]: E["answers"][Status] extends infer S
    ? S extends Schema
      ? v.InferOutput<S>
      : undefined
    : never
}[keyof E["answers"]]
