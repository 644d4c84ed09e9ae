type Method = "password" | "github" | "openclaw"
type Settings = { apiBaseUrl?: string; authMethods?: string[]; openIdName?: string }

const settings: Settings = (window as { __CLICKCLACK_CONFIG__?: Settings }).__CLICKCLACK_CONFIG__ ?? {}

/** The ways to sign in that this server is set up for. */
export const signInMethods = (): Method[] =>
  (["password", "github", "openclaw"] as const).filter((method) => settings.authMethods?.includes(method))

/** What people know the OpenID provider by. */
export const openIdName = (): string => settings.openIdName ?? "OpenClaw ID"

/** Where a sign-in at another service begins. The API's own address: the browser comes back to it. */
export const startOf = (method: "github" | "openclaw"): string =>
  `${settings.apiBaseUrl ?? ""}/api/auth/${method}/start`
