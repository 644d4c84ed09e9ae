import { and, asc, desc, eq, gt, inArray, isNull, like, lte, sql } from "drizzle-orm"
import type { Ctx, NewRow } from "./query.ts"

/** Files: their rows, the messages that show them, and what has to be put right about their bytes. */
export const uploads = ({ db, t }: Ctx) => {
  const u = t.uploads
  const a = t.message_attachments
  const r = t.upload_quota_reservations
  const c = t.pending_upload_cleanups
  const mine = (workspaceId: string, ownerId: string) => and(eq(u.workspace_id, workspaceId), eq(u.owner_id, ownerId))
  return {
    insert: (row: NewRow<"uploads">) => db.insert(u).values(row),

    find: async (id: string) => (await db.select().from(u).where(eq(u.id, id)))[0],

    setSize: (id: string, size: { width: number; height: number }) => db.update(u).set(size).where(eq(u.id, id)),

    /** Images of unknown size since a moment. */
    unmeasured: (since: string, limit: number) =>
      db
        .select()
        .from(u)
        .where(and(gt(u.created_at, since), like(u.content_type, "image/%"), eq(u.width, 0), eq(u.height, 0)))
        .orderBy(asc(u.created_at))
        .limit(limit),

    byNonce: async (ownerId: string, nonce: string) =>
      (
        await db
          .select()
          .from(u)
          .where(and(eq(u.owner_id, ownerId), eq(u.nonce, nonce)))
      )[0],

    /** What somebody keeps in a workspace, with what their running uploads hold. */
    used: async (workspaceId: string, ownerId: string, now: string) => {
      const kept = {
        files: sql<number>`count(*)`.mapWith(Number),
        bytes: sql<number>`coalesce(sum(${u.byte_size}), 0)`.mapWith(Number),
      }
      const held = {
        files: sql<number>`count(*)`.mapWith(Number),
        bytes: sql<number>`coalesce(sum(${r.byte_size}), 0)`.mapWith(Number),
      }
      const [stored] = await db.select(kept).from(u).where(mine(workspaceId, ownerId))
      const [running] = await db
        .select(held)
        .from(r)
        .where(and(eq(r.workspace_id, workspaceId), eq(r.owner_id, ownerId), gt(r.expires_at, now)))
      return { files: stored!.files + running!.files, bytes: stored!.bytes + running!.bytes }
    },

    reserve: (row: NewRow<"upload_quota_reservations">) => db.insert(r).values(row),

    /** The running upload with this nonce. */
    reservationOf: async (ownerId: string, nonce: string) =>
      (
        await db
          .select()
          .from(r)
          .where(and(eq(r.owner_id, ownerId), eq(r.nonce, nonce)))
      )[0],

    /** True when it was there. */
    release: async (id: string) => (await db.delete(r).where(eq(r.id, id)).returning({ id: r.id })).length > 0,

    /** Uploads that never ended become files to remove. */
    expired: (now: string, limit: number) => db.select().from(r).where(lte(r.expires_at, now)).limit(limit),

    insertCleanups: async (rows: NewRow<"pending_upload_cleanups">[]) => {
      if (rows.length > 0) await db.insert(c).values(rows)
    },

    dueCleanups: (now: string, limit: number) =>
      db.select().from(c).where(lte(c.due_at, now)).orderBy(asc(c.due_at)).limit(limit),

    updateCleanup: (id: string, change: Partial<NewRow<"pending_upload_cleanups">>) =>
      db.update(c).set(change).where(eq(c.id, id)),

    removeCleanup: (id: string) => db.delete(c).where(eq(c.id, id)),

    pathsOf: async (workspaceId: string) =>
      (await db.select({ path: u.storage_path }).from(u).where(eq(u.workspace_id, workspaceId))).map(
        ({ path }) => path,
      ),

    /** Shows the file in the message; false when it was shown there already. */
    attach: async (messageId: string, uploadId: string) => {
      const [last] = await db
        .select({ position: a.position })
        .from(a)
        .where(eq(a.message_id, messageId))
        .orderBy(desc(a.position))
        .limit(1)
      const position = (last?.position ?? 0) + 1
      const row = { message_id: messageId, upload_id: uploadId, position }
      const added = await db.insert(a).values(row).onConflictDoNothing().returning({ position: a.position })
      if (added.length === 0) return false
      await db
        .update(t.messages)
        .set({ attachment_count: sql`${t.messages.attachment_count} + 1` })
        .where(eq(t.messages.id, messageId))
      return true
    },

    /** Takes every file off a message. */
    detach: async (messageId: string) => {
      await db.delete(a).where(eq(a.message_id, messageId))
      await db.update(t.messages).set({ attachment_count: 0 }).where(eq(t.messages.id, messageId))
    },

    /** The files of these messages, in the order in which they were attached. */
    ofMessages: async (messageIds: string[]) =>
      messageIds.length === 0
        ? []
        : db
            .select({ message_id: a.message_id, upload: u })
            .from(a)
            .innerJoin(u, eq(u.id, a.upload_id))
            .where(inArray(a.message_id, messageIds))
            .orderBy(asc(a.message_id), asc(a.position)),

    /** The places in which a living message shows the file. */
    placesOf: async (uploadId: string) =>
      (
        await db
          .selectDistinct({ place_id: t.messages.place_id })
          .from(a)
          .innerJoin(t.messages, eq(t.messages.id, a.message_id))
          .where(and(eq(a.upload_id, uploadId), isNull(t.messages.deleted_at)))
      ).map(({ place_id }) => place_id),
  }
}
