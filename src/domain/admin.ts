import { fail } from "../errors.ts"
import { timestamp } from "../ids.ts"
import type { Queries, Row, Tx } from "../store/index.ts"
import { type Actor, managerOf } from "./access.ts"
import { audit } from "./audit.ts"
import { type BotInput, bots } from "./bots.ts"
import type { Deps } from "./deps.ts"
import { identities } from "./identities.ts"
import { newInvite } from "./invites.ts"
import { hashPassword } from "./passwords.ts"
import { sessions } from "./sessions.ts"
import { setup } from "./setup.ts"
import { createPerson } from "./users.ts"
import { join } from "./workspaces.ts"

/** An account, as an administrator names it. */
export type Account = { email: string } | { user: string }

type MemberInput = Account & { workspace: string; createdBy: string; role: "member" | "moderator" }

const byName = async (q: Queries, who: Account): Promise<Row<"users">> => {
  const found =
    "email" in who ? await q.accounts.byEmail(who.email.trim().toLowerCase()) : await q.accounts.find(who.user)
  return found ?? fail("not_found", `there is no user ${"email" in who ? who.email : who.user}`)
}

const needWorkspace = async (q: Queries, id: string): Promise<void> => {
  if (!(await q.workspaces.find(id))) fail("not_found", `there is no workspace ${id}`)
}

const actorFor = async (q: Queries, id: string): Promise<Actor> => ({ user: await byName(q, { user: id }) })

const isHuman = (user: Row<"users">) => user.kind === "human" || fail("invalid", `${user.id} is a bot`)

/** What whoever holds the database may do on the command line. What has a rule in the product keeps it here. */
export const admin = (deps: Deps) => {
  const { store } = deps
  return {
    /** The first owner with workspace and channel; on a server with people, who was first. */
    bootstrap: ({ name, email }: { name: string; email: string }) => setup(deps).bootstrap(name, email),

    /** A taken address is refused. */
    createUser: async ({ name, email, workspace }: { name: string; email: string; workspace?: string | undefined }) => {
      if (workspace !== undefined) await needWorkspace(store.read, workspace)
      return store.write(workspace ?? null, async (tx) => {
        const user = await createPerson(tx, email, name)
        if (workspace !== undefined) await join(tx, workspace, user, "member")
        return user
      })
    },

    /** Enrols a password, or removes it with null. */
    setPassword: async (who: Account, password: string | null): Promise<Row<"users">> => {
      const user = await byName(store.read, who)
      isHuman(user)
      if (password === null) {
        await store.write(null, (tx) => tx.accounts.clearPassword(user.id))
        return user
      }
      const phc = await hashPassword(password)
      await store.write(null, (tx) => tx.accounts.setPassword({ user_id: user.id, phc, updated_at: timestamp() }))
      return user
    },

    /** Adds somebody in the name of an owner or moderator; who is a member already stays as they are. */
    addMember: async (input: MemberInput) => {
      const { workspace, role } = input
      const actor = await actorFor(store.read, input.createdBy)
      const user = await byName(store.read, input)
      isHuman(user)
      return store.write(workspace, async (tx: Tx) => {
        await managerOf(tx, actor, workspace)
        const added = await join(tx, workspace, user, role)
        if (added) await audit(tx, actor, workspace, "member.added", "user", user.id, { role })
        const member = await tx.members.find(workspace, user.id)
        const status: "added" | "already_member" = added ? "added" : "already_member"
        return { workspace_id: workspace, user_id: user.id, role: member?.role ?? role, status }
      })
    },

    /** An invitation in the name of the first user. The secret is told only now. */
    createInvite: ({ workspace }: { workspace: string }) =>
      store.write(workspace, async (tx) => {
        await needWorkspace(tx, workspace)
        const user = (await tx.accounts.first()) ?? fail("conflict", "nobody is here yet: run admin bootstrap first")
        const { row, token } = newInvite(workspace, user.id, {}, "tok")
        await tx.invites.insert(row)
        await audit(tx, { user }, workspace, "invite.created", "invite", row.id, {
          role: row.role,
          expires_at: row.expires_at,
        })
        return { token }
      }),

    /** A bot with its first token, in the name of whoever may make it. The secret is told only now. */
    createBot: async ({ workspace, createdBy, ...input }: BotInput & { workspace: string; createdBy: string }) => {
      const actor = await actorFor(store.read, createdBy)
      const { bot, bot_token } = await bots(deps).create(actor, workspace, input)
      return bot_token ? { bot, bot_token } : fail("conflict", "the bot was made without a token")
    },

    /** A secret that signs in once; makes the person when the address is new. */
    createMagicLink: ({ email, name = "" }: { email: string; name?: string | undefined }) =>
      sessions(deps).createLink(email, name),

    /** Links people to their profiles in a directory. */
    syncIdentities: identities(deps).sync,

    /** Removes old events of a workspace's log; how many went. */
    pruneEvents: ({ workspace, before, keepLatest }: { workspace: string; before?: Date; keepLatest?: number }) =>
      store.write(workspace, async (tx) => {
        await needWorkspace(tx, workspace)
        return tx.events.prune(workspace, { before: before && timestamp(before), keepLatest })
      }),
  }
}

export type Admin = ReturnType<typeof admin>
