import { api } from "../api/index.ts"
import type { Services } from "../domain/index.ts"
import { ipOf, isLocalCall } from "./caller.ts"
import type { Cookies } from "./cookies.ts"
import { ok, route } from "./route.ts"

type Parts = { services: Services; cookies: Cookies }

/** Signing in with a password, and changing it. */
export const passwordRoutes = ({ services: { passwords }, cookies }: Parts) => [
  {
    ...route(api.auth.login, async ({ body, c }) => {
      const json = await passwords.login(body, ipOf(c), c.req.header("user-agent"))
      const cookie = cookies.set(json.session.token, json.session.expires_at, isLocalCall(c))
      return { status: 200, json, headers: { "Set-Cookie": cookie } }
    }),
    strict: true,
  },

  {
    ...route(api.auth.changePassword, async ({ actor, body }) => {
      await passwords.change(actor, body.current_password, body.new_password)
      return ok({ ok: true })
    }),
    strict: true,
  },
]
