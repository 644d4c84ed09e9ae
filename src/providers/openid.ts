import { CodeChallengeMethod, OAuth2Client } from "arctic"
import { createRemoteJWKSet, customFetch, errors, jwtVerify } from "jose"
import { type Config, configError, standardIssuer } from "../config.ts"
import { fail, isAppError } from "../errors.ts"
import type { Log } from "../log.ts"
import { createAsk, type Fetch, type Json, trade } from "./ask.ts"
import type { Provider } from "./index.ts"

const who = "the OpenID provider"
const leeway = 30
/** How long the known addresses of the standard provider are used before it is asked again. */
const againMs = 60_000
/** Signatures by a key pair only: with a shared secret everybody who checks could also sign. */
const algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"]

type Settings = Pick<
  Config,
  "public_api_url" | "openclaw_id_client_id" | "openclaw_id_client_secret" | "openclaw_id_issuer"
>
type Endpoints = { issuer: string; authorize: string; token: string; keys: ReturnType<typeof createRemoteJWKSet> }

const bare = (url: string) => url.replace(/\/+$/, "")
const isLoopback = (host: string) => host === "localhost" || host === "[::1]" || /^127(\.\d+){3}$/.test(host)

/** The part of a Basic credential (RFC 6749, 2.3.1). */
const formEncoded = (text: string) => new URLSearchParams([["", text]]).toString().slice(1)

/** Signing in with an OpenID provider. Ends the start when one that was chosen by hand cannot be discovered. */
export const createOpenId = async (config: Settings, fetch: Fetch, log: Log): Promise<Provider> => {
  const { openclaw_id_client_id: id, openclaw_id_client_secret: secret, openclaw_id_issuer: issuer } = config
  const callback = `${config.public_api_url}/api/auth/openclaw/callback`
  const client = new OAuth2Client(id, secret, callback)
  const ask = createAsk(who, fetch, log)

  const endpointsAt = (issuer: string, authorize: string, token: string, keys: string): Endpoints => ({
    issuer,
    authorize,
    token,
    keys: createRemoteJWKSet(new URL(keys), { [customFetch]: fetch, cooldownDuration: 30_000 }),
  })

  /** The address in a discovered document: https, unless the issuer is on this machine. */
  const addressIn = (document: Json, name: string): string => {
    const value = document[name]
    const url = typeof value === "string" && URL.canParse(value) ? new URL(value) : undefined
    const safe = url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback(url.hostname))
    return url && safe ? url.href : fail("upstream_failed", `the OpenID provider's document has no usable ${name}`)
  }

  const discover = async (): Promise<Endpoints> => {
    const { status, json } = await ask(`${bare(issuer)}/.well-known/openid-configuration`)
    if (status !== 200) fail("upstream_failed", `the OpenID provider answers discovery with ${status}`)
    if (typeof json.issuer !== "string" || bare(json.issuer) !== bare(issuer))
      fail("upstream_failed", "the OpenID provider's document is another issuer's")
    const [authorize, token, keys] = ["authorization_endpoint", "token_endpoint", "jwks_uri"].map((name) =>
      addressIn(json, name),
    )
    return endpointsAt(String(json.issuer), authorize!, token!, keys!)
  }

  // The standard provider's addresses are known, so that a bad hour of its discovery keeps nobody out.
  const usual = endpointsAt(
    issuer,
    `${bare(issuer)}/oauth2/authorize`,
    `${bare(issuer)}/oauth2/token`,
    `${bare(issuer)}/jwks`,
  )
  let discovered: Promise<Endpoints> | undefined
  let again = 0
  const lazily = (): Promise<Endpoints> => {
    if (!discovered || (again > 0 && Date.now() > again)) {
      again = 0
      discovered = discover().catch((error: unknown) => {
        if (!isAppError(error)) throw error
        again = Date.now() + againMs
        return usual
      })
    }
    return discovered
  }
  const fixed =
    issuer === standardIssuer
      ? undefined
      : await discover().catch((error: unknown) => {
          if (!isAppError(error)) throw error
          throw configError(`OPENCLAW_ID_ISSUER cannot be used: ${error.message}`)
        })
  const endpoints = async () => fixed ?? lazily()

  return {
    name: "openclaw",
    authorize: async ({ state, verifier, nonce }) => {
      const { authorize } = await endpoints()
      const scopes = ["openid", "profile", "email"]
      const url = client.createAuthorizationURLWithPKCE(authorize, state, CodeChallengeMethod.S256, verifier, scopes)
      url.searchParams.set("nonce", nonce)
      return url
    },

    identify: async ({ code, verifier, nonce }) => {
      const { issuer, token, keys } = await endpoints()
      const Authorization = `Basic ${btoa(`${formEncoded(id)}:${formEncoded(secret)}`)}`
      const fields = { code, redirect_uri: callback, code_verifier: verifier }
      const { id_token } = await trade(who, ask, token, fields, { Authorization })
      if (typeof id_token !== "string") return fail("upstream_failed", `${who} sent no identity`)
      const claims = await claimsOf(id_token, { issuer, audience: id, keys, log })
      const mine = !Array.isArray(claims.aud) || claims.aud.length === 1 || claims.azp === id
      if (claims.nonce !== nonce || !mine) fail("forbidden", `the identity from ${who} is of another sign-in`)
      const { email, email_verified, name, preferred_username } = claims
      if (typeof email !== "string" || !/^[^\s@]+@[^\s@]+$/.test(email.trim()) || email_verified !== true)
        return fail("forbidden", "this account has no verified e-mail address")
      const shown = [name, preferred_username].find((each) => typeof each === "string" && each.trim())
      return { provider: "openclaw", email, name: String(shown ?? "") }
    },
  }
}

/** What a signed identity says, once signature, issuer, audience and times have been checked. */
const claimsOf = async (
  token: string,
  { issuer, audience, keys, log }: { issuer: string; audience: string; keys: Endpoints["keys"]; log: Log },
) => {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms,
      clockTolerance: leeway,
      requiredClaims: ["sub", "iat", "exp"],
    })
    return payload
  } catch (error) {
    log.error("an identity was refused", { error })
    const refused = [
      errors.JWTClaimValidationFailed,
      errors.JWTExpired,
      errors.JWSSignatureVerificationFailed,
      errors.JWKSNoMatchingKey,
      errors.JOSEAlgNotAllowed,
    ].some((kind) => error instanceof kind)
    return refused
      ? fail("forbidden", `the identity from ${who} is not valid`)
      : fail("upstream_failed", `the identity from ${who} could not be checked; try again later`)
  }
}
