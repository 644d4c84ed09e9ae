import type { Base } from "../base.ts"
import { createChannels } from "./channels.ts"
import { createCommands } from "./commands.ts"
import { createDms } from "./dms.ts"
import { createDrafts } from "./drafts.ts"
import { createInvites } from "./invites.ts"
import { createMembers } from "./members.ts"
import { createMessages } from "./messages.ts"
import { createPins } from "./pins.ts"
import { createReactions } from "./reactions.ts"
import { createReads } from "./reads.ts"
import { createSession } from "./session.ts"
import { createThreads } from "./threads.ts"
import { createTyping } from "./typing.ts"
import { createWorkspaces } from "./workspaces.ts"

/** What people can do, by noun: ask through the SDK, bring the answer into the state. */
export const createActions = (base: Base) => ({
  channels: createChannels(base),
  commands: createCommands(base),
  dms: createDms(base),
  drafts: createDrafts(base),
  invites: createInvites(base),
  members: createMembers(base),
  messages: createMessages(base),
  pins: createPins(base),
  reactions: createReactions(base),
  reads: createReads(base),
  session: createSession(base),
  threads: createThreads(base),
  typing: createTyping(base),
  workspaces: createWorkspaces(base),
})

export type Actions = ReturnType<typeof createActions>
