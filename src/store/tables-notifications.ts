import type { Kit } from "./kit.ts"

type Text = () => ReturnType<ReturnType<Kit["text"]>["notNull"]>

/** Devices that asked for push messages, and what is waiting to be told to whom. */
export const notificationTables = (
  { table, text, int, serial, index, uniqueIndex }: Kit,
  workspace_id: Text,
  user_id: Text,
) => {
  const user_push_subscriptions = table(
    "user_push_subscriptions",
    {
      id: text().primaryKey(),
      user_id: user_id(),
      /** The sign-in that it ends with; none for a local caller of a development server. */
      session_id: text(),
      /** Where the browser's maker takes messages for the device; whoever knows it could send there. */
      endpoint: text().notNull().unique(),
      p256dh: text().notNull(),
      auth: text().notNull(),
      user_agent: text().notNull().default(""),
      /** Which key of this server the device trusts; after a change of keys it takes nothing more. */
      vapid_key_id: text().notNull(),
      failing_since: text(),
      last_failure_at: text(),
      created_at: text().notNull(),
      updated_at: text().notNull(),
    },
    (t) => [index("user_push_subscriptions_user").on(t.user_id)],
  )

  /** Up to which place of a workspace's log everybody was told, or is about to be. */
  const notification_marks = table("notification_marks", {
    workspace_id: workspace_id().primaryKey(),
    place: int().notNull(),
  })

  /** One message for one device, or for one person's Pushover. */
  const notifications = table(
    "notifications",
    {
      n: serial(),
      workspace_id: workspace_id(),
      message_id: text().notNull(),
      user_id: text().notNull(),
      /** The id of the device, or `pushover:` and the person's id. */
      target: text().notNull(),
      /** The host that takes it, so that a slow one does not hold up the others. */
      host: text().notNull(),
      attempts: int().notNull().default(0),
      due_at: text().notNull(),
      /** Set before it is sent: what was begun and did not end is not sent again. */
      begun_at: text(),
      created_at: text().notNull(),
    },
    (t) => [uniqueIndex("notifications_once").on(t.target, t.message_id), index("notifications_due").on(t.due_at, t.n)],
  )

  /** Work that one node does at a time: which, and when another may take over. */
  const leases = table("leases", {
    name: text().primaryKey(),
    node: text().notNull(),
    until: text().notNull(),
  })

  return { user_push_subscriptions, notification_marks, notifications, leases }
}
