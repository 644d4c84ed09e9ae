import * as v from "valibot"
import { explain } from "../api/parse.ts"
import { fail, isAppError } from "../errors.ts"
import { newId, timestamp } from "../ids.ts"
import type { Queries, Row, Tx } from "../store/index.ts"
import type { Deps } from "./deps.ts"
import { avatarUrl, displayName, emailAddress, handle, sortName } from "./rules.ts"
import { tellProfile } from "./users.ts"
import { userJson } from "./wire.ts"

type Look = Partial<Row<"users">>

/** What a directory says of one person: whatever is blank there is left as it is here. */
type Profile = { id: string; email: string; addresses: string[]; look: Look }

/** What a synchronisation did, in the words that are printed. */
export type SyncReport = {
  linked: number
  updated: number
  unchanged: number
  unmatched_profile_ids: string[]
  merged_skipped: number
}

const text = v.pipe(
  v.string(),
  v.check((value) => value.isWellFormed() && !value.includes("\0"), "must be text without NUL"),
)
const profileId = v.pipe(
  text,
  v.check((id) => id.trim() !== "" && id.length <= 255, "must have 1 to 255 characters"),
)
const schema = v.object({
  profiles: v.pipe(
    v.array(
      v.object({
        id: profileId,
        email: text,
        display_name: v.nullish(text),
        handle: v.nullish(text),
        avatar_url: v.nullish(text),
        aliases: v.nullish(v.pipe(v.array(text), v.maxLength(64))),
      }),
    ),
    v.maxLength(10_000),
  ),
})

/** Applies a rule for texts; what it refuses is told with its place in the file. */
const checked = (rule: (text: string) => string, value: string, place: string): string => {
  try {
    return rule(value)
  } catch (error) {
    throw isAppError(error) ? Object.assign(error, { message: `${place}: ${error.message}` }) : error
  }
}

/** The profiles of a directory's export, or the first thing that is wrong with it. */
export const readProfiles = (input: unknown): Profile[] => {
  if (typeof input !== "object" || input === null)
    return fail("invalid", "the file must hold profiles, or a list of them")
  const result = v.safeParse(schema, Array.isArray(input) ? { profiles: input } : input, { abortEarly: true })
  if (!result.success) return fail("invalid", explain(result.issues[0]))
  const ids = new Set<string>()
  return result.output.profiles.map(({ id, aliases, ...given }, at) => {
    const place = `profiles.${at}`
    if (ids.has(id)) fail("invalid", `${place}.id is there twice: ${id}`)
    ids.add(id)
    const email = checked(emailAddress, given.email, `${place}.email`)
    const others = aliases?.map((alias, n) => checked(emailAddress, alias, `${place}.aliases.${n}`)) ?? []
    const look: Look = {}
    if (given.display_name?.trim()) {
      look.display_name = checked(displayName, given.display_name, place)
      look.sort_name = sortName(look.display_name)
    }
    if (given.handle?.trim()) look.handle = checked(handle, given.handle, place)
    if (given.avatar_url?.trim()) look.avatar_url = checked(avatarUrl, given.avatar_url, place)
    return { id, email, addresses: [...new Set([email, ...others])], look }
  })
}

/** What is to be done with a profile. `taken` is a handle that it wants and another has. */
type Plan =
  | { what: "unmatched" | "merged" }
  | { what: "linked" | "updated" | "unchanged"; user: Row<"users">; verified: boolean; change: Look; taken?: string }

export const identities = ({ store }: Pick<Deps, "store">) => {
  /** Who it is: known by the id in the directory, else by an address. Of two profiles of one person the first counts. */
  const planFor = async (q: Queries, source: string, profile: Profile, ids: Set<string>): Promise<Plan> => {
    const known = await q.accounts.byIdentity(source, profile.id)
    const found = known ? [{ user: known, verified: true }] : await q.accounts.byAddresses(profile.addresses)
    const people = new Map(found.map(({ user }) => [user.id, user]))
    if (people.size > 1) return { what: "merged" }
    const [user] = people.values()
    const verified = found.some((each) => each.verified)
    if (user?.kind !== "human" || user.deleted_at) return { what: "unmatched" }
    // The link lets a GitHub account sign in: it is not given to who only said that an address was theirs.
    if (source === "github" && !verified) return { what: "unmatched" }
    const bound = (await q.accounts.subjects(user.id, source)).find((subject) => ids.has(subject))
    if (bound !== undefined && bound !== profile.id) return { what: "merged" }
    const change: Look = { ...profile.look }
    const bearer = change.handle ? await q.accounts.byHandle(change.handle) : undefined
    const taken = bearer && bearer.id !== user.id ? bearer.handle : undefined
    if (taken) delete change.handle
    const differs = Object.entries(change).some(([key, value]) => user[key as keyof typeof user] !== value)
    return { what: known ? (differs ? "updated" : "unchanged") : "linked", user, verified, change, taken }
  }

  const apply = async (tx: Tx, source: string, { id, email }: Profile, plan: Plan, held: Set<string>) => {
    if (plan.what !== "linked" && plan.what !== "updated") return
    const { user, verified, change } = plan
    if (plan.what === "linked") {
      const row = { id: newId("idn"), user_id: user.id, provider: source, provider_subject: id, email, verified }
      await tx.accounts.insertIdentity({ ...row, created_at: timestamp() })
    }
    if (Object.keys(change).length > 0) await tx.accounts.update(user.id, change)
    const changed = { ...user, ...change }
    if (JSON.stringify(userJson(changed)) === JSON.stringify(userJson(user))) return
    const workspaces = (await tx.members.workspacesOf(user.id)).filter((id) => held.has(id))
    tellProfile(tx, changed, workspaces)
  }

  /** Plans some profiles and, where there is anything to do, does it in one write. */
  const settle = async (source: string, batch: Profile[], ids: Set<string>): Promise<Plan[]> => {
    const held = new Set<string>()
    const plans: Plan[] = []
    for (const profile of batch) {
      const plan = await planFor(store.read, source, profile, ids)
      plans.push(plan)
      if (plan.what !== "linked" && plan.what !== "updated") continue
      for (const workspace of await store.read.members.workspacesOf(plan.user.id)) held.add(workspace)
    }
    if (!plans.some(({ what }) => what === "linked" || what === "updated")) return plans
    return store.write([...held], async (tx) => {
      const done: Plan[] = []
      for (const profile of batch) {
        const plan = await planFor(tx, source, profile, ids)
        await apply(tx, source, profile, plan, held)
        done.push(plan)
      }
      return done
    })
  }

  return {
    /** Links the people of a directory to their profiles there and takes over how they look. Makes nobody. */
    sync: async (source: string, profiles: Profile[]): Promise<SyncReport> => {
      const ids = new Set(profiles.map(({ id }) => id))
      const outcomes = new Map<string, Plan["what"]>()
      const waiting = new Map<string, Profile>()
      const queue = [...profiles]
      while (queue.length > 0) {
        const batch = queue.splice(0, 100)
        for (const [at, plan] of (await settle(source, batch, ids)).entries()) {
          const profile = batch[at]!
          const before = outcomes.get(profile.id)
          if (before === undefined || before === "unchanged") outcomes.set(profile.id, plan.what)
          if (!("user" in plan)) continue
          if (plan.taken) waiting.set(plan.taken, profile)
          // Whoever wanted the handle that is free now gets it in this run, not in the next.
          const freed = plan.change.handle !== undefined && plan.change.handle !== plan.user.handle
          const next = freed ? waiting.get(plan.user.handle) : undefined
          if (!next) continue
          waiting.delete(plan.user.handle)
          queue.push(next)
        }
      }
      const count = (what: Plan["what"]) => [...outcomes.values()].filter((outcome) => outcome === what).length
      return {
        linked: count("linked"),
        updated: count("updated"),
        unchanged: count("unchanged"),
        unmatched_profile_ids: profiles.flatMap(({ id }) => (outcomes.get(id) === "unmatched" ? [id] : [])),
        merged_skipped: count("merged"),
      }
    },
  }
}
