import { fail } from "../errors.ts"
import type { Queries, Row, Tx } from "../store/index.ts"

/** Ends what a bot carries in a workspace: apps, their subscriptions, commands, incoming hooks. */
export const revokeAnchored = async (tx: Tx, botId: string, workspaceId: string, at: string): Promise<void> => {
  const which = { bot_user_id: botId, workspace_id: workspaceId }
  await tx.subscriptions.revoke(which, at)
  await tx.slashCommands.revoke(which, at)
  await tx.apps.revoke(which, at)
  await tx.incomingHooks.revoke(which, at)
  await tx.incomingHooks.removeAuthor(botId)
}

/** The active installation of this workspace that something is to hang on; blank means none. */
export const installationIn = async (
  q: Queries,
  workspaceId: string,
  id: string | undefined,
): Promise<Row<"app_installations"> | undefined> => {
  if (!id?.trim()) return undefined
  const row = await q.apps.find(id.trim())
  return row?.workspace_id === workspaceId && !row.revoked_at ? row : fail("not_found", "app installation not found")
}

/** An absolute http or https address, without a name and password in it. */
export const callbackUrl = (text: string): string => {
  const url = text.trim()
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (!parsed || !/^https?:$/.test(parsed.protocol) || url.length > 2_000)
    return fail("invalid", "callback_url must be an http or https address of at most 2000 characters")
  if (parsed.username || parsed.password) fail("invalid", "callback_url must not hold a name or password")
  return url
}
