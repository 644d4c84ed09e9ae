import type { Endpoint } from "../api/endpoint.ts"
import { api } from "../api/index.ts"
import type { Config } from "../config.ts"
import { version } from "../version.ts"
import { docsPage } from "./docs.ts"
import { docsStyle } from "./docs-style.ts"
import type { Metrics } from "./metrics.ts"
import { openapi } from "./openapi.ts"
import { ok, route } from "./route.ts"

type Parts = {
  config: Config
  metrics: Metrics
  ready: () => Promise<boolean>
  /** The endpoints that are mounted: the reference promises no others. */
  mounted: () => readonly Endpoint[]
}

/** Probes, figures and the reference of the API. */
export const serverRoutes = ({ config, metrics, ready, mounted }: Parts) => {
  // Made when somebody asks: it costs more than the rest of the start.
  let document: ReturnType<typeof openapi> | undefined
  const reference = () => {
    document ??= openapi(mounted(), { version })
    return document
  }
  const text = (body: string, type: string) =>
    new Response(body, {
      headers: {
        "Content-Type": `${type}; charset=utf-8`,
        "Content-Security-Policy": "default-src 'none'; style-src 'self'",
      },
    })
  return [
    route(api.server.health, async () => ok({ status: "ok" })),

    route(api.server.ready, async () =>
      (await ready()) ? ok({ status: "ready" }) : { status: 503, json: { status: "unavailable" } },
    ),

    route(
      api.server.metrics,
      async () => metrics?.text() ?? { status: 404, json: { error: "metrics are switched off" } },
    ),

    route(api.server.homeLink, async () => ok({ url: config.home_url, label: config.home_label })),

    route(api.server.openapi, async () => ok(reference())),

    route(api.server.docs, async () => text(docsPage(reference(), { stylesheet: "/api/docs.css" }), "text/html")),

    route(api.server.docsStyle, async () => text(docsStyle, "text/css")),
  ]
}
