import type { AuditLogEntry } from "../api/objects.ts"
import { newId, timestamp } from "../ids.ts"
import type { Queries, Tx } from "../store/index.ts"
import { type Actor, isManager } from "./access.ts"
import { needMember } from "./bot-rights.ts"
import type { Deps } from "./deps.ts"
import { lenientLimit } from "./rules.ts"

/** Writes down an administrative act, in the same commit. */
export const audit = (
  tx: Tx,
  actor: Pick<Actor, "user">,
  workspaceId: string,
  action: string,
  targetType: string,
  targetId: string,
  metadata: Record<string, unknown> = {},
) =>
  tx.audit.insert({
    id: newId("aud"),
    workspace_id: workspaceId,
    actor_user_id: actor.user.id,
    action,
    target_type: targetType,
    target_id: targetId,
    metadata: JSON.stringify(metadata),
    created_at: timestamp(),
  })

/** The private channels, of those that the entries speak of, that this person is not in. */
const hiddenChannels = async (q: Queries, workspaceId: string, userId: string, entries: AuditLogEntry[]) => {
  const named = entries.map(({ target_type, target_id, metadata }) =>
    target_type === "channel" ? target_id : metadata.channel_id,
  )
  const ids = [...new Set(named.filter((id) => typeof id === "string"))]
  const closed = (await q.channels.byIds(ids)).filter(({ kind }) => kind === "private")
  const own = new Set(closed.length > 0 ? await q.channels.privateOf(workspaceId, userId) : [])
  const hidden = new Set<unknown>(closed.flatMap(({ id }) => (own.has(id) ? [] : [id])))
  return (index: number) => hidden.has(named[index])
}

/** Who administered what. */
export const auditLog = ({ store }: Deps) => ({
  /**
   * Newest first; members read it, guests do not. Nobody reads there of a private channel that they are not in, and only
   * managers read what was noted about somebody.
   */
  list: async (actor: Actor, workspaceId: string, limit: string | undefined): Promise<AuditLogEntry[]> => {
    const q = store.read
    const standing = await needMember(q, actor, workspaceId)
    const rows = await q.audit.list(workspaceId, lenientLimit(limit, 100, 500, 100))
    const entries = rows.map((row): AuditLogEntry => {
      const { moderation_note, ...metadata } = JSON.parse(row.metadata)
      const noted = moderation_note !== undefined && isManager(standing)
      return { ...row, metadata: noted ? { ...metadata, moderation_note } : metadata }
    })
    const hidden = await hiddenChannels(q, workspaceId, actor.user.id, entries)
    return entries.filter((_, index) => !hidden(index))
  },
})
