import { fail } from "../errors.ts"
import type { Queries, Row } from "../store/index.ts"
import { type Actor, messageFor, needFreedom, needScope, needScopeIn } from "./access.ts"
import type { Deps } from "./deps.ts"
import { audienceOf, directPart } from "./posting.ts"
import { shownOne } from "./present.ts"

/** An upload of the actor's own in this workspace; nobody attaches another person's. */
export const ownUpload = async (q: Queries, actor: Actor, workspaceId: string, id: string): Promise<Row<"uploads">> => {
  needScope(actor, "uploads:write")
  const upload = await q.uploads.find(id)
  return upload?.owner_id === actor.user.id && upload.workspace_id === workspaceId
    ? upload
    : fail("not_found", "upload not found")
}

/** Files that messages show. */
export const attachments = ({ store }: Deps) => ({
  /** The author shows a file of theirs in a message. Repeating it changes nothing and tells nobody. */
  add: async (actor: Actor, messageId: string, uploadId: string): Promise<void> => {
    const { row: found } = await messageFor(store.read, actor, messageId)
    await store.write(found.workspace_id, async (tx) => {
      const { row, place } = await messageFor(tx, actor, messageId)
      needScopeIn(actor, place, "messages:write", "dms:write")
      needScope(actor, "uploads:write")
      if (row.author_id !== actor.user.id) fail("forbidden", "message is not writable")
      needFreedom(place)
      if (row.deleted_at) fail("invalid", "a deleted message takes no files")
      const upload = await ownUpload(tx, actor, row.workspace_id, uploadId)
      if (!(await tx.uploads.attach(messageId, upload.id))) return
      tx.emit({
        workspace_id: row.workspace_id,
        type: "message.updated",
        ...audienceOf(place),
        object_id: row.id,
        ...(row.channel_seq === null ? {} : { seq: row.channel_seq }),
        payload: { message_id: row.id, root_message_id: row.thread_root_id, ...directPart(row.place_id) },
        object: { message: await shownOne(tx, { ...row, attachment_count: row.attachment_count + 1 }) },
      })
    })
  },
})
