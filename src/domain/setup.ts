import { fail } from "../errors.ts"
import { hashSecret, newSecret, timestamp } from "../ids.ts"
import type { Row } from "../store/index.ts"
import type { Deps } from "./deps.ts"
import { beginSession, signedIn } from "./sessions.ts"
import { createPerson } from "./users.ts"
import { channelJson, workspaceJson } from "./wire.ts"
import { insertFirstWorkspace } from "./workspaces.ts"

/** How the first person arrives on an empty server. */
export const setup = ({ store }: Deps) => ({
  needed: async (): Promise<boolean> => !(await store.read.accounts.any()),

  /** A secret with which the first owner can be made; nothing when somebody is here already. */
  createLink: (): Promise<string | undefined> =>
    store.write(null, async (tx) => {
      if (await tx.accounts.any()) return undefined
      const token = newSecret("setup")
      await tx.sessions.insertSetupLink({ token_hash: hashSecret(token), created_at: timestamp() })
      return token
    }),

  /** Makes the owner, the first workspace and `general`, and signs the owner in. Works once. */
  complete: (
    input: { token: string; display_name: string; email: string; workspace_name?: string | undefined },
    userAgent?: string,
  ) =>
    store.write(null, async (tx) => {
      const known = await tx.sessions.hasSetupLink(hashSecret(input.token))
      if (await tx.accounts.any()) fail("conflict", "this server is set up already: sign in, or ask for an invitation")
      if (!known) fail("invalid", "the set-up link is not the one that this server printed")
      const user = await createPerson(tx, input.email, input.display_name)
      const { workspace, channel } = await insertFirstWorkspace(tx, user, input.workspace_name?.trim() || undefined)
      await tx.sessions.clearSetupLinks()
      return {
        ...signedIn(user, await beginSession(tx, user, userAgent)),
        workspace: workspaceJson(workspace, "owner"),
        channel: channelJson(channel),
      }
    }),

  /** The first owner with workspace and channel, made when there is nobody; who was first otherwise. */
  bootstrap: (name: string, email: string): Promise<Row<"users">> =>
    store.write(null, async (tx) => {
      const first = await tx.accounts.first()
      if (first) return first
      const user = await createPerson(tx, email, name)
      await insertFirstWorkspace(tx, user)
      await tx.sessions.clearSetupLinks()
      return user
    }),
})
