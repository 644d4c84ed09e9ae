import { CodeChallengeMethod, OAuth2Client, OAuth2Tokens } from "arctic"
import type { Config } from "../config.ts"
import { fail } from "../errors.ts"
import type { Log } from "../log.ts"
import { createAsk, type Fetch, type Json, trade } from "./ask.ts"
import type { Provider } from "./index.ts"

const site = "https://github.com/login/oauth"
const api = "https://api.github.com"
const version = { Accept: "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28" }

type Settings = Pick<
  Config,
  "public_api_url" | "github_client_id" | "github_client_secret" | "github_allowed_org" | "github_moderator_org"
>

const text = (value: unknown): string => (typeof value === "string" ? value : "")
const picture = (url: string) => (/^https:\/\/[^\s/]+/.test(url) && url.length <= 500 && URL.canParse(url) ? url : "")

/** Signing in with a GitHub account: who it is, and whether it is in the organisations of the settings. */
export const createGitHub = (config: Settings, fetch: Fetch, log: Log): Provider => {
  const { github_client_id: id, github_client_secret: secret } = config
  const callback = `${config.public_api_url}/api/auth/github/callback`
  const client = new OAuth2Client(id, secret, callback)
  const orgs = [config.github_allowed_org, config.github_moderator_org]
  const scopes = ["read:user", "user:email", ...(orgs.some(Boolean) ? ["read:org"] : [])]
  const ask = createAsk("GitHub", fetch, log)

  const get = async (token: string, path: string, missing?: Json): Promise<Json> => {
    const { status, json } = await ask(api + path, { headers: { ...version, Authorization: `Bearer ${token}` } })
    if (status === 200) return json
    // 403: the organisation does not let this app look, so it vouches for nobody.
    if (missing && (status === 404 || status === 403)) return missing
    return fail("upstream_failed", "GitHub did not tell who you are; try again later")
  }

  const isMember = async (token: string, org: string): Promise<boolean> => {
    if (!org) return false
    const { state } = await get(token, `/user/memberships/orgs/${encodeURIComponent(org)}`, {})
    return state === "active"
  }

  /** The primary address, if GitHub has verified it. */
  const addressOf = async (token: string): Promise<string | undefined> => {
    const emails = Object.values(await get(token, "/user/emails", {})) as Array<Json | null>
    const primary = emails.find((each) => each?.primary === true && each.verified === true)
    return text(primary?.email) || undefined
  }

  return {
    name: "github",
    authorize: async ({ state, verifier }) =>
      client.createAuthorizationURLWithPKCE(`${site}/authorize`, state, CodeChallengeMethod.S256, verifier, scopes),

    identify: async ({ code, verifier }) => {
      const fields = { client_id: id, client_secret: secret, code, redirect_uri: callback, code_verifier: verifier }
      const token = new OAuth2Tokens(await trade("GitHub", ask, `${site}/access_token`, fields)).accessToken()
      const [user, email, allowed, moderator] = await Promise.all([
        get(token, "/user"),
        addressOf(token),
        isMember(token, config.github_allowed_org),
        isMember(token, config.github_moderator_org),
      ])
      if (!Number.isSafeInteger(user.id) || !text(user.login))
        fail("upstream_failed", "GitHub did not tell who you are; try again later")
      return {
        provider: "github",
        subject: String(user.id),
        email,
        name: text(user.name),
        login: text(user.login),
        avatar_url: picture(text(user.avatar_url)),
        orgs: { allowed, moderator },
      }
    },
  }
}
