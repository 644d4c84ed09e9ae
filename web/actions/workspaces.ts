import type { Base } from "../base.ts"

/** Teams, and where their addresses lead. */
export const createWorkspaces = ({ client, change }: Base) => ({
  create: async (name: string) => {
    const { workspace } = await client.workspaces.create({ name })
    change((draft) => {
      draft.workspaces[workspace.id] = { ...workspace, role: workspace.role ?? "owner" }
    })
    return workspace
  },
  resolve: (workspace: string, target: string) => client.routes.resolve(workspace, target),
})
