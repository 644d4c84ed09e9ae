import type { Message } from "../api/objects.ts"
import { fail } from "../errors.ts"
import type { Event } from "../events.ts"
import { newId, newRouteId, timestamp } from "../ids.ts"
import type { Queries, Row, Tx } from "../store/index.ts"
import {
  type Actor,
  messageFor,
  needBinding,
  needFreedom,
  needScopeIn,
  type Place,
  placeFor,
  standingIn,
} from "./access.ts"
import { ownUpload } from "./attachments.ts"
import { audit } from "./audit.ts"
import type { Deps } from "./deps.ts"
import { committedJson } from "./log.ts"
import { fetchPage, type PageQuery, pageRequest } from "./pages.ts"
import {
  audienceOf,
  digest,
  directPart,
  mentionsIn,
  needWritable,
  type Posting,
  placeToPostIn,
  quoteOf,
  replayOf,
  unhide,
} from "./posting.ts"
import { filesOf, peopleByIds, present, presentOne } from "./present.ts"
import { messageBody, nonce as nonceRule } from "./rules.ts"
import { needTopic } from "./topics.ts"
import { messageJson, peopleOf, userJson } from "./wire.ts"

export type PostInput = Posting & { nonce?: string | undefined; correlation_id?: string | undefined }
type Changed = { message: Message; event: Event | null }

export const messages = ({ store }: Deps) => {
  const workspaceOf = rememberWorkspaces(store.read)

  /** The message with its people and files, without reactions and thread state. */
  const plain = async (q: Queries, actor: Actor, row: Row<"messages">): Promise<Message> => {
    const known = new Map([[actor.user.id, userJson(actor.user)]])
    const missing = peopleOf([row]).filter((id) => !known.has(id))
    for (const [id, user] of missing.length > 0 ? await peopleByIds(q, missing) : []) known.set(id, user)
    return messageJson(row, known, await filesOf(q, [row]))
  }

  /** Changes a living message and tells it; `change` answers the row as it is then. */
  const change = async (
    actor: Actor,
    id: string,
    type: "message.updated" | "message.deleted",
    apply: (tx: Tx, row: Row<"messages">, place: Place) => Promise<Row<"messages"> | undefined>,
  ): Promise<Changed> => {
    const { row: found } = await messageFor(store.read, actor, id)
    return store.write(found.workspace_id, async (tx) => {
      const { row, place } = await messageFor(tx, actor, id)
      needScopeIn(actor, place, "messages:write", "dms:write")
      const changed = await apply(tx, row, place)
      if (!changed) return { message: await presentOne(tx, actor.user.id, row), event: null }
      const event = tx.emit({
        workspace_id: row.workspace_id,
        type,
        ...audienceOf(place),
        object_id: row.id,
        ...(row.channel_seq === null ? {} : { seq: row.channel_seq }),
        payload: { message_id: row.id, root_message_id: row.thread_root_id, ...directPart(row.place_id) },
        object: { message: await plain(tx, actor, changed) },
      })
      return { message: await presentOne(tx, actor.user.id, changed), event: committedJson(event) }
    })
  }

  return {
    /** The workspace of a channel or conversation. */
    workspaceOf,

    /** A window of a channel's or conversation's roots, oldest first. */
    list: async (actor: Actor, placeId: string, query: PageQuery & { topic_id?: string | undefined }) => {
      const q = store.read
      const place = await placeFor(q, actor, placeId)
      if (query.topic_id !== undefined) await needTopic(q, place, query.topic_id)
      const request = pageRequest(query)
      const { rows, ...borders } = await fetchPage(
        (window) => q.messages.roots(placeId, window, query.topic_id),
        (row) => row.channel_seq!,
        request,
      )
      return { messages: await present(q, actor.user.id, rows), ...borders }
    },

    /**
     * Posts a root message. The same nonce with the same content gives the stored message and no event.
     * Errors in this order: kind and turn, membership, topic, text, nonce, moderation, quote.
     */
    post: async (actor: Actor, placeId: string, input: PostInput): Promise<Changed> => {
      const kind = input.kind ?? "message"
      if (kind !== "message" && !actor.bot?.scopes.has("agent_activity:write"))
        fail("forbidden", "agent activity messages need a bot token with the scope agent_activity:write")
      if (kind === "message" && input.turn_id) fail("invalid", "turn_id is only valid for agent activity messages")
      const workspaceId = await workspaceOf(actor, placeId)
      return store.write(workspaceId, async (tx) => {
        const place = await placeToPostIn(tx, actor, workspaceId, placeId)
        if (input.topic_id) await needTopic(tx, place, input.topic_id)
        const posting = { ...input, body: messageBody(input.body) }
        const nonce = nonceRule(input.nonce)
        const nonce_digest = nonce ? digest(placeId, posting) : null
        const replay = await replayOf(tx, actor.user.id, nonce, nonce_digest ?? "")
        if (replay) return { message: await plain(tx, actor, replay), event: null }
        await needWritable(tx, actor.user.id, place)
        const quote = await quoteOf(
          tx,
          input.quoted_message_id,
          (quoted) => quoted.place_id === placeId && quoted.parent_message_id === null,
        )
        const upload = input.upload_id ? await ownUpload(tx, actor, workspaceId, input.upload_id) : undefined
        const id = newId("msg")
        const row = newRow({
          id,
          workspace_id: workspaceId,
          place_id: placeId,
          author_id: actor.user.id,
          thread_root_id: id,
          topic_id: input.topic_id ?? null,
          channel_seq: place.last_seq + 1,
          body: posting.body,
          kind,
          turn_id: input.turn_id || null,
          nonce: nonce ?? null,
          nonce_digest,
          ...quote,
          attachment_count: upload ? 1 : 0,
        })
        await tx.messages.insert(row)
        if (upload) await tx.uploads.attach(id, upload.id)
        await tx.places.advance(placeId, kind === "message" ? 1 : 0)
        if (kind === "message") await tx.reads.countOwn(placeId, actor.user.id, workspaceId)
        await unhide(tx, place)
        const message = await plain(tx, actor, row)
        const event = tx.emit({
          workspace_id: workspaceId,
          type: "message.created",
          ...audienceOf(place),
          object_id: id,
          seq: row.channel_seq!,
          payload: {
            message_id: id,
            author_id: actor.user.id,
            ...directPart(placeId),
            ...(row.topic_id ? { topic_id: row.topic_id } : {}),
            ...(kind === "message" ? {} : { kind }),
            ...(row.turn_id ? { turn_id: row.turn_id } : {}),
            ...(nonce ? { nonce } : {}),
            ...(input.correlation_id ? { correlation_id: input.correlation_id } : {}),
          },
          mentioned_user_ids: await mentionsIn(tx, place, row.body),
          object: { message },
        })
        return { message, event: committedJson(event) }
      })
    },

    /** The caller's own message with this nonce. */
    byNonce: async (actor: Actor, workspaceId: string, text: string) => {
      const nonce = nonceRule(text) ?? fail("invalid", "nonce is required")
      await standingIn(store.read, actor, workspaceId)
      const row = (await store.read.messages.byNonce(actor.user.id, nonce)) ?? fail("not_found", "message not found")
      if (row.workspace_id !== workspaceId) fail("conflict", "client nonce was already used for a different message")
      const { row: readable, place } = await messageFor(store.read, actor, row.id)
      needScopeIn(actor, place, "messages:write", "dms:write")
      return presentOne(store.read, actor.user.id, readable)
    },

    find: async (actor: Actor, id: string) => {
      const { row, place } = await messageFor(store.read, actor, id)
      needScopeIn(actor, place, "messages:read", "dms:read")
      return presentOne(store.read, actor.user.id, row)
    },

    /** Only the author edits, and only what is not deleted. */
    edit: (actor: Actor, id: string, text: string) =>
      change(actor, id, "message.updated", async (tx, row, place) => {
        if (row.author_id !== actor.user.id) fail("forbidden", "message is not writable")
        needFreedom(place)
        if (row.deleted_at) fail("invalid", "a deleted message cannot be edited")
        const edit = { body: messageBody(text), edited_at: timestamp() }
        await tx.messages.edit(id, edit)
        return { ...row, ...edit }
      }),

    /** The author deletes, or the workspace's owner in a channel. Again is harmless: nothing changes, nobody is told. */
    remove: (actor: Actor, id: string) =>
      change(actor, id, "message.deleted", async (tx, row, place) => {
        const owns = row.author_id === actor.user.id || (place.kind === "channel" && place.role === "owner")
        if (!owns) fail("forbidden", "message is not writable")
        needFreedom(place)
        if (row.deleted_at) return undefined
        const deleted_at = timestamp()
        await tx.messages.remove(id, deleted_at)
        if (row.attachment_count > 0) await tx.uploads.detach(id)
        if (row.author_id !== actor.user.id)
          await audit(tx, actor, row.workspace_id, "message.deleted", "message", id, {
            channel_id: row.place_id,
            author_user_id: row.author_id,
          })
        if (row.channel_seq !== null && row.kind === "message") {
          await tx.places.uncount(row.place_id)
          await tx.reads.uncount(row.place_id, row.channel_seq, row.author_id)
        }
        if (place.kind === "channel" && (await tx.pins.remove(row.place_id, id)))
          tx.emit({
            workspace_id: row.workspace_id,
            type: "pin.removed",
            ...audienceOf(place),
            ...(row.channel_seq === null ? {} : { seq: row.channel_seq }),
            payload: { channel_id: row.place_id, message_id: id, pinned_by: actor.user.id },
          })
        return { ...row, body: "", deleted_at, attachment_count: 0 }
      }),

    /** Gives a channel's root message its public id. */
    route: async (actor: Actor, id: string) => {
      const { row, place } = await messageFor(store.read, actor, id)
      if (row.parent_message_id || place.kind === "direct") fail("not_found", "message not found")
      return presentOne(store.read, actor.user.id, await withRoute(store, row))
    },
  }
}

/** The root with a public id, which it gets once and keeps. */
export const withRoute = async (store: Deps["store"], row: Row<"messages">): Promise<Row<"messages">> => {
  if (row.route_id) return row
  return store.write(row.workspace_id, async (tx) => {
    await tx.messages.setRoute(row.id, newRouteId("M"))
    return (await tx.messages.find(row.id)) ?? row
  })
}

type Given = Pick<Row<"messages">, "id" | "workspace_id" | "place_id" | "author_id" | "thread_root_id" | "body"> &
  Partial<Row<"messages">>

/** A message row with nothing in it but what is given. */
export const newRow = (given: Given): Row<"messages"> => ({
  n: 0,
  route_id: null,
  parent_message_id: null,
  topic_id: null,
  channel_seq: null,
  thread_seq: null,
  created_at: timestamp(),
  edited_at: null,
  deleted_at: null,
  kind: "message",
  turn_id: null,
  nonce: null,
  nonce_digest: null,
  quoted_message_id: null,
  quoted_body_snapshot: null,
  quoted_author_id: null,
  reply_count: 0,
  last_reply_at: null,
  last_reply_author_ids: null,
  attachment_count: 0,
  ...given,
})

/** Which workspace a place belongs to never changes: asked once, then remembered. */
const rememberWorkspaces = (q: Queries) => {
  const known = new Map<string, string>()
  return async (actor: Actor, placeId: string): Promise<string> => {
    let id = known.get(placeId)
    if (id === undefined) {
      id =
        (await q.places.workspaceOf(placeId)) ??
        fail("not_found", placeId.startsWith("dm_") ? "conversation not found" : "channel not found")
      if (known.size >= 100_000) known.clear()
      known.set(placeId, id)
    }
    needBinding(actor, id)
    return id
  }
}
