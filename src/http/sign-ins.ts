import { api } from "../api/index.ts"
import type { Config } from "../config.ts"
import type { Services } from "../domain/index.ts"
import type { Desktop } from "../domain/sign-ins.ts"
import { randomText } from "../domain/sign-ins.ts"
import { type AppError, fail, isAppError, statusOf } from "../errors.ts"
import type { ProviderName, Providers } from "../providers/index.ts"
import { isLocalCall } from "./caller.ts"
import type { Cookies } from "./cookies.ts"
import type { Metrics } from "./metrics.ts"
import { type Ctx, type Reply, route } from "./route.ts"
import { isPageVisit, plainPage } from "./sign-in-page.ts"

type Parts = { services: Services; config: Config; cookies: Cookies; metrics: Metrics; providers: Providers }

const form = /^[\w-]{43}$/
/** How the desktop app is called back, by its protocol. */
const desktopCallback = { 1: "clickclack://auth/callback", 2: "chat.clickclack.desktop:/auth/callback" } as const
/** What the figures call a failure of a browser that has come back. */
const failureOf: Partial<Record<AppError["code"], string>> = {
  invalid: "state_rejected",
  forbidden: "org_denied",
  upstream_failed: "provider_failed",
  unavailable: "capacity_rejected",
}

/** Signing in at another service and coming back, in the browser and from there into the desktop app. */
export const signInRoutes = ({ services: { signIns }, config, cookies, metrics, providers }: Parts) => {
  const agentOf = (c: Ctx) => c.req.header("user-agent")
  const providerOf = (name: ProviderName) =>
    providers[name] ?? fail("not_configured", `signing in with ${name} is not configured`)

  /** The one binding of this browser, if it has one that we gave it. */
  const bindingOf = (c: Ctx): string | undefined => {
    const bindings = cookies.bindings(c.req.header("cookie") ?? null)
    if (bindings.length > 1) fail("invalid", "two sign-in cookies; delete the cookies of this site and begin again")
    return bindings.find((binding) => form.test(binding))
  }

  const redirect = (location: string, ...setCookies: string[]): Response => {
    const headers = new Headers({ Location: location, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer" })
    for (const cookie of setCookies) headers.append("Set-Cookie", cookie)
    return new Response(null, { status: 302, headers })
  }

  /** A person gets a page with a way on; a program gets the error as always. */
  const told = (error: unknown, c: Ctx): Response => {
    if (!isAppError(error) || !isPageVisit(c.req.raw.headers)) throw error
    const link = { href: config.public_url ? `${config.public_url}/sign-in` : "/sign-in", label: "Back to sign-in" }
    const text = `${error.message[0]?.toUpperCase()}${error.message.slice(1)}.`
    return plainPage(statusOf[error.code], { title: "You are not signed in", text, link })
  }

  const begin = async (name: ProviderName, c: Ctx, desktop?: Desktop): Promise<Reply> => {
    try {
      const provider = providerOf(name)
      if (!config.public_url) fail("unavailable", "this server does not know its public URL")
      const binding = bindingOf(c) ?? randomText()
      const secrets = { state: randomText(), verifier: randomText(), nonce: randomText() }
      const location = await provider.authorize(secrets)
      await signIns.begin({ provider: name, binding, ...secrets, desktop })
      metrics?.signIn(name, desktop ? "desktop_start" : "browser_start")
      return redirect(location.href, cookies.bind(binding, isLocalCall(c)))
    } catch (error) {
      const crowded = isAppError(error) && error.code === "unavailable"
      metrics?.signIn(name, crowded ? "capacity_rejected" : "start_rejected")
      return told(error, c)
    }
  }

  const finish = async (
    name: ProviderName,
    c: Ctx,
    answer: { code?: string | undefined; state?: string | undefined; error?: string | undefined },
  ): Promise<Reply> => {
    try {
      const provider = providerOf(name)
      const binding = bindingOf(c) ?? fail("invalid", "this browser has not begun a sign-in; begin again")
      if (!form.test(answer.state ?? "")) fail("invalid", "the answer has no state of ours; begin again")
      const { desktop, others, ...secrets } = await signIns.take(name, answer.state!, binding)
      const code = answer.code || fail("invalid", "the sign-in was not allowed, or cancelled; begin again")
      const profile = await provider.identify({ code, ...secrets })
      const done = others ? [] : [cookies.unbind(isLocalCall(c))]
      if (desktop) {
        const query = new URLSearchParams({ code: await signIns.grant(profile, desktop) })
        metrics?.signIn(name, "desktop_grant_created")
        return redirect(`${desktopCallback[desktop.protocol]}?${query}`, ...done)
      }
      const { session } = await signIns.enter(profile, agentOf(c))
      metrics?.signIn(name, "browser_succeeded")
      return redirect(`${config.public_url}/`, cookies.set(session.token, session.expires_at, isLocalCall(c)), ...done)
    } catch (error) {
      metrics?.signIn(name, (isAppError(error) && failureOf[error.code]) || "provider_failed")
      return told(error, c)
    }
  }

  const desktopOf = (query: {
    code_challenge?: string | undefined
    desktop_protocol?: string | undefined
  }): Desktop => {
    const { code_challenge: challenge = "", desktop_protocol = "1" } = query
    if (desktop_protocol !== "1" && desktop_protocol !== "2") {
      metrics?.signIn("github", "desktop_protocol_rejected")
      fail("invalid", "desktop_protocol must be 1 or 2")
    }
    if (!form.test(challenge)) {
      metrics?.signIn("github", "start_rejected")
      fail("invalid", "code_challenge must be 43 characters of base64url")
    }
    return { challenge, protocol: desktop_protocol === "2" ? 2 : 1 }
  }

  return [
    route(api.auth.startGitHub, ({ c }) => begin("github", c)),

    route(api.auth.startGitHubDesktop, async ({ c, query }) => {
      providerOf("github")
      const desktop = desktopOf(query)
      // The scheme of protocol 1 is every ClickClack's: a namespaced server could not tell which app it wakes.
      if (config.cookie_namespace && desktop.protocol === 1) {
        metrics?.signIn("github", "desktop_upgrade_required")
        const text = "This server needs a newer version of the ClickClack app. Update it, then sign in again."
        const link = { href: `${config.public_url}/`, label: "Go on in the browser" }
        return plainPage(426, { title: "Please update the app", text, link })
      }
      return begin("github", c, desktop)
    }),

    route(api.auth.finishGitHub, ({ c, query }) => finish("github", c, query)),

    {
      ...route(api.auth.consumeDesktopGrant, async ({ c, body }) => {
        try {
          const { session } = await signIns.consume(body.code, body.code_verifier, agentOf(c))
          metrics?.signIn("github", "desktop_consume_succeeded")
          const cookie = cookies.set(session.token, session.expires_at, isLocalCall(c))
          return { status: 200, json: { ok: true }, headers: { "Set-Cookie": cookie } }
        } catch (error) {
          metrics?.signIn("github", "desktop_consume_rejected")
          throw error
        }
      }),
      strict: true,
    },

    route(api.auth.startOpenId, ({ c }) => begin("openclaw", c)),

    route(api.auth.finishOpenId, ({ c, query }) => finish("openclaw", c, query)),
  ]
}
