import type { NewRow, Queries, Row, Tx } from "../store/index.ts"
import { findPlace, guestChannel } from "./access.ts"
import type { Deps } from "./deps.ts"
import { mentionedHandles } from "./mentions.ts"
import { cut } from "./rules.ts"

/** What somebody is told of a message, as it is now. */
export type Notice = {
  user: Row<"users">
  message: Row<"messages">
  /** `Ada`, `Ada in #general`: for where there is room. */
  heading: string
  /** `ClickClack`, `ClickClack thread` or `ClickClack DM` (contract: web, "Notifications"). */
  title: string
  author: string
  body: string
  /** Where the web app shows the message. */
  path: string
}

const tellable = new Set(["message.created", "thread.reply_created"])
/** A device that has failed for so long keeps the newest message only. */
const patienceMs = 10 * 60_000

/** True for events of which people may have to be told. */
export const isTellable = (type: string): boolean => tellable.has(type)

export const pushoverTarget = (userId: string): string => `pushover:${userId}`

/** Who may read a place: a test of a member's id and role. */
const readersOf = async (q: Queries, placeId: string): Promise<(id: string, role: string) => boolean> => {
  if (placeId.startsWith("dm_")) {
    const people = new Set((await q.directs.people([placeId])).map(({ user }) => user.id))
    return (id, role) => people.has(id) && role !== "guest"
  }
  const channel = await q.channels.find(placeId)
  if (!channel) return () => false
  if (channel.kind !== "private") return (_, role) => role !== "guest" || channel.name === guestChannel
  const people = new Set(await q.channels.memberIds(placeId))
  return (id, role) => people.has(id) && role !== "guest"
}

/** Turns the log into what has to be told to whom, and a piece of that into words. */
export const notices = ({ webPush, pushover }: Pick<Deps, "webPush" | "pushover">) => {
  type Listener = { user_id: string; target: string; host: string; preference: string | null; since: string }

  /** The devices and Pushover accounts that may hear of a place. */
  const listenersOf = async (tx: Tx, workspaceId: string, placeId: string, now: string): Promise<Listener[]> => {
    const reads = await readersOf(tx, placeId)
    const devices = webPush ? await tx.pushDevices.listening(workspaceId, placeId, webPush.keyId) : []
    const accounts = pushover ? await tx.pushDevices.onPushover(workspaceId, placeId) : []
    const failing = (since: string | null) => since !== null && Date.parse(now) - Date.parse(since) > patienceMs
    await tx.notifications.drop(devices.filter((one) => failing(one.failing_since)).map(({ id }) => id))
    return [
      ...devices
        .filter(({ user_id, role }) => reads(user_id, role))
        .map(({ id, endpoint, created_at, ...rest }) => ({
          ...{ user_id: rest.user_id, preference: rest.preference, target: id },
          ...{ host: new URL(endpoint).host, since: created_at },
        })),
      ...accounts
        .filter(({ user_id, role }) => reads(user_id, role))
        .map(({ user_id, preference }) => ({
          ...{ user_id, preference, target: pushoverTarget(user_id) },
          ...{ host: pushover?.host ?? "", since: "" },
        })),
    ]
  }

  return {
    /** What these events of one workspace mean: a row for each message and device or account. */
    of: async (tx: Tx, rows: Row<"events">[], now: string): Promise<NewRow<"notifications">[]> => {
      const events = rows.filter(({ type, object_id }) => object_id && tellable.has(type))
      const messages = await tx.messages.byIds(events.map(({ object_id }) => object_id!))
      const byId = new Map(messages.map((message) => [message.id, message]))
      const listeners = new Map<string, Listener[]>()
      const found: NewRow<"notifications">[] = []
      for (const event of events) {
        const message = byId.get(event.object_id!)
        if (!message || message.deleted_at || message.kind !== "message") continue
        const { workspace_id, place_id } = message
        const known = listeners.get(place_id) ?? (await listenersOf(tx, workspace_id, place_id, now))
        listeners.set(place_id, known)
        const mentioned = new Set<string>(event.mentioned_user_ids ? JSON.parse(event.mentioned_user_ids) : [])
        for (const { user_id, target, host, preference, since } of known) {
          if (user_id === message.author_id || preference === "muted" || since > event.created_at) continue
          if (preference === "mentions" && !mentioned.has(user_id)) continue
          found.push({ workspace_id, message_id: message.id, user_id, target, host, due_at: now, created_at: now })
        }
      }
      return found
    },

    /** What to say now; nothing when the message is gone or read, or the person may not or will not hear of it any more. */
    compose: async (q: Queries, { message_id, user_id }: Row<"notifications">): Promise<Notice | undefined> => {
      const message = await q.messages.find(message_id)
      const user = await q.accounts.find(user_id)
      if (!message || message.deleted_at || !user || user.deleted_at) return undefined
      const place = await findPlace(q, { user }, message.place_id)
      if (!place) return undefined
      const read = await q.reads.find(place.id, user.id)
      if (message.channel_seq !== null && read && read.last_read_seq >= message.channel_seq) return undefined
      const direct = place.kind === "direct"
      const preference = direct ? "all" : await q.channels.preference(place.id, user.id)
      if (preference === "muted") return undefined
      if (preference === "mentions" && !mentionedHandles(message.body).includes(user.handle)) return undefined

      const author = (await q.accounts.find(message.author_id))?.display_name || "Somebody"
      const workspace = await q.workspaces.find(message.workspace_id)
      const channel = direct ? undefined : await q.channels.find(place.id)
      const [conversation] = direct ? await q.directs.byIds([place.id]) : []
      const route = channel?.route_id ?? conversation?.route_id ?? place.id
      const root = message.parent_message_id
      const where = root ? `?thread=${root}&message=${message.id}` : `?message=${message.id}`
      const name = channel && `#${cut(channel.display_title || channel.name, 80)}`
      return {
        user,
        message,
        heading: name ? `${author} in ${root ? "a thread of " : ""}${name}` : author,
        title: direct ? "ClickClack DM" : root ? "ClickClack thread" : "ClickClack",
        author,
        body: message.body,
        path: `/app/${workspace?.route_id ?? message.workspace_id}/${route}${where}`,
      }
    },
  }
}
