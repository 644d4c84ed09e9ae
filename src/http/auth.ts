import type { Config } from "../config.ts"
import type { Actor } from "../domain/access.ts"
import type { Services } from "../domain/index.ts"
import { appError, fail, isAppError } from "../errors.ts"
import type { Cookies } from "./cookies.ts"
import { isLocal, isSameOrigin } from "./origin.ts"

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
 * Who is asking: a bearer token, else the session cookie, else (in development, from this machine) a named user. The first
 * credential that is there decides; a bad one is not forgiven (contract: overview, "Precedence").
 */
export const createAuth = ({ sessions }: Services, config: Config, cookies: Cookies) => {
  const identify = async (request: Request, peer: string | undefined): Promise<Actor | undefined> => {
    const bearer = bearerOf(request)
    if (bearer !== undefined) return (await sessions.authenticate(bearer)) ?? unauthenticated()
    const stored = cookies.sessions(request.headers.get("cookie"))
    if (stored.length > 1) unauthenticated()
    if (stored.length === 1) {
      const actor = (await sessions.authenticate(stored[0]!)) ?? unauthenticated()
      if (!safe.has(request.method)) {
        const proven = request.headers.get("x-clickclack-csrf") === "1" && isSameOrigin(request.headers, config)
        if (!proven)
          fail(
            "forbidden",
            "a request with the session cookie needs the header X-ClickClack-CSRF: 1 and the same origin",
          )
      }
      return actor
    }
    if (config.dev_bootstrap && isLocal(request.headers, peer))
      return (await sessions.actAs(request.headers.get("x-clickclack-user") ?? undefined)) ?? unauthenticated()
    return undefined
  }
  return {
    /** Nobody when there is no credential; ends the request when there is a bad one, or none can be checked. */
    identify: async (request: Request, peer: string | undefined): Promise<Actor | undefined> => {
      try {
        return await identify(request, peer)
      } catch (error) {
        if (isAppError(error)) throw error
        throw Object.assign(appError("unavailable", "session verification unavailable; retry later"), { cause: error })
      }
    },
  }
}

export type Auth = ReturnType<typeof createAuth>
