import { channels } from "./channels.ts"
import { commands, noCommands } from "./commands.ts"
import { members } from "./members.ts"
import { messages } from "./messages.ts"
import { pins } from "./pins.ts"
import { progress } from "./progress.ts"
import { reactions } from "./reactions.ts"
import { reads } from "./reads.ts"
import { threads } from "./threads.ts"
import type { Draft, Event, Reducers, State } from "./types.ts"
import { typing } from "./typing.ts"
import { workspaces } from "./workspaces.ts"

export type {
  Channel,
  DirectConversation,
  Draft,
  Event,
  Me,
  Message,
  Role,
  Sending,
  Span,
  State,
  Upload,
  User,
  Workspace,
} from "./types.ts"

/** A state in which nothing is known yet. */
export const empty = (): State => ({
  me: null,
  workspaces: {},
  workspaceId: "",
  cursor: "",
  touched: {},
  users: {},
  roles: {},
  online: {},
  channels: {},
  dms: {},
  messages: {},
  spans: {},
  threads: {},
  pins: {},
  outbox: {},
  sent: {},
  typing: {},
  drafts: {},
  files: {},
  progress: {},
  commands: noCommands(),
  stale: { channels: false, dms: false, members: false },
})

const table: Reducers = {
  ...channels,
  ...commands,
  ...members,
  ...messages,
  ...pins,
  ...progress,
  ...reactions,
  ...reads,
  ...threads,
  ...typing,
  ...workspaces,
}

/** Applies one event. A durable event that is not newer than the last one applied changes nothing. */
export const reduce = (draft: Draft, event: Event) => {
  if (event.workspace_id !== draft.workspaceId) return
  if (event.cursor) {
    if (event.cursor <= draft.cursor) return
    draft.cursor = event.cursor
  }
  const apply = table[event.type] as ((draft: Draft, event: Event) => void) | undefined
  apply?.(draft, event)
}

/** Forgets everything that belongs to one workspace, and starts at its tail. */
export const enter = (draft: Draft, workspaceId: string, cursor: string) => {
  const fresh = empty()
  for (const key of [
    "touched",
    "users",
    "roles",
    "online",
    "channels",
    "dms",
    "messages",
    "spans",
    "threads",
    "pins",
    "typing",
    "progress",
    "commands",
    "stale",
  ] as const)
    Object.assign(draft, { [key]: fresh[key] })
  draft.workspaceId = workspaceId
  draft.cursor = cursor
  if (draft.me) draft.users[draft.me.id] = draft.me
}
