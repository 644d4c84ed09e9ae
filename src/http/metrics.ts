import type { Counter, Summary } from "prom-client"
import { endpoints } from "../api/index.ts"
import type { Config } from "../config.ts"
import { commit, version } from "../version.ts"

/** Which described route a path belongs to, so that ids do not become labels. */
const routeOf = () => {
  const patterns = endpoints.map(({ path }) => ({
    path,
    pattern: new RegExp(`^${path.replace(/[.]/g, "\\.").replace(/\{\w+\}/g, "[^/]+")}$`),
  }))
  return (pathname: string) =>
    patterns.find(({ pattern }) => pattern.test(pathname))?.path ?? (pathname.startsWith("/api") ? "unknown" : "web")
}

/** The figures for Prometheus, when they are switched on. The library is loaded only then. */
export const createMetrics = async (
  config: Pick<Config, "metrics_enabled" | "environment">,
  ready: () => Promise<boolean>,
) => {
  if (!config.metrics_enabled) return undefined
  const prom = await import("./prometheus.ts")
  const registry = new prom.Registry()
  const shared = { registers: [registry] }
  new prom.Gauge({
    ...shared,
    name: "clickclack_build_info",
    help: "What runs here",
    labelNames: ["environment", "version", "commit"],
  })
    .labels(config.environment, version, commit)
    .set(1)
  const readiness = new prom.Gauge({ ...shared, name: "clickclack_ready", help: "1 when the database answers" })
  const requests: Counter<"method" | "route" | "status_class"> = new prom.Counter({
    ...shared,
    name: "clickclack_http_requests_total",
    help: "Requests by method, route and class of status",
    labelNames: ["method", "route", "status_class"],
  })
  const durations: Summary<"method" | "route"> = new prom.Summary({
    ...shared,
    name: "clickclack_http_request_duration_seconds",
    help: "How long requests took",
    labelNames: ["method", "route"],
    percentiles: [],
  })
  const signIns = (name: string, help: string): Counter<"event"> =>
    new prom.Counter({ ...shared, name, help, labelNames: ["event"] })
  const events = {
    github: signIns("clickclack_github_oauth_events_total", "What became of sign-ins with GitHub"),
    openclaw: signIns("clickclack_openclaw_id_oauth_events_total", "What became of sign-ins with the OpenID provider"),
  }
  const find = routeOf()
  return {
    request: (request: Request, status: number, ms: number) => {
      const what = { method: request.method, route: find(new URL(request.url).pathname) }
      requests.inc({ ...what, status_class: `${Math.floor(status / 100)}xx` })
      durations.observe(what, ms / 1000)
    },
    signIn: (provider: keyof typeof events, event: string) => events[provider].inc({ event }),
    text: async (): Promise<Response> => {
      readiness.set((await ready()) ? 1 : 0)
      return new Response(await registry.metrics(), { headers: { "Content-Type": registry.contentType } })
    },
  }
}

export type Metrics = Awaited<ReturnType<typeof createMetrics>>
