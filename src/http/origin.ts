import type { Config } from "../config.ts"

/** Where a request comes from (contract: overview, "CORS and origin", "CSRF"; the rules of a local request). */

type Headers_ = Pick<Headers, "get">

const loopbackName = (host: string): boolean => {
  // A bare IPv6 address ends like a name with a port.
  const name = host === "::1" ? host : host.replace(/:\d+$/, "").toLowerCase()
  return (
    name === "localhost" ||
    name.endsWith(".localhost") ||
    name === "[::1]" ||
    name === "::1" ||
    /^127(\.\d{1,3}){3}$/.test(name)
  )
}

const originHost = (origin: string): string => {
  try {
    return new URL(origin).host
  } catch {
    return ""
  }
}

/** True for this server's own pages: the configured origin, or the host that was asked. */
export const isOwnOrigin = (origin: string, host: string | null, config: Pick<Config, "public_url">): boolean =>
  origin === config.public_url || (host !== null && /^https?:\/\//.test(origin) && originHost(origin) === host)

/** True unless another site's page sent the request. */
export const isSameOrigin = (headers: Headers_, config: Pick<Config, "public_url">): boolean => {
  const origin = headers.get("origin")
  if (origin !== null) return isOwnOrigin(origin, headers.get("host"), config)
  return [null, "same-origin", "none"].includes(headers.get("sec-fetch-site"))
}

/** True when nothing about the request points beyond this machine. */
export const isLocal = (headers: Headers_, peer: string | undefined): boolean => {
  const local = (text: string | null, read: (text: string) => string = (same) => same) =>
    text === null || text.split(",").every((part) => loopbackName(read(part.trim())))
  const origin = headers.get("origin")
  return (
    peer !== undefined &&
    loopbackName(peer.replace(/^::ffff:/, "")) &&
    local(headers.get("host")) &&
    (origin === null || loopbackName(originHost(origin))) &&
    [null, "same-origin", "none"].includes(headers.get("sec-fetch-site")) &&
    local(headers.get("x-forwarded-host")) &&
    local(headers.get("x-forwarded-for")) &&
    local(headers.get("x-real-ip")) &&
    local(headers.get("forwarded"), (part) => /for="?([^;"]+)/i.exec(part)?.[1] ?? part)
  )
}

/** The caller's address: the peer's, or what a proxy on this machine says of it, when it says one thing. */
export const clientIp = (headers: Headers_, peer: string | undefined): string => {
  const [real, forwarded] = [headers.get("x-real-ip"), headers.get("x-forwarded-for")]
  if (peer && loopbackName(peer.replace(/^::ffff:/, "")) && real && real === forwarded) return real
  return peer ?? ""
}

const allowedMethods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
const allowedHeaders = ["authorization", "content-type", "x-clickclack-csrf", "x-request-id"]

/** The headers that let the own pages read an answer, on every answer. */
export const corsHeaders = (headers: Headers_, config: Pick<Config, "public_url">): Record<string, string> => {
  const origin = headers.get("origin")
  if (origin === null || !isOwnOrigin(origin, headers.get("host"), config)) return { Vary: "Origin" }
  return { Vary: "Origin", "Access-Control-Allow-Origin": origin, "Access-Control-Allow-Credentials": "true" }
}

/** What a preflight is answered with; undefined when it is refused. */
export const preflight = (
  headers: Headers_,
  config: Pick<Config, "public_url">,
): Record<string, string> | undefined => {
  const cors = corsHeaders(headers, config)
  const method = headers.get("access-control-request-method") ?? ""
  const asked = (headers.get("access-control-request-headers") ?? "")
    .toLowerCase()
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean)
  const fine =
    "Access-Control-Allow-Origin" in cors &&
    allowedMethods.includes(method) &&
    asked.every((name) => allowedHeaders.includes(name))
  if (!fine) return undefined
  return {
    ...cors,
    "Access-Control-Allow-Methods": method,
    "Access-Control-Allow-Headers": allowedHeaders.join(", "),
    "Access-Control-Max-Age": "600",
  }
}
