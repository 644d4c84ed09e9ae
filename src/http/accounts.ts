import type { SignedIn } from "../api/auth.ts"
import { api } from "../api/index.ts"
import type { Config } from "../config.ts"
import type { Services } from "../domain/index.ts"
import { fail } from "../errors.ts"
import type { Auth } from "./auth.ts"
import type { Cookies } from "./cookies.ts"
import { isLocal } from "./origin.ts"
import { type Ctx, empty, ok, type Reply, route } from "./route.ts"

type Parts = { services: Services; config: Config; auth: Auth; cookies: Cookies }

const peerOf = (c: Ctx) => c.env.server.requestIP(c.req.raw)?.address
const isLocalCall = (c: Ctx) => isLocal(c.req.raw.headers, peerOf(c))
const agentOf = (c: Ctx) => c.req.header("user-agent")

/** Signing in and out, the first owner, invitations, and what somebody says of themselves. */
export const accountRoutes = ({ services, config, auth, cookies }: Parts) => {
  const { sessions, setup, invites, users } = services
  const withCookie = (status: number, json: SignedIn, c: Ctx): Reply => ({
    status,
    json,
    headers: { "Set-Cookie": cookies.set(json.session.token, json.session.expires_at, isLocalCall(c)) },
  })
  /** Who is signed in where nobody needs to be; a credential that is no longer good counts as none. */
  const perhaps = async (c: Ctx) => {
    return auth.offered(c.req.raw) ? auth.identify(c.req.raw, peerOf(c)) : undefined
  }

  return [
    route(api.auth.requestMagicLink, async ({ body, c }) => {
      if (!config.dev_bootstrap) fail("not_configured", "magic links are made by `clickclack admin magic-link create`")
      if (!isLocalCall(c)) fail("forbidden", "magic links are handed out to local callers only")
      return { status: 201, json: await sessions.createLink(body.email, body.display_name ?? "") }
    }),

    {
      ...route(api.auth.consumeMagicLink, async ({ body, c }) =>
        withCookie(200, await sessions.consumeLink(body.token, agentOf(c)), c),
      ),
      strict: true,
    },

    {
      ...route(api.auth.logout, async ({ c }) => {
        const bearer = /^Bearer\s+(\S+)\s*$/i.exec(c.req.header("authorization") ?? "")?.[1]
        const tokens = bearer ? [bearer] : cookies.sessions(c.req.header("cookie") ?? null)
        for (const token of tokens) {
          const actor = await sessions.authenticate(token)
          if (actor?.session_id) await sessions.end(actor, actor.session_id)
        }
        return { status: 200, json: { ok: true }, headers: { "Set-Cookie": cookies.expire(isLocalCall(c)) } }
      }),
      strict: true,
    },

    route(api.setup.status, async () => ok({ needed: await setup.needed() })),

    {
      ...route(api.setup.complete, async ({ body, c }) => withCookie(201, await setup.complete(body, agentOf(c)), c)),
      strict: true,
    },

    route(api.invites.list, async ({ actor, params }) =>
      ok({ invites: await invites.list(actor, params.workspace_id) }),
    ),

    route(api.invites.create, async ({ actor, params, body, c }) => {
      const made = await invites.create(actor, params.workspace_id, body)
      const origin = config.public_url || new URL(c.req.url).origin
      return { status: 201, json: { ...made, url: `${origin}/invite#${made.token}` } }
    }),

    route(api.invites.revoke, async ({ actor, params }) =>
      ok({ invite: await invites.revoke(actor, params.invite_id) }),
    ),

    route(api.invites.inspect, async ({ body }) => ok({ invite: await invites.inspect(body.token) })),

    {
      ...route(api.invites.accept, async ({ body, c }) => {
        const answer = await invites.accept(await perhaps(c), body, agentOf(c))
        return "session" in answer ? withCookie(201, answer, c) : ok(answer)
      }),
      strict: true,
    },

    route(api.me.get, async ({ actor }) => ok({ user: await users.me(actor) })),

    route(api.me.update, async ({ actor, body }) => ok({ user: await users.update(actor, body) })),

    route(api.me.sessions, async ({ actor }) => ok({ sessions: await sessions.list(actor) })),

    route(api.me.endSession, async ({ actor, params }) => {
      await sessions.end(actor, params.session_id)
      return empty()
    }),
  ]
}
