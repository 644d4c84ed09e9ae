import { useApp } from "../../app.ts"

/** The open workspace, and what I am in it. */
export const useWorkspace = () => {
  const { state } = useApp()
  const workspace = () => state.workspaces[state.workspaceId]
  const role = () => workspace()?.role ?? "member"
  return {
    id: () => state.workspaceId,
    workspace,
    role,
    owner: () => role() === "owner",
    manager: () => role() === "owner" || role() === "moderator",
  }
}
