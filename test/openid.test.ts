import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { base64url, type JWTPayload, SignJWT } from "jose"
import { begun, browserAt, newKeys, routed, seconds, signed, startKnown, startOpenId } from "./support/identity.ts"
import { personOn, type TestServer } from "./support/server.ts"

const start = "/api/auth/openclaw/start"
const engines = ["sqlite", "postgres"] as const
type Me = { user: { id: string; display_name: string } }
type Workspaces = { workspaces: { slug: string; role: string }[] }

for (const engine of engines)
  describe(`an OpenID provider (${engine})`, () => {
    let provider: Awaited<ReturnType<typeof startOpenId>>
    let server: TestServer
    beforeAll(async () => {
      provider = await startOpenId({ id: "chat", secret: "s3:cr+et/%" })
      const github = { CLICKCLACK_GITHUB_CLIENT_ID: "client", CLICKCLACK_GITHUB_CLIENT_SECRET: "hush" }
      server = await startKnown(engine, { ...provider.env, ...github, CLICKCLACK_METRICS_ENABLED: "true" })
      await server.owner()
    })
    afterAll(async () => {
      await server.stop()
      provider.stop()
    })

    const signIn = async (says: Parameters<typeof provider.says>[0]) => {
      provider.says(says)
      const browser = browserAt(server.url)
      const { to, state } = await begun(browser, start)
      const callback = `/api/auth/openclaw/callback?code=${provider.agree(to)}&state=${state}`
      const response = await browser.visit(callback)
      return { browser, callback, status: response.status, to: response.headers.get("location"), text: response }
    }
    const me = async ({ browser }: Awaited<ReturnType<typeof signIn>>) => {
      const { user }: Me = await browser.read("/api/me")
      const { workspaces }: Workspaces = await browser.read("/api/workspaces")
      return { ...user, roles: Object.fromEntries(workspaces.map(({ slug, role }) => [slug, role])) }
    }
    /** Statuses of sign-ins that must leave nobody signed in. */
    const refusals = async (...says: Parameters<typeof provider.says>[0][]) => {
      const statuses = []
      for (const each of says) {
        const back = await signIn(each)
        expect(back.browser.jar.has("cc_session")).toBe(false)
        statuses.push(back.status)
      }
      return statuses
    }

    test("sends its people into the default workspace, whom their address tells apart in any case", async () => {
      const back = await signIn({ name: "Ada", email: "Ada@Example.org" })
      expect([back.status, back.to]).toEqual([302, `${server.url}/`])
      const ada = await me(back)
      expect(ada).toMatchObject({ display_name: "Ada", roles: { clickclack: "member" } })
      expect((await me(await signIn({ sub: "other", email: "ada@example.org", name: "Renamed" }))).id).toBe(ada.id)
      expect((await me(await signIn({ email: "bea@example.org", name: undefined }))).display_name).toBe("bea")
    })

    test("finds who was here before by the address", async () => {
      const cleo = await server.as("Cleo Clever")
      expect((await me(await signIn({ email: "CLEO.clever@example.org" }))).id).toBe(cleo.id)
    })

    test("ends the sessions of whoever only said that the address was theirs, once", async () => {
      const { workspace, owner } = await server.room()
      const { token } = await owner.client.invites.create(workspace, {})
      const post = await fetch(`${server.url}/api/invites/accept`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ token, display_name: "Mallory", email: "victim@example.org" }),
      })
      const claimed = await post.json()
      const { user: claimant, token: session }: { user: { id: string }; token: string } = claimed
      const mallory = personOn(server.url, { id: claimant.id, email: "", token: session })
      const socket = await mallory.listen(workspace)
      const back = await signIn({ email: "Victim@example.org", name: "Vicky" })
      expect((await me(back)).id).toBe(claimant.id)
      expect((await mallory.call("GET", "/api/me")).status).toBe(401)
      expect((await socket.ended).code).toBe(1008)
      const again = await signIn({ email: "victim@example.org", name: "Vicky" })
      expect([(await me(back)).id, (await me(again)).id]).toEqual([claimant.id, claimant.id])
    })

    test("is asked with state, nonce and PKCE", async () => {
      const { to } = await begun(browserAt(server.url), start)
      expect(to.origin + to.pathname).toBe(`${provider.url}/authorize`)
      const query = Object.fromEntries(to.searchParams)
      for (const name of ["state", "nonce", "code_challenge"]) expect(query[name]).toMatch(/^[\w-]{43}$/)
      expect(query).toMatchObject({ client_id: "chat", scope: "openid profile email", code_challenge_method: "S256" })
    })

    test("must have verified the address", async () => {
      expect(
        await refusals(
          { email_verified: false },
          { email_verified: undefined },
          { email: undefined },
          { email: "ada" },
        ),
      ).toEqual([403, 403, 403, 403])
    })

    test("must name itself, this client and this sign-in", async () => {
      expect(
        await refusals(
          { iss: "https://elsewhere.example" },
          { iss: undefined },
          { aud: "another" },
          { aud: ["chat", "another"] },
          { nonce: "another" },
          { nonce: undefined },
          { sub: undefined },
        ),
      ).toEqual([403, 403, 403, 403, 403, 403, 403])
      expect((await signIn({ aud: ["chat", "another"], azp: "chat" })).status).toBe(302)
    })

    test("may be half a minute behind, not more", async () => {
      expect(await refusals({ exp: seconds(-40) }, { exp: undefined }, { nbf: seconds(60) })).toEqual([403, 403, 403])
      expect((await signIn({ exp: seconds(-15) })).status).toBe(302)
    })

    test("must have signed what it says with its own key", async () => {
      const { signer: stranger } = await newKeys("k1")
      const { signer: unknown } = await newKeys("k2")
      const secret = new TextEncoder().encode("s3:cr+et/%".padEnd(32))
      const json = (value: unknown) => base64url.encode(JSON.stringify(value))
      const altered = async (usual: JWTPayload) => {
        const [head, , signature] = (await signed(provider.signer, usual)).split(".")
        return `${head}.${json({ ...usual, email: "eve@example.org" })}.${signature}`
      }
      expect(
        await refusals(
          (usual) => signed(stranger, usual),
          (usual) => signed(unknown, usual),
          (usual) => new SignJWT(usual).setProtectedHeader({ alg: "HS256", kid: "k1" }).sign(secret),
          async (usual) => `${json({ alg: "none" })}.${json(usual)}.`,
          altered,
        ),
      ).toEqual([403, 403, 403, 403, 403])
    })

    test("that sends no identity, or one that is none, has failed", async () => {
      expect(
        await refusals(
          async () => undefined,
          async () => "no.token",
          async () => 7,
        ),
      ).toEqual([502, 502, 502])
    })

    test("is told the same redirect and verifier: another code is refused by it", async () => {
      const browser = browserAt(server.url)
      const { state } = await begun(browser, start)
      expect((await browser.visit(`/api/auth/openclaw/callback?code=none&state=${state}`)).status).toBe(502)
    })

    test("a state works once, and not for GitHub's callback", async () => {
      const back = await signIn({ email: "dora@example.org" })
      expect((await back.browser.visit(back.callback)).status).toBe(400)
      const browser = browserAt(server.url)
      const { to, state } = await begun(browser, start)
      const code = provider.agree(to)
      expect((await browser.visit(`/api/auth/github/callback?code=${code}&state=${state}`)).status).toBe(400)
      expect((await browser.visit(`/api/auth/openclaw/callback?code=${code}&state=${state}`)).status).toBe(302)
    })

    test("whoever says no there is not signed in", async () => {
      const browser = browserAt(server.url)
      const { state } = await begun(browser, start)
      const denied = await browser.visit(`/api/auth/openclaw/callback?error=access_denied&state=${state}`)
      expect([denied.status, browser.jar.has("cc_session")]).toEqual([400, false])
    })

    test("the figures tell what became of sign-ins", async () => {
      const text = await (await fetch(`${server.url}/metrics`)).text()
      for (const event of ["browser_start", "browser_succeeded", "org_denied", "provider_failed", "state_rejected"])
        expect(text).toMatch(new RegExp(`clickclack_openclaw_id_oauth_events_total\\{event="${event}"\\} [1-9]`))
    })
  })

describe("the discovery of an OpenID provider", () => {
  const engine = "sqlite"
  const outcome = async (env: Record<string, string>) => {
    try {
      await (await startKnown(engine, env)).stop()
      return "started"
    } catch (error) {
      return error instanceof Error ? error.message : "?"
    }
  }

  test("stops the start when it fails at an issuer of one's own, and says which setting", async () => {
    const provider = await startOpenId()
    expect(await outcome(provider.env)).toBe("started")
    for (const broken of [
      500,
      { issuer: "https://elsewhere.example" },
      { token_endpoint: "http://far.example/token" },
      { jwks_uri: undefined },
    ]) {
      provider.describes(broken)
      expect(await outcome(provider.env)).toMatch(/^OPENCLAW_ID_ISSUER cannot be used: /)
    }
    provider.stop()
    expect(await outcome(provider.env)).toMatch(/^OPENCLAW_ID_ISSUER cannot be used: /)
  })

  test("keys that cannot be had are the provider's failure, not the person's", async () => {
    const provider = await startOpenId()
    provider.hidesKeys(true)
    const server = await startKnown(engine, provider.env)
    provider.says({})
    const browser = browserAt(server.url)
    const { to, state } = await begun(browser, start)
    const code = provider.agree(to)
    expect((await browser.visit(`/api/auth/openclaw/callback?code=${code}&state=${state}`)).status).toBe(502)
    await server.stop()
    provider.stop()
  })

  test("does not stop it at the standard issuer, whose addresses are known", async () => {
    const down = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response("down", { status: 503 }) })
    const fetch = routed({ "https://id.openclaw.ai": down.url.origin })
    const env = { OPENCLAW_ID_CLIENT_ID: "chat", OPENCLAW_ID_CLIENT_SECRET: "s3cret" }
    const server = await startKnown(engine, env, fetch)
    const { response, to } = await begun(browserAt(server.url), start)
    expect(response.status).toBe(302)
    expect(to.origin + to.pathname).toBe("https://id.openclaw.ai/api/auth/oauth2/authorize")
    await server.stop()
    down.stop(true)
  })
})
