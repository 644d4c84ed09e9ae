import type { Context } from "hono"
import type { BodyOf, Endpoint, QueryOf } from "../api/endpoint.ts"
import type { Actor } from "../domain/access.ts"

/** What the server gives each request besides the request itself. */
export type Bindings = { server: Bun.Server<unknown>; correlation_id: string }
export type Ctx = Context<{ Bindings: Bindings }>

/** The names between braces in a path. */
type ParamsOf<Path> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | ParamsOf<Rest> : never

/** A request that has passed its endpoint's checks: who, and what. */
export type Call<E extends Endpoint> = {
  /** Whoever is signed in; endpoints with `auth: "none"` have nobody. */
  actor: E["auth"] extends "none" ? undefined : Actor
  params: Record<ParamsOf<E["path"]>, string>
  query: QueryOf<E>
  body: BodyOf<E>
  correlation_id: string
  c: Ctx
}

/** A status and its JSON (undefined for an empty body), or a whole response where JSON does not do. */
export type Reply = { status: number; json?: unknown; headers?: Record<string, string> } | Response

/** What a handler gives back when the connection has become a WebSocket. */
export const upgraded = new Response(null)

export type Route = {
  endpoint: Endpoint
  handle: (call: Call<Endpoint>) => Promise<Reply>
  /** Sent with every answer of this route, errors included. */
  headers?: Record<string, string>
  /** Only as JSON, and from our own pages or no page at all: for what signs in or out. */
  strict?: boolean
}

/** A handler for a described endpoint. Routes are listed by noun and mounted by the app. */
export const route = <const E extends Endpoint>(endpoint: E, handle: (call: Call<E>) => Promise<Reply>): Route => ({
  endpoint,
  handle: handle as unknown as Route["handle"],
})

export const ok = (json: unknown): Reply => ({ status: 200, json })
export const created = (json: unknown): Reply => ({ status: 201, json })
export const empty = (): Reply => ({ status: 204 })
