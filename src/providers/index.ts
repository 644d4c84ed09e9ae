import type { Config } from "../config.ts"
import type { Profile } from "../domain/admissions.ts"
import type { Log } from "../log.ts"
import type { Fetch } from "./ask.ts"

export type { Fetch } from "./ask.ts"

export type ProviderName = "github" | "openclaw"

/** A service that people sign in with: where the browser goes, and who it was that came back. */
export type Provider = {
  name: ProviderName
  authorize(secrets: { state: string; verifier: string; nonce: string }): Promise<URL>
  identify(answer: { code: string; verifier: string; nonce: string }): Promise<Profile>
}

/** The services that the settings name. What each needs is loaded only then. */
export const createProviders = async (config: Config, fetch: Fetch, log: Log) => ({
  github: config.github_client_id ? (await import("./github.ts")).createGitHub(config, fetch, log) : undefined,
  openclaw: config.openclaw_id_client_id
    ? await (await import("./openid.ts")).createOpenId(config, fetch, log)
    : undefined,
  access: config.access_team_domain ? (await import("./access.ts")).createAccess(config, fetch, log) : undefined,
})

export type Providers = Awaited<ReturnType<typeof createProviders>>
