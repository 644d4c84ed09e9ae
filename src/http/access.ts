import type { Actor } from "../domain/access.ts"
import type { Services } from "../domain/index.ts"
import { hashSecret } from "../ids.ts"
import type { Providers } from "../providers/index.ts"

type Kept = { token: string; expires: string }

const header = "cf-access-jwt-assertion"
const most = 4_096

/**
 * Signing in by what Cloudflare Access says of a request. One assertion gets one session, however many requests bring it
 * before the browser has the cookie; which one is remembered in this process.
 */
export const createAccessSignIn = ({ sessions, signIns }: Services, verify: Providers["access"]) => {
  const entered = new Map<string, Promise<Kept>>()

  const enter = (key: string, visitor: { email: string; name: string }, userAgent?: string): Promise<Kept> => {
    const known = entered.get(key)
    if (known) return known
    const entering = signIns
      .enter({ provider: "access", ...visitor }, userAgent)
      .then(({ session }) => ({ token: session.token, expires: session.expires_at }))
    if (entered.size >= most) entered.delete(entered.keys().next().value!)
    entered.set(key, entering)
    entering.catch(() => entered.delete(key))
    return entering
  }

  return {
    /** True when the request brings an assertion and there is somebody to check it. */
    offered: (headers: Headers): boolean => verify !== undefined && headers.has(header),

    /** Who is asking, with the session to keep; nobody when the assertion is not good. */
    identify: async (headers: Headers): Promise<{ actor: Actor; session: Kept } | undefined> => {
      const assertion = headers.get(header)
      const visitor = assertion ? await verify?.(assertion) : undefined
      if (!assertion || !visitor) return undefined
      const key = hashSecret(assertion)
      const agent = headers.get("user-agent") ?? undefined
      const known = await enter(key, visitor, agent)
      const actor = await sessions.authenticate(known.token)
      if (actor) return { actor, session: known }
      // That session was ended meanwhile, which the assertion outlives: it begins another.
      entered.delete(key)
      const session = await enter(key, visitor, agent)
      const again = await sessions.authenticate(session.token)
      return again && { actor: again, session }
    },
  }
}

export type AccessSignIn = ReturnType<typeof createAccessSignIn>
