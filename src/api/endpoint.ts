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
  query?: Schema
  body?: Schema
  /** The JSON (or null for an empty body) of each status that is not an error. */
  answers: { readonly [status: number]: Schema | null }
}

/** Keeps the exact types of a description. */
export const endpoint = <const E extends Endpoint>(description: E): E => description
