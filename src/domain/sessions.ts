import type { MagicLink, Session, SessionInfo } from "../api/objects.ts"
import { fail } from "../errors.ts"
import { hashSecret, newId, newSecret, timestamp } from "../ids.ts"
import type { Row, Tx } from "../store/index.ts"
import type { Actor } from "./access.ts"
import { tokenWorks } from "./bot-rights.ts"
import type { Deps } from "./deps.ts"
import { emailAddress } from "./rules.ts"
import { findOrCreate } from "./users.ts"
import { userJson } from "./wire.ts"

const day = 24 * 3_600_000
const sessionMs = 30 * day
const linkMs = 15 * 60_000
/** How old the time of the last use may be before it is written again. */
const touchMs = 60_000

/** Signs a person in: the session, whose secret is told only now. */
export const beginSession = async (tx: Tx, user: Row<"users">, userAgent = ""): Promise<Session> => {
  const token = newSecret("sst")
  const row = {
    id: newId("ses"),
    user_id: user.id,
    created_at: timestamp(),
    expires_at: timestamp(new Date(Date.now() + sessionMs)),
  }
  await tx.sessions.insert({ ...row, token_hash: hashSecret(token), user_agent: userAgent.slice(0, 300) })
  return { id: row.id, token, user_id: user.id, created_at: row.created_at, expires_at: row.expires_at }
}

/** Who is signed in now, as the sign-in endpoints answer. */
export const signedIn = (user: Row<"users">, session: Session) => ({
  user: userJson(user),
  session,
  token: session.token,
})

/** Ends sessions; the sockets of each close at that place in the log. The write must hold the person's workspaces. */
export const endSessions = async (
  tx: Tx,
  which: { id: string } | { user_id: string; except?: string | undefined },
  workspaces: string[],
): Promise<number> => {
  const ended = await tx.sessions.revoke(which, timestamp())
  for (const { id } of ended)
    for (const workspace_id of workspaces)
      tx.emit({ workspace_id, type: "session.revoked", audience: "system", payload: { session_id: id } })
  return ended.length
}

export const sessions = ({ store, log }: Deps) => {
  const q = store.read

  const touch = (last: string | null, write: (tx: Tx, at: string) => Promise<unknown>) => {
    const now = timestamp()
    if (last !== null && Date.parse(now) - Date.parse(last) < touchMs) return
    // Beside the request: nobody waits for it, and losing it loses nothing.
    store.write(null, (tx) => write(tx, now)).catch((error) => log.error("last use not written", { error }))
  }

  const byBotToken = async (token: string): Promise<Actor | undefined> => {
    const found = await q.bots.byHash(hashSecret(token))
    if (!found || !tokenWorks(found)) return undefined
    const { id, workspace_id, scopes, last_used_at } = found.token
    touch(last_used_at, (tx, at) => tx.bots.touch(id, at))
    return { user: found.user, bot: { token_id: id, workspace_id, scopes: new Set<string>(JSON.parse(scopes)) } }
  }

  const bySession = async (token: string): Promise<Actor | undefined> => {
    const found = await q.sessions.byHash(hashSecret(token))
    if (!found || found.session.revoked_at || found.session.expires_at <= timestamp()) return undefined
    const { id, last_used_at } = found.session
    touch(last_used_at, (tx, at) => tx.sessions.touch(id, at))
    return { user: found.user, session_id: id }
  }

  return {
    /** Whose token this is; nobody when it is unknown, expired or revoked. */
    authenticate: (token: string): Promise<Actor | undefined> =>
      token.startsWith("ccb_") ? byBotToken(token) : bySession(token),

    /** A user named by a local caller of a development server; without a name, whoever was here first. */
    actAs: async (userId?: string): Promise<Actor | undefined> => {
      const user = userId ? await q.accounts.find(userId) : await q.accounts.first()
      return user && { user }
    },

    /** Makes a link that signs in once, within 15 minutes. The secret is told only now. */
    createLink: (email: string, name: string): Promise<{ magic_link: MagicLink; token: string }> => {
      const address = emailAddress(email)
      const token = newSecret("mgt")
      const row = {
        id: newId("mln"),
        email: address,
        display_name: name.trim() || address.split("@")[0]!,
        created_at: timestamp(),
        expires_at: timestamp(new Date(Date.now() + linkMs)),
      }
      return store.write(null, async (tx) => {
        await tx.sessions.insertLink({ ...row, token_hash: hashSecret(token) })
        return { magic_link: row, token }
      })
    },

    /** Signs in with a link's secret; makes the person when the address is new. */
    consumeLink: (token: string, userAgent?: string) =>
      store.write(null, async (tx) => {
        const link =
          (await tx.sessions.useLink(hashSecret(token), timestamp())) ??
          fail("invalid", "the link is unknown, used or expired")
        const user = await findOrCreate(tx, link.email, link.display_name)
        return signedIn(user, await beginSession(tx, user, userAgent))
      }),

    /** Where this person is signed in. */
    list: async (actor: Actor): Promise<SessionInfo[]> =>
      (await q.sessions.active(actor.user.id, timestamp())).map((row) => ({
        id: row.id,
        created_at: row.created_at,
        expires_at: row.expires_at,
        ...(row.last_used_at ? { last_used_at: row.last_used_at } : {}),
        user_agent: row.user_agent,
        current: row.id === actor.session_id,
      })),

    /** Ends one of the person's sessions: the one asked with, or another device's. */
    end: async (actor: Actor, sessionId: string) => {
      const row = await q.sessions.find(sessionId)
      if (row?.user_id !== actor.user.id) fail("not_found", "session not found")
      const workspaces = await q.members.workspacesOf(actor.user.id)
      await store.write(workspaces, (tx) => endSessions(tx, { id: sessionId }, workspaces))
    },
  }
}
