import type { Me, Message, Workspace } from "../src/api/objects.ts"
import type { EventOf } from "../src/events.ts"
import { type Client, createClient } from "./client.ts"
import { isApiError, isTemporary } from "./error.ts"
import type { ConnectionState } from "./realtime.ts"
import type { ClientOptions } from "./request.ts"

type MessageEvent = EventOf<"message.created"> | EventOf<"thread.reply_created">

export type BotActions = {
  /** Answers where the message stands: in its thread, or else in its channel or conversation. */
  reply: (body: string) => Promise<Message>
  /** Answers in the thread of the message. */
  replyInThread: (body: string) => Promise<Message>
  react: (emoji: string) => Promise<unknown>
  event: MessageEvent
  client: Client
}

export type BotOptions = ClientOptions & {
  token: string
  /** Id or slug; absent: the one that the token is for. */
  workspace?: string
  /** Go on after this cursor instead of with what is written from now on. */
  cursor?: string
  /** Hears every message and reply of others. May run again for the same message; replies do not double. */
  onMessage: (message: Message, actions: BotActions) => unknown
  onState?: (state: ConnectionState, detail: { reason?: string; retryAt?: number }) => void
  /** What went wrong for a reason that trying again would not change. */
  onError?: (error: unknown, message: Message) => void
}

export type Bot = {
  me: Me
  workspace: Workspace
  client: Client
  cursor: () => string | undefined
  close: () => void
}

/** Posts once for each nonce, also when a run before this one got through with another text. */
const once = async (client: Client, workspaceId: string, nonce: string, post: () => Promise<{ message: Message }>) => {
  try {
    return (await post()).message
  } catch (error) {
    if (!isApiError(error) || (error.status !== 409 && error.status !== 400)) throw error
    const earlier = await client.messages.byNonce(workspaceId, nonce).catch(() => undefined)
    if (!earlier) throw error
    return earlier.message
  }
}

/** Runs a bot: follows the workspace, hands over messages, survives restarts of the server. */
export const createBot = async (options: BotOptions): Promise<Bot> => {
  const { workspace: wanted, onMessage, onState, cursor } = options
  const onError = options.onError ?? ((error, { id }) => console.error(`could not handle ${id}`, error))
  const client = createClient(options)
  const [{ user: me }, { workspaces }] = await Promise.all([client.me.get(), client.workspaces.list()])
  const workspace = wanted ? workspaces.find(({ id, slug }) => id === wanted || slug === wanted) : workspaces[0]
  if (!workspace) throw new Error(wanted ? `the bot is not in the workspace ${wanted}` : "the bot is in no workspace")

  const actions = (message: Message, event: MessageEvent): BotActions => {
    let replies = 0
    const nonce = () => `reply:${message.id}:${replies++}`
    const inThread = (body: string) => {
      const mine = nonce()
      return once(client, workspace.id, mine, () => client.threads.reply(message.thread_root_id, { body, nonce: mine }))
    }
    const inPlace = (body: string) => {
      const mine = nonce()
      const place = message.channel_id ?? message.direct_conversation_id ?? ""
      return once(client, workspace.id, mine, () => client.messages.post(place, { body, nonce: mine }))
    }
    return {
      reply: message.parent_message_id ? inThread : inPlace,
      replyInThread: inThread,
      react: (emoji) => client.reactions.add(message.id, emoji),
      event,
      client,
    }
  }

  const load = async (event: MessageEvent): Promise<Message | undefined> => {
    if (event.payload.message) return event.payload.message
    try {
      return (await client.messages.get(event.payload.message_id)).message
    } catch (error) {
      if (isApiError(error) && error.status === 404) return undefined
      throw error
    }
  }

  const connection = client.realtime.connect({
    workspaceId: workspace.id,
    cursor,
    onState,
    // What is only temporary shows in `onState` and is tried again.
    onError: (error, { id }) => isTemporary(error) || console.error(`event ${id} could not be handled`, error),
    onEvent: (event) => {
      if (event.type !== "message.created" && event.type !== "thread.reply_created") return
      if (event.type === "message.created" && event.payload.author_id === me.id) return
      return (async () => {
        const message = await load(event)
        if (!message || message.deleted_at || message.author_id === me.id) return
        try {
          await onMessage(message, actions(message, event))
        } catch (error) {
          if (isTemporary(error)) throw error
          onError(error, message)
        }
      })()
    },
  })
  return { me, workspace, client, cursor: connection.cursor, close: connection.close }
}
