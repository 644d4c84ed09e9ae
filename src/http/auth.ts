import type { Config } from "../config.ts"
import type { Actor } from "../domain/access.ts"
import type { Services } from "../domain/index.ts"
import { appError, fail, isAppError } from "../errors.ts"
import type { AccessSignIn } from "./access.ts"
import type { Cookies } from "./cookies.ts"
import { isLocal, isSameOrigin } from "./origin.ts"

type Parts = { services: Services; config: Config; cookies: Cookies; access: AccessSignIn }

const safe = new Set(["GET", "HEAD", "OPTIONS"])
const subprotocol = "clickclack.bearer."

/** The bearer token that a WebSocket offers as its subprotocol. */
export const offeredToken = (request: Request): string | undefined =>
  request.headers
    .get("sec-websocket-protocol")
    ?.split(",")
    .map((offer) => offer.trim())
    .find((offer) => offer.startsWith(subprotocol))

const bearerOf = (request: Request): string | undefined => {
  const header = request.headers.get("authorization")
  if (header !== null) return /^Bearer\s+(\S+)\s*$/i.exec(header)?.[1]
  return offeredToken(request)?.slice(subprotocol.length)
}

const unauthenticated = () => fail("unauthenticated", "sign in, or send a valid token")

/**
 * Who is asking: a bearer token, else the session cookie, else Cloudflare Access, else (in development, from this
 * machine) a named user. The first credential that is there decides; a bad one is not forgiven (contract: overview,
 * "Precedence"), but for a session cookie that Access can replace.
 */
export const createAuth = ({ services: { sessions }, config, cookies, access }: Parts) => {
  /** What a browser sends by itself counts only with a header that pages of other sites cannot send. */
  const needProof = (request: Request) => {
    if (safe.has(request.method)) return
    if (request.headers.get("x-clickclack-csrf") !== "1" || !isSameOrigin(request.headers, config))
      fail("forbidden", "a request with the session cookie needs the header X-ClickClack-CSRF: 1 and the same origin")
  }

  const identify = async (
    request: Request,
    peer: string | undefined,
    keep: (cookie: string) => void,
  ): Promise<Actor | undefined> => {
    const { headers } = request
    const bearer = bearerOf(request)
    if (bearer !== undefined) return (await sessions.authenticate(bearer)) ?? unauthenticated()
    const stored = cookies.sessions(headers.get("cookie"))
    if (stored.length > 1) unauthenticated()
    if (stored.length === 1) {
      const actor = await sessions.authenticate(stored[0]!)
      if (!actor && !access.offered(headers)) unauthenticated()
      if (actor) needProof(request)
      if (actor) return actor
    }
    const visitor = await access.identify(headers)
    if (visitor) {
      needProof(request)
      const { token, expires } = visitor.session
      keep(cookies.set(token, expires, isLocal(headers, peer)))
      return visitor.actor
    }
    if (stored.length === 1) unauthenticated()
    if (config.dev_bootstrap && isLocal(headers, peer))
      return (await sessions.actAs(headers.get("x-clickclack-user") ?? undefined)) ?? unauthenticated()
    return undefined
  }

  return {
    /** True when the request brings a credential, good or bad. */
    offered: (request: Request): boolean =>
      request.headers.has("authorization") ||
      cookies.sessions(request.headers.get("cookie")).length > 0 ||
      access.offered(request.headers),

    /**
     * Nobody when there is no credential; ends the request when there is a bad one, or none can be checked. A session
     * that begins by it is handed to `keep`, as a cookie.
     */
    identify: async (
      request: Request,
      peer: string | undefined,
      keep: (cookie: string) => void = () => {},
    ): Promise<Actor | undefined> => {
      try {
        return await identify(request, peer, keep)
      } catch (error) {
        if (isAppError(error)) throw error
        throw Object.assign(appError("unavailable", "session verification unavailable; retry later"), { cause: error })
      }
    },
  }
}

export type Auth = ReturnType<typeof createAuth>
