import type { Context } from "hono"
import type * as v from "valibot"
import type { Endpoint, Schema } from "../api/endpoint.ts"
import type { Actor } from "../domain/access.ts"

/** What the server gives each request besides the request itself. */
export type Bindings = { server: Bun.Server<unknown>; correlation_id: string }
export type Ctx = Context<{ Bindings: Bindings }>

type Parsed<S> = S extends Schema ? v.InferOutput<S> : undefined

/** A request that has passed its endpoint's checks: who, and what. */
export type Call<E extends Endpoint> = {
  /** Whoever is signed in; endpoints with `auth: "none"` have nobody. */
  actor: E["auth"] extends "none" ? undefined : Actor
  params: Record<string, string>
  query: E extends { query: infer Q } ? Parsed<Q> : Record<string, never>
  body: E extends { body: infer B } ? Parsed<B> : undefined
  correlation_id: string
  c: Ctx
}

/** A status and its JSON (undefined for an empty body), or a whole response where JSON does not do. */
export type Reply = { status: number; json?: unknown; headers?: Record<string, string> } | Response

export type Route = {
  endpoint: Endpoint
  handle: (call: Call<Endpoint>) => Promise<Reply>
  /** Sent with every answer of this route, errors included. */
  headers?: Record<string, string>
}

/** A handler for a described endpoint. Routes are listed by noun and mounted by the app. */
export const route = <const E extends Endpoint>(endpoint: E, handle: (call: Call<E>) => Promise<Reply>): Route => ({
  endpoint,
  handle: handle as unknown as Route["handle"],
})

export const ok = (json: unknown): Reply => ({ status: 200, json })
export const created = (json: unknown): Reply => ({ status: 201, json })
export const empty = (): Reply => ({ status: 204 })
