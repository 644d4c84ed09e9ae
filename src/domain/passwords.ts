import { fail } from "../errors.ts"
import { timestamp } from "../ids.ts"
import type { Queries } from "../store/index.ts"
import type { Actor } from "./access.ts"
import type { Deps } from "./deps.ts"
import { slidingWindow } from "./limits.ts"
import { beginSession, endSessions, signedIn } from "./sessions.ts"

const minute = 60_000
/** OWASP's choice for argon2id: 19 MiB, two rounds. */
const cost = { algorithm: "argon2id", memoryCost: 19_456, timeCost: 2 } as const

/** The argon2id hash of an acceptable password; slow on purpose, so never inside of a write. */
export const hashPassword = async (password: string): Promise<string> => {
  const { length } = [...password]
  if (length < 8 || length > 256) fail("invalid", "a password has 8 to 256 characters")
  return Bun.password.hash(password, cost)
}

/** The person whom an e-mail address or a handle names, in any case. */
const personNamed = (q: Queries, identifier: string) =>
  identifier.indexOf("@") > 0 ? q.accounts.byEmail(identifier) : q.accounts.byHandle(identifier.replace(/^@/, ""))

/** Signing in with a password, and changing it. */
export const passwords = ({ store, config }: Deps) => {
  const q = store.read
  const perAddress = slidingWindow({ limit: 20, windowMs: minute })
  const perPerson = slidingWindow({ limit: 5, windowMs: 15 * minute })
  const perChange = slidingWindow({ limit: 5, windowMs: 15 * minute })
  // An unknown person costs as much time as a wrong password, so that the answer does not tell who is here.
  let decoy: Promise<string> | undefined
  const nobodys = () => {
    decoy ??= hashPassword(crypto.randomUUID())
    return decoy
  }

  const needEnabled = () => {
    if (!config.password_auth_enabled) fail("not_configured", "password sign-in is switched off")
  }
  const wrong = () => fail("unauthenticated", "wrong identifier or password")

  return {
    /** Signs in. Every pair that does not fit gets the same answer, in about the same time. */
    login: async (input: { identifier: string; password: string }, address: string, userAgent?: string) => {
      needEnabled()
      const identifier = input.identifier.trim().toLowerCase()
      if (!identifier || !input.password) fail("invalid", "identifier and password are required")
      const user = await personNamed(q, identifier)
      const person = user?.id ?? identifier
      if (!perAddress.take(address) || !perPerson.take(person))
        fail("rate_limited", "too many attempts; try again later")
      const stored = user && (await q.accounts.password(user.id))
      const fits = await Bun.password.verify(input.password, stored?.phc ?? (await nobodys()))
      if (!user || !stored || !fits) return wrong()
      perPerson.clear(person)
      return store.write(null, async (tx) => {
        // Replaced while it was being checked: then it is not the password any more.
        if ((await tx.accounts.password(user.id))?.phc !== stored.phc) wrong()
        return signedIn(user, await beginSession(tx, user, userAgent))
      })
    },

    /** Sets another password and ends every other session of the account. */
    change: async (actor: Actor, current: string, next: string): Promise<void> => {
      needEnabled()
      const { id } = actor.user
      const stored = (await q.accounts.password(id)) ?? fail("conflict", "this account has no password")
      if (!perChange.take(id)) fail("rate_limited", "too many attempts; try again later")
      if (!(await Bun.password.verify(current, stored.phc))) fail("unauthenticated", "the current password is wrong")
      perChange.clear(id)
      const phc = await hashPassword(next)
      const workspaces = await q.members.workspacesOf(id)
      await store.write(workspaces, async (tx) => {
        const session = actor.session_id ? await tx.sessions.find(actor.session_id) : undefined
        if (session?.revoked_at) fail("unauthenticated", "this session has ended")
        if (!(await tx.accounts.replacePassword(stored.phc, { user_id: id, phc, updated_at: timestamp() })))
          fail("conflict", "the password was changed meanwhile")
        await endSessions(tx, { user_id: id, except: actor.session_id }, workspaces)
      })
    },
  }
}
