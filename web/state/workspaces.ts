import { touch } from "./fresh.ts"
import type { Draft, Reducers, Workspace } from "./types.ts"

/** The workspaces of the person, as a list answers them. */
export const loadWorkspaces = (draft: Draft, list: Workspace[]) => {
  draft.workspaces = Object.fromEntries(list.map((workspace) => [workspace.id, workspace]))
}

/** In the order they were made: it never moves under the pointer. */
export const sorted = (all: Record<string, Workspace>) =>
  Object.values(all).sort((a, b) => a.created_at.localeCompare(b.created_at) || a.id.localeCompare(b.id))

export const workspaces: Reducers = {
  "workspace.updated": (draft, event) => {
    const { workspace } = event.payload
    if (!workspace) return
    const old = draft.workspaces[workspace.id]
    draft.workspaces[workspace.id] = { ...old, ...workspace }
    touch(draft, workspace.id, event)
  },
  "workspace.ownership_transferred": (draft, event) => {
    draft.stale.members = true
    touch(draft, event.workspace_id, event)
  },
}
