import { sql } from "drizzle-orm"
import type { Kit } from "./kit.ts"

/** Files, where they hang, and what has to be put right about their bytes. */
export const uploadTables = (
  { table, text, int, index, uniqueIndex, primaryKey }: Kit,
  workspace_id: () => ReturnType<ReturnType<Kit["text"]>["notNull"]>,
) => {
  const uploads = table(
    "uploads",
    {
      id: text().primaryKey(),
      workspace_id: workspace_id(),
      owner_id: text().notNull(),
      nonce: text(),
      filename: text().notNull(),
      content_type: text().notNull(),
      byte_size: int().notNull(),
      /** Of the bytes, in hex. */
      sha256: text().notNull(),
      width: int().notNull().default(0),
      height: int().notNull().default(0),
      duration_ms: int().notNull().default(0),
      /** The name of the stored file; never told. */
      storage_path: text().notNull(),
      created_at: text().notNull(),
    },
    (t) => [
      uniqueIndex("uploads_nonce").on(t.owner_id, t.nonce).where(sql`nonce is not null`),
      index("uploads_owner").on(t.workspace_id, t.owner_id),
    ],
  )

  /** Which message shows which files, in the order in which they were attached. */
  const message_attachments = table(
    "message_attachments",
    {
      message_id: text().notNull(),
      upload_id: text()
        .notNull()
        .references(() => uploads.id, { onDelete: "cascade" }),
      position: int().notNull(),
    },
    (t) => [primaryKey({ columns: [t.message_id, t.upload_id] }), index("message_attachments_upload").on(t.upload_id)],
  )

  /** Uploads that are coming in: what they hold of the quota, and the file to remove when they never end. */
  const upload_quota_reservations = table(
    "upload_quota_reservations",
    {
      id: text().primaryKey(),
      workspace_id: text().notNull(),
      owner_id: text().notNull(),
      nonce: text(),
      byte_size: int().notNull(),
      storage_path: text().notNull(),
      created_at: text().notNull(),
      expires_at: text().notNull(),
    },
    (t) => [
      uniqueIndex("upload_quota_reservations_nonce").on(t.owner_id, t.nonce).where(sql`nonce is not null`),
      index("upload_quota_reservations_owner").on(t.workspace_id, t.owner_id),
    ],
  )

  /** Files whose rows are gone and that have to be removed, tried again until it works. */
  const pending_upload_cleanups = table("pending_upload_cleanups", {
    id: text().primaryKey(),
    storage_path: text().notNull(),
    attempts: int().notNull().default(0),
    last_error: text(),
    created_at: text().notNull(),
    due_at: text().notNull(),
  })

  return { uploads, message_attachments, upload_quota_reservations, pending_upload_cleanups }
}
