import { type Context, Hono } from "hono"
import type { Endpoint } from "../api/endpoint.ts"
import type { Config } from "../config.ts"
import { needScope } from "../domain/access.ts"
import type { Services } from "../domain/index.ts"
import { fail, isAppError, statusOf } from "../errors.ts"
import type { Log } from "../log.ts"
import type { Providers } from "../providers/index.ts"
import type { Hub } from "../realtime/hub.ts"
import type { Store } from "../store/index.ts"
import { createAccessSignIn } from "./access.ts"
import { createAssets } from "./assets.ts"
import { createAuth } from "./auth.ts"
import { readBody, readParams, readQuery } from "./body.ts"
import { createCookies } from "./cookies.ts"
import { createMetrics } from "./metrics.ts"
import { corsHeaders, isSameOrigin, preflight } from "./origin.ts"
import { type Bindings, type Call, type Ctx, type Reply, type Route, upgraded } from "./route.ts"
import { allRoutes } from "./routes.ts"

export type Parts = {
  config: Config
  log: Log
  services: Services
  store: Store
  hub: Hub
  providers: Providers
  ready: () => Promise<boolean>
}

const correlationPattern = /^[A-Za-z0-9._:-]{1,128}$/

const newCorrelationId = () => `corr_${crypto.randomUUID().replaceAll("-", "")}`

/** A unique key that two writers took at the same time: the later one is told that it exists. */
const isDoubled = (error: unknown): boolean => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return (
    cause instanceof Error &&
    "code" in cause &&
    /^(23505|SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY))$/.test(String(cause.code))
  )
}

/** A path as it may be written down: the address of an incoming hook is a secret. */
const shownPath = (path: string) => path.replace(/^(\/api\/hooks\/in\/).+/, "$1…")

const honoPath = (path: string) => path.replace(/\{(\w+)\}/g, ":$1")

/** The HTTP side: every described route, the probes, the web app; one way in, one way out. */
export const createApp = async (parts: Parts) => {
  const { config, log, services } = parts
  const cookies = createCookies(config)
  const access = createAccessSignIn(services, parts.providers.access)
  const auth = createAuth({ services, config, cookies, access })
  const metrics = await createMetrics(config, parts.ready)
  const assets = createAssets(config)
  const app = new Hono<{ Bindings: Bindings }>({ strict: true })
  const routes = allRoutes({ ...parts, auth, cookies, metrics })

  const failure = (error: unknown, c: Context): Response => {
    if (isAppError(error)) {
      if (error.code === "unavailable") log.error("unavailable", { error: error.cause ?? error })
      return c.json({ error: error.message }, statusOf[error.code])
    }
    // Whoever asked has hung up: there is nobody to tell, and nothing went wrong here.
    if (c.req.raw.signal.aborted) return c.body(null, 400)
    if (isDoubled(error)) return c.json({ error: "it exists already" }, 409)
    log.error("request failed", { error, method: c.req.method, path: shownPath(c.req.path) })
    return c.json({ error: "internal error" }, 500)
  }
  const answer = async ({ endpoint, handle, headers, strict }: Route, c: Ctx): Promise<Response> => {
    let response: Response
    const kept: string[] = []
    try {
      const request = c.req.raw
      if (strict) needStrict(request, config)
      const actor = endpoint.auth === "none" ? undefined : await identified(endpoint, c, (cookie) => kept.push(cookie))
      const query = readQuery(endpoint, request.url)
      const body = await readBody(endpoint, request)
      const params = readParams(c.req.param())
      const call = { actor, params, query, body, correlation_id: c.env.correlation_id, c }
      response = respond(await handle(call as unknown as Call<Endpoint>))
    } catch (error) {
      response = failure(error, c)
    }
    if (response === upgraded) return response
    for (const [name, value] of Object.entries(headers ?? {})) response.headers.set(name, value)
    for (const cookie of kept) response.headers.append("Set-Cookie", cookie)
    return response
  }
  const identified = async (endpoint: Endpoint, c: Ctx, keep: (cookie: string) => void) => {
    const actor =
      (await auth.identify(c.req.raw, c.env.server.requestIP(c.req.raw)?.address, keep)) ??
      fail("unauthenticated", "sign in, or send a valid token")
    if (actor.bot && endpoint.auth === "human") fail("forbidden", "bot tokens cannot do this")
    if (endpoint.scope) needScope(actor, endpoint.scope)
    return actor
  }

  for (const each of routes) app.on(each.endpoint.method, honoPath(each.endpoint.path), (c) => answer(each, c))
  const methods = Map.groupBy(routes, ({ endpoint }) => honoPath(endpoint.path))
  for (const [path, known] of methods)
    app.all(path, (c) => c.body(null, 405, { Allow: known.map(({ endpoint }) => endpoint.method).join(", ") }))
  app.all("/api", (c) => c.json({ error: "route not found" }, 404))
  app.all("/api/*", (c) => c.json({ error: "route not found" }, 404))
  app.get("*", (c) => assets.serve(c.req.raw))
  app.notFound((c) => c.json({ error: "route not found" }, 404))
  app.onError(failure)

  const inner = async (request: Request, server: Bun.Server<unknown>, correlation_id: string): Promise<Response> => {
    if (request.method === "OPTIONS" && request.headers.has("access-control-request-method")) {
      const headers = preflight(request.headers, config)
      return headers
        ? new Response(null, { status: 204, headers })
        : Response.json({ error: "origin not allowed" }, { status: 403 })
    }
    const path = new URL(request.url).pathname
    // Hono answers HEAD with GET; in the API it is a method that no path has.
    const head = request.method === "HEAD" && path.startsWith("/api/")
    return app.fetch(head ? new Request(request.url, { method: "OPTIONS" }) : request, { server, correlation_id })
  }

  return {
    metrics,
    fetch: async (request: Request, server: Bun.Server<unknown>): Promise<Response | undefined> => {
      const began = performance.now()
      const asked = request.headers.get("x-correlation-id") ?? ""
      const correlation_id = correlationPattern.test(asked) ? asked : newCorrelationId()
      const response = await inner(request, server, correlation_id)
      if (response === upgraded) return undefined
      response.headers.set("X-Correlation-ID", correlation_id)
      for (const [name, value] of Object.entries(corsHeaders(request.headers, config)))
        response.headers.set(name, value)
      observe(request, response, performance.now() - began, correlation_id)
      return response
    },
  }

  function observe(request: Request, response: Response, ms: number, correlation_id: string) {
    metrics?.request(request, response.status, ms)
    const wanted = config.access_log === "all" || (config.access_log === "errors" && response.status >= 400)
    if (!wanted) return
    const { pathname } = new URL(request.url)
    log.info("request", {
      method: request.method,
      path: shownPath(pathname),
      status: response.status,
      ms: Math.round(ms * 10) / 10,
      correlation_id,
    })
  }
}

const respond = (reply: Reply): Response => {
  if (reply instanceof Response) return reply
  const { status, json, headers } = reply
  if (json === undefined) return new Response(null, { status, headers })
  return Response.json(json, { status, headers })
}

/** Signing in and out: JSON only, so that no form of another site can do it, and from our own pages or no page. */
const needStrict = (request: Request, config: Config) => {
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get("content-type") ?? ""))
    fail("unsupported_media", "Content-Type must be application/json")
  if (!isSameOrigin(request.headers, config)) fail("forbidden", "this request came from another site")
}
