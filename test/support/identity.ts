/** Services that people sign in with, on this machine: each is a real server that answers as the real one would. */
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose"
import type { Fetch } from "../../src/providers/index.ts"
import { type EngineName, startServer, type TestServer } from "./server.ts"

/** Sends requests for these origins to this machine, as a proxy would, and all others where they want to go. */
export const routed =
  (origins: Record<string, string>): Fetch =>
  (url, init) => {
    const { origin } = new URL(url)
    const to = origins[origin]
    return fetch(to ? url.replace(origin, to) : url, init)
  }

const freePort = () => {
  const probe = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } })
  probe.stop(true)
  return probe.port
}

/** A server that knows its own address, as one must that other services send browsers back to. */
export const startKnown = (engine: EngineName, env: Record<string, string>, fetch?: Fetch): Promise<TestServer> => {
  const addr = `127.0.0.1:${freePort()}`
  return startServer(engine, { CLICKCLACK_PUBLIC_URL: `http://${addr}`, ...env }, { addr, ...(fetch ? { fetch } : {}) })
}

export const sha256 = (text: string) => new Bun.CryptoHasher("sha256").update(text).digest("base64url")

/** A browser that follows nothing by itself and keeps its cookies. */
export const browserAt = (base: string) => {
  const jar = new Map<string, string>()
  const visit = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ")
    const headers = { ...(cookie ? { Cookie: cookie } : {}), ...init.headers }
    const response = await fetch(base + path, { ...init, headers, redirect: "manual" })
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/max-age=0/i.test(line)) jar.delete(name)
      else jar.set(name, value)
    }
    return response
  }
  return {
    jar,
    visit,
    /** The JSON of a page of the API. */
    read: async (path: string) => (await visit(path)).json() as Promise<never>,
  }
}
export type Browser = ReturnType<typeof browserAt>

/** Where a start leads, taken apart. */
export const begun = async (browser: Browser, path: string) => {
  const response = await browser.visit(path)
  const to = new URL(response.headers.get("location") ?? "none:")
  return { response, to, state: to.searchParams.get("state") ?? "" }
}

export type Account = {
  id: number
  login: string
  name?: string | null
  orgs?: string[]
  email?: string
  verified?: boolean
}

/** github.com and api.github.com: codes and tokens are logins. */
export const startGitHub = () => {
  const accounts = new Map<string, Account>()
  const traded: URLSearchParams[] = []
  let hidden = ""
  const site = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: async (request) => {
      const { pathname } = new URL(request.url)
      if (pathname === "/login/oauth/access_token") {
        const form = new URLSearchParams(await request.text())
        traded.push(form)
        const code = form.get("code") ?? ""
        const good = accounts.has(code) && form.get("client_id") === "client" && form.get("client_secret") === "hush"
        return Response.json(good ? { access_token: code, token_type: "bearer" } : { error: "bad_verification_code" })
      }
      const account = accounts.get(/^Bearer (.+)$/.exec(request.headers.get("authorization") ?? "")?.[1] ?? "")
      if (!account) return Response.json({ message: "Bad credentials" }, { status: 401 })
      const { id, login, name = null, email = `${login}@github.example`, verified = true, orgs = [] } = account
      if (pathname === "/user") return Response.json({ id, login, name, avatar_url: `https://avatars.example/${id}` })
      if (pathname === "/user/emails")
        return Response.json([
          { email: "other@github.example", primary: false, verified: true },
          { email, primary: true, verified },
        ])
      const org = /^\/user\/memberships\/orgs\/([^/]+)$/.exec(pathname)?.[1]
      if (org === hidden) return Response.json({ message: "restricted" }, { status: 403 })
      if (org && orgs.includes(org)) return Response.json({ state: "active" })
      if (org && orgs.includes(`${org}?`)) return Response.json({ state: "pending" })
      return Response.json({ message: "Not Found" }, { status: 404 })
    },
  })
  const here = `http://127.0.0.1:${site.port}`
  return {
    env: { CLICKCLACK_GITHUB_CLIENT_ID: "client", CLICKCLACK_GITHUB_CLIENT_SECRET: "hush" },
    fetch: routed({ "https://github.com": here, "https://api.github.com": here }),
    traded,
    /** An organisation that does not let this app see its members. */
    hide: (org: string) => {
      hidden = org
    },
    know: (account: Account) => void accounts.set(account.login, account),
    stop: () => site.stop(true),
  }
}
export type GitHub = ReturnType<typeof startGitHub>

type Signer = { key: CryptoKey; kid: string }

/** A pair of keys, one to sign with and one to publish. */
export const newKeys = async (kid: string) => {
  const { privateKey, publicKey } = await generateKeyPair("RS256")
  const signer: Signer = { key: privateKey, kid }
  return { signer, jwk: { ...(await exportJWK(publicKey)), kid, alg: "RS256", use: "sig" } }
}

export const signed = ({ key, kid }: Signer, claims: JWTPayload): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid, typ: "JWT" }).sign(key)

export const seconds = (from = 0) => Math.floor(Date.now() / 1000) + from

/** An OpenID provider whose identities are whatever the test says. */
export const startOpenId = async (client = { id: "chat", secret: "s3cret" }) => {
  const { signer, jwk } = await newKeys("k1")
  let token = async (_nonce: string): Promise<unknown> => undefined
  let document: Record<string, unknown> | number = {}
  let keysDown = false
  const waiting = new Map<string, { challenge: string; redirect: string; nonce: string }>()
  /** The person agrees: the code that their browser takes back. */
  const agree = (to: URL): string => {
    const code = crypto.randomUUID()
    const of = (name: string) => to.searchParams.get(name) ?? ""
    waiting.set(code, { challenge: of("code_challenge"), redirect: of("redirect_uri"), nonce: of("nonce") })
    return code
  }
  const agreed = (to: URL): string => {
    const back = new URL(to.searchParams.get("redirect_uri") ?? "")
    back.searchParams.set("code", agree(to))
    back.searchParams.set("state", to.searchParams.get("state") ?? "")
    return back.href
  }
  const site = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: async (request) => {
      const { pathname, origin } = new URL(request.url)
      if (pathname === "/.well-known/openid-configuration") {
        if (typeof document === "number") return new Response("down", { status: document })
        return Response.json({
          issuer: origin,
          authorization_endpoint: `${origin}/authorize`,
          token_endpoint: `${origin}/token`,
          jwks_uri: `${origin}/keys`,
          ...document,
        })
      }
      if (pathname === "/keys") return keysDown ? new Response("down", { status: 500 }) : Response.json({ keys: [jwk] })
      // The person agrees at once.
      if (pathname === "/authorize") return Response.redirect(agreed(new URL(request.url)))
      if (pathname !== "/token") return new Response("not here", { status: 404 })
      const form = new URLSearchParams(await request.text())
      const asked = waiting.get(form.get("code") ?? "")
      const encoded = new URLSearchParams([[client.id, client.secret]]).toString().replace("=", ":")
      const fair =
        asked &&
        request.headers.get("authorization") === `Basic ${btoa(encoded)}` &&
        form.get("grant_type") === "authorization_code" &&
        form.get("redirect_uri") === asked.redirect &&
        sha256(form.get("code_verifier") ?? "") === asked.challenge
      if (!fair) return Response.json({ error: "invalid_grant" }, { status: 400 })
      return Response.json({ access_token: "at", token_type: "Bearer", id_token: await token(asked.nonce) })
    },
  })
  const url = `http://127.0.0.1:${site.port}`
  const claims = (nonce: string): JWTPayload => ({
    ...{ iss: url, aud: client.id, sub: "s1", iat: seconds(), exp: seconds(300), nonce },
    ...{ email: "ada@example.org", email_verified: true, name: "Ada" },
  })
  return {
    url,
    signer,
    env: { OPENCLAW_ID_CLIENT_ID: client.id, OPENCLAW_ID_CLIENT_SECRET: client.secret, OPENCLAW_ID_ISSUER: url },
    /** What the next people are: claims over the usual ones, or a token of the test's own making. */
    says: (change: JWTPayload | ((usual: JWTPayload) => Promise<unknown>)) => {
      token = (nonce) => {
        const usual = claims(nonce)
        return typeof change === "function" ? change(usual) : signed(signer, { ...usual, ...change })
      }
    },
    describes: (change: Record<string, unknown> | number) => {
      document = change
    },
    hidesKeys: (hidden: boolean) => {
      keysDown = hidden
    },
    agree,
    stop: () => site.stop(true),
  }
}
