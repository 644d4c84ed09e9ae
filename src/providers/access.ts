import { createRemoteJWKSet, customFetch, errors, jwtVerify } from "jose"
import type { Config } from "../config.ts"
import type { Log } from "../log.ts"
import type { Fetch } from "./ask.ts"

const leeway = 30

/** Somebody whom Cloudflare Access has let through. */
export type Visitor = { email: string; name: string }

/** Checks what Cloudflare Access says of a request; nobody when it is not Access that says it. */
export const createAccess = (
  config: Pick<Config, "access_team_domain" | "access_aud">,
  fetch: Fetch,
  log: Log,
): ((assertion: string) => Promise<Visitor | undefined>) => {
  const { access_team_domain: issuer, access_aud: audience } = config
  // A key that is not known may be new: asked again for one at most every half minute.
  const keys = createRemoteJWKSet(new URL(`${issuer}/cdn-cgi/access/certs`), {
    [customFetch]: fetch,
    cooldownDuration: 30_000,
  })
  const isInvalid = (error: unknown) =>
    error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout) && error.code !== "ERR_JOSE_GENERIC"

  return async (assertion) => {
    try {
      const { payload } = await jwtVerify(assertion, keys, {
        issuer,
        audience,
        algorithms: ["RS256"],
        clockTolerance: leeway,
        requiredClaims: ["iat", "exp", "email"],
      })
      const { email, name, iat } = payload
      if (Number(iat) > Date.now() / 1000 + leeway) return undefined
      if (typeof email !== "string" || !/^[^\s@]+@[^\s@]+$/.test(email.trim())) return undefined
      return { email, name: typeof name === "string" ? name : "" }
    } catch (error) {
      // Whatever fails counts as absent; that the keys cannot be had is for the operator to know.
      if (!isInvalid(error)) log.error("the keys of Cloudflare Access cannot be had", { error })
      return undefined
    }
  }
}
