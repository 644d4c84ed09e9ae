import { fail } from "../errors.ts"
import { hashSecret, timestamp } from "../ids.ts"
import type { Row, Tx } from "../store/index.ts"
import { admit, ensureWorkspace, type Profile, placeOf, recognise } from "./admissions.ts"
import type { Deps } from "./deps.ts"
import { beginSession, endSessions, signedIn } from "./sessions.ts"

/** The desktop app, which began a sign-in in the browser: the PKCE challenge of its own, and how it is called back. */
export type Desktop = { challenge: string; protocol: 1 | 2 }

const minute = 60_000
const pendingMs = 10 * minute
const grantMs = 5 * minute
const pendingMost = 8_192
const pendingPerBrowser = 8
const grantsMost = 4_096

const randomBytes = (length: number) => Buffer.from(crypto.getRandomValues(new Uint8Array(length)))

/** 256 random bits in 43 characters: bindings, codes. */
export const randomText = (): string => randomBytes(32).toString("base64url")

const challengeOf = (verifier: string) => new Bun.CryptoHasher("sha256").update(verifier).digest("base64url")

const crowded = () => fail("unavailable", "too many people are signing in; try again in a few minutes")

/** Signing in at another service: what is remembered on the way there and checked on the way back. */
export const signIns = ({ store, config }: Deps) => {
  /** Works on the person of this profile, whom their workspace has by then; who is not let in is refused. */
  const entering = async <T>(profile: Profile, work: (tx: Tx, user: Row<"users">) => Promise<T>): Promise<T> => {
    const place = placeOf(profile, config)
    const workspaceId = await ensureWorkspace(store, place, profile)
    const email = profile.email?.trim().toLowerCase()
    const claimant = email && (await store.read.accounts.claimant(email))
    const claimed = claimant ? await store.read.members.workspacesOf(claimant) : []
    return store.write([...new Set([workspaceId, ...claimed])], async (tx) => {
      const user = await recognise(tx, profile)
      // Whoever only said that this address was theirs may have been somebody else: the one who has shown it begins anew.
      if (email && (await tx.accounts.claimant(email)) === user.id) {
        await tx.accounts.verify(email)
        await tx.accounts.clearPassword(user.id)
        await endSessions(tx, { user_id: user.id }, claimed)
      }
      if (user.deleted_at) fail("forbidden", "this account was deleted")
      await admit(tx, user, workspaceId, place.role)
      return work(tx, user)
    })
  }

  return {
    /** Remembers that this browser went to a service with these secrets, for ten minutes. */
    begin: (input: {
      provider: string
      binding: string
      state: string
      verifier: string
      nonce: string
      desktop?: Desktop | undefined
    }): Promise<void> =>
      store.write(null, async (tx) => {
        await tx.signIns.lock()
        await tx.signIns.sweep(timestamp())
        const binding_hash = hashSecret(input.binding)
        if ((await tx.signIns.pending(binding_hash)) >= pendingPerBrowser)
          fail("unavailable", "this browser has begun too many sign-ins; finish one, or try again in ten minutes")
        if ((await tx.signIns.pending()) >= pendingMost) crowded()
        await tx.signIns.insert({
          state_hash: hashSecret(input.state),
          provider: input.provider,
          binding_hash,
          verifier_secret: input.verifier,
          nonce: input.nonce,
          desktop_challenge: input.desktop?.challenge ?? null,
          desktop_protocol: input.desktop?.protocol ?? null,
          created_at: timestamp(),
          expires_at: timestamp(new Date(Date.now() + pendingMs)),
        })
      }),

    /** What belongs to a browser that has come back, once; and whether the same browser has others under way. */
    take: (
      provider: string,
      state: string,
      binding: string,
    ): Promise<{ verifier: string; nonce: string; desktop?: Desktop | undefined; others: boolean }> =>
      store.write(null, async (tx) => {
        const binding_hash = hashSecret(binding)
        const row =
          (await tx.signIns.take({ provider, state_hash: hashSecret(state), binding_hash }, timestamp())) ??
          fail("invalid", "this sign-in is unknown, used, too old or of another browser; begin again")
        const { verifier_secret, nonce, desktop_challenge, desktop_protocol } = row
        const desktop: Desktop | undefined =
          desktop_challenge === null
            ? undefined
            : { challenge: desktop_challenge, protocol: desktop_protocol === 2 ? 2 : 1 }
        return { verifier: verifier_secret, nonce, desktop, others: (await tx.signIns.pending(binding_hash)) > 0 }
      }),

    /** Signs in whom the service has named. */
    enter: (profile: Profile, userAgent?: string) =>
      entering(profile, async (tx, user) => signedIn(user, await beginSession(tx, user, userAgent))),

    /** A code that the desktop app can trade for a session of whom the service has named, once, within five minutes. */
    grant: (profile: Profile, { challenge, protocol }: Desktop): Promise<string> =>
      entering(profile, async (tx, user) => {
        await tx.signIns.lock()
        await tx.signIns.sweep(timestamp())
        if ((await tx.signIns.grants()) >= grantsMost) crowded()
        // Protocol 1 knows codes of 32 hexadecimal digits only.
        const code = protocol === 1 ? randomBytes(16).toString("hex") : randomText()
        await tx.signIns.insertGrant({
          code_hash: hashSecret(code),
          user_id: user.id,
          challenge,
          created_at: timestamp(),
          expires_at: timestamp(new Date(Date.now() + grantMs)),
        })
        return code
      }),

    /** Signs the desktop app in with its code and the verifier that only it knows. */
    consume: (code: string, verifier: string, userAgent?: string) => {
      if (!/^([0-9a-f]{32}|[\w-]{43})$/.test(code)) fail("invalid", "code is not one that this server gave out")
      if (!/^[A-Za-z0-9._~-]{43,128}$/.test(verifier)) fail("invalid", "code_verifier must have 43 to 128 characters")
      return store.write(null, async (tx) => {
        const grant =
          (await tx.signIns.takeGrant(hashSecret(code), challengeOf(verifier), timestamp())) ??
          fail("invalid", "the code is unknown, used, too old or of another app; begin again")
        const user = (await tx.accounts.find(grant.user_id)) ?? fail("invalid", "this account was deleted")
        return signedIn(user, await beginSession(tx, user, userAgent))
      })
    },
  }
}
