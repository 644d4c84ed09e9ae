import type { Config } from "../config.ts"

type Settings = Pick<Config, "cookie_namespace" | "public_url" | "public_api_url" | "dev_bootstrap">

const basePath = (url: string): string => (url ? new URL(url).pathname.replace(/\/$/, "") : "")
const hostname = (url: string): string => (url ? new URL(url).hostname : "")

/** The names and attributes of our cookies (contract: overview, "Cookies"). */
export const createCookies = (config: Settings) => {
  const path = basePath(config.public_api_url) || "/"
  const https = config.public_url.startsWith("https:")
  const split = config.public_api_url !== "" && hostname(config.public_url) !== hostname(config.public_api_url)
  const named = (plain: string, spaced: string): string => {
    if (!config.cookie_namespace) return plain
    const prefix = https ? (path === "/" ? "__Host-" : "__Secure-") : ""
    return `${prefix}cc-${config.cookie_namespace}-${spaced}`
  }
  const session = named("cc_session", "session")
  const binding = named("cc_oauth_binding", "oauth-binding")
  const valuesOf = (name: string, header: string | null): string[] =>
    (header ?? "")
      .split(";")
      .map((pair) => pair.trim())
      .filter((pair) => pair.startsWith(`${name}=`))
      .map((pair) => pair.slice(name.length + 1))

  const attributes = (local: boolean): string => {
    const secure = !(config.dev_bootstrap && local) || split
    return `Path=${path}; HttpOnly; SameSite=${split ? "None" : "Lax"}${secure ? "; Secure" : ""}`
  }
  return {
    /** Every value that the request has for the session cookie. */
    sessions: (header: string | null): string[] => valuesOf(session, header),

    set: (token: string, expires: string, local: boolean): string =>
      `${session}=${token}; Expires=${new Date(expires).toUTCString()}; ${attributes(local)}`,

    expire: (local: boolean): string =>
      `${session}=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; ${attributes(local)}`,

    /** Every value that the request has for the cookie that holds sign-ins to one browser. */
    bindings: (header: string | null): string[] => valuesOf(binding, header),

    bind: (value: string, local: boolean): string => `${binding}=${value}; Max-Age=1800; ${attributes(local)}`,

    unbind: (local: boolean): string =>
      `${binding}=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; ${attributes(local)}`,
  }
}

export type Cookies = ReturnType<typeof createCookies>
