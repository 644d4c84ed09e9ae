import type {
  Channel,
  DirectConversation,
  Event,
  EventOf,
  EventType,
  Me,
  Message,
  MessagePage,
  Role,
  ThreadPage,
  Upload,
  User,
  Workspace,
} from "../../sdk/index.ts"
import type { Commands } from "./commands.ts"
import type { Attachment } from "./files.ts"
import type { Turns } from "./progress.ts"

export type {
  Channel,
  DirectConversation,
  Event,
  EventOf,
  Me,
  Message,
  MessagePage,
  Role,
  ThreadPage,
  Upload,
  User,
  Workspace,
}

/** A stretch of messages without a hole: a channel's, a conversation's, or a thread's. */
export type Span = {
  ids: string[]
  hasOlder: boolean
  hasNewer: boolean
  state: "loading" | "ready" | "failed"
  /** How many arrived below the stretch while it was not at the end. */
  missed: number
}

/** A message on its way: what was typed, and how far it got. */
export type Sending = {
  nonce: string
  user_id: string
  workspace_id: string
  /** `chn_` or `dm_`. */
  place: string
  /** The root, for a reply. */
  root?: string
  body: string
  quoted_message_id?: string
  /** Files that go with it, by nonce. */
  files?: string[]
  created_at: string
  state: "waiting" | "sending" | "failed"
  error?: string
}

/** Parts of the state that must be asked for again. */
export type Stale = { channels: boolean; dms: boolean; members: boolean }

export type State = {
  me: Me | null
  workspaces: Record<string, Workspace>
  workspaceId: string
  /** The newest event that was applied. */
  cursor: string
  /** For each object (by id, or part of one), the newest event that changed it. */
  touched: Record<string, string>
  users: Record<string, User>
  roles: Record<string, Role>
  online: Record<string, boolean>
  channels: Record<string, Channel>
  dms: Record<string, DirectConversation>
  messages: Record<string, Message>
  /** By place. */
  spans: Record<string, Span>
  /** By root. */
  threads: Record<string, Span>
  /** By channel: the pinned messages, newest pin first. */
  pins: Record<string, string[]>
  outbox: Record<string, Sending>
  /** Which nonce a message of this tab was sent with: its row keeps its place on the screen. */
  sent: Record<string, string>
  /** By place or root: who is typing, until when. */
  typing: Record<string, Record<string, number>>
  drafts: Record<string, string>
  /** My files that no message has yet, by nonce. */
  files: Record<string, Attachment>
  /** What agents are doing now, by place. */
  progress: Record<string, Turns>
  commands: Commands
  stale: Stale
}

/** A state, or the draft of one: reducers change what they are given and return nothing. */
export type Draft = State
export type Reducers = { [T in EventType]?: (draft: Draft, event: EventOf<T>) => void }
