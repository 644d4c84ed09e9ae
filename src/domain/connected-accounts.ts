import type { ConnectedAccount } from "../api/objects.ts"
import { fail } from "../errors.ts"
import { newId, timestamp } from "../ids.ts"
import type { Row } from "../store/index.ts"
import { type Actor, isManager, managerOf, needFreedom, standingIn } from "./access.ts"
import { audit } from "./audit.ts"
import { needMember } from "./bot-rights.ts"
import type { Deps } from "./deps.ts"
import { displayName, slug } from "./rules.ts"

export type AccountInput = {
  user_id: string
  provider: string
  provider_account_id: string
  display_name?: string | undefined
  scopes?: string[] | undefined
  metadata?: Record<string, unknown> | undefined
}

const accountJson = (row: Row<"connected_accounts">): ConnectedAccount => ({
  id: row.id,
  workspace_id: row.workspace_id,
  user_id: row.user_id,
  provider: row.provider,
  provider_account_id: row.provider_account_id,
  display_name: row.display_name,
  scopes: JSON.parse(row.scopes),
  metadata: JSON.parse(row.metadata),
  created_at: row.created_at,
  ...(row.revoked_at ? { revoked_at: row.revoked_at } : {}),
})

const missing = () => fail("not_found", "connected account not found")

/** Notes of which accounts members have elsewhere. */
export const connectedAccounts = ({ store }: Deps) => ({
  list: async (actor: Actor, workspaceId: string): Promise<ConnectedAccount[]> => {
    await needMember(store.read, actor, workspaceId)
    return (await store.read.connectedAccounts.list(workspaceId)).map(accountJson)
  },

  create: (actor: Actor, workspaceId: string, input: AccountInput): Promise<ConnectedAccount> =>
    store.write(workspaceId, async (tx) => {
      await managerOf(tx, actor, workspaceId)
      const provider = slug(input.provider) || fail("invalid", "provider must have letters or digits")
      const [bound] = await tx.members.among(workspaceId, [input.user_id])
      if (!bound) fail("not_found", "user not found")
      const row: Row<"connected_accounts"> = {
        id: newId("acct"),
        workspace_id: workspaceId,
        user_id: input.user_id,
        provider,
        provider_account_id: input.provider_account_id,
        display_name: input.display_name?.trim() ? displayName(input.display_name) : "",
        scopes: JSON.stringify([...new Set(input.scopes?.map((scope) => scope.trim()).filter(Boolean))]),
        metadata: JSON.stringify(input.metadata ?? {}),
        created_at: timestamp(),
        revoked_at: null,
      }
      await tx.connectedAccounts.insert(row)
      await audit(tx, actor, workspaceId, "connected_account.created", "connected_account", row.id, {
        provider,
        user_id: row.user_id,
      })
      return accountJson(row)
    }),

  /** Managers, and whose account it is. Again is harmless: the time of the first stays. */
  revoke: async (actor: Actor, id: string): Promise<ConnectedAccount> => {
    const found = (await store.read.connectedAccounts.find(id)) ?? missing()
    return store.write(found.workspace_id, async (tx) => {
      const standing = await standingIn(tx, actor, found.workspace_id)
      if (found.user_id !== actor.user.id) {
        needFreedom(standing)
        if (!isManager(standing)) fail("forbidden", "workspace manager permission required")
      }
      const ended = await tx.connectedAccounts.revoke(id, timestamp())
      if (!ended) return accountJson((await tx.connectedAccounts.find(id)) ?? missing())
      await audit(tx, actor, ended.workspace_id, "connected_account.revoked", "connected_account", id, {
        provider: ended.provider,
        user_id: ended.user_id,
      })
      return accountJson(ended)
    })
  },
})
