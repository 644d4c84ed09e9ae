import type { AuditLogEntry } from "../api/objects.ts"
import { newId, timestamp } from "../ids.ts"
import type { Tx } from "../store/index.ts"
import type { Actor } from "./access.ts"
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

/** Who administered what. */
export const auditLog = ({ store }: Deps) => ({
  /** Newest first; members read it, guests do not. */
  list: async (actor: Actor, workspaceId: string, limit: string | undefined): Promise<AuditLogEntry[]> => {
    await needMember(store.read, actor, workspaceId)
    const rows = await store.read.audit.list(workspaceId, lenientLimit(limit, 100, 500, 100))
    return rows.map(({ metadata, ...row }) => ({ ...row, metadata: JSON.parse(metadata) }))
  },
})
