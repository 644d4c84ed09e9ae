import type { Base } from "../base.ts"

/** Links that bring people in. */
export const createInvites = ({ client, state }: Base) => ({
  list: async () => (await client.invites.list(state.workspaceId)).invites,
  create: (input: Parameters<typeof client.invites.create>[1]) => client.invites.create(state.workspaceId, input),
  revoke: (id: string) => client.invites.revoke(id),
})
