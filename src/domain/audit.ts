import { newId, timestamp } from "../ids.ts"
import type { Tx } from "../store/index.ts"
import type { Actor } from "./access.ts"

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
