import { and, asc, desc, eq, gt, gte, inArray, isNotNull, isNull, lt, type SQL, sql } from "drizzle-orm"
import type { Ctx, NewRow, Row } from "./query.ts"

/** A window of sequences: exclusive borders, ascending or (from the newer side) descending. */
export type Window = { after?: number; from?: number; before?: number; newestFirst?: boolean; limit: number }

/** Root messages and replies. */
export const messages = ({ db, t }: Ctx) => {
  const m = t.messages
  const columns = [
    "id",
    "workspace_id",
    "place_id",
    "author_id",
    "parent_message_id",
    "thread_root_id",
    "topic_id",
    "channel_seq",
    "thread_seq",
    "body",
    "created_at",
    "kind",
    "turn_id",
    "nonce",
    "nonce_digest",
    "quoted_message_id",
    "quoted_body_snapshot",
    "quoted_author_id",
  ] as const
  const insert = db
    .insert(m)
    .values(Object.fromEntries(columns.map((name) => [name, sql.placeholder(name)])) as never)
    .prepare("messages_insert")
  const byId = db
    .select()
    .from(m)
    .where(eq(m.id, sql.placeholder("id")))
    .prepare("messages_by_id")
  const byNonce = db
    .select()
    .from(m)
    .where(and(eq(m.author_id, sql.placeholder("author")), eq(m.nonce, sql.placeholder("nonce"))))
    .prepare("messages_by_nonce")
  const latest = db
    .select()
    .from(m)
    .where(and(eq(m.place_id, sql.placeholder("place")), isNotNull(m.channel_seq)))
    .orderBy(desc(m.channel_seq))
    .limit(sql.placeholder("limit"))
    .prepare("messages_latest")

  const within = (
    column: typeof m.channel_seq | typeof m.thread_seq,
    { after, from, before }: Window,
  ): SQL | undefined =>
    and(
      isNotNull(column),
      after === undefined ? undefined : gt(column, after),
      from === undefined ? undefined : gte(column, from),
      before === undefined ? undefined : lt(column, before),
    )

  return {
    insert: (row: NewRow<"messages">) =>
      insert.execute(Object.fromEntries(columns.map((name) => [name, row[name] ?? null]))),

    find: async (id: string): Promise<Row<"messages"> | undefined> => (await byId.execute({ id }))[0],

    byIds: async (ids: string[]): Promise<Row<"messages">[]> =>
      ids.length === 0 ? [] : db.select().from(m).where(inArray(m.id, ids)),

    byNonce: async (author: string, nonce: string): Promise<Row<"messages"> | undefined> =>
      (await byNonce.execute({ author, nonce }))[0],

    byRoute: async (workspaceId: string, routeId: string) =>
      (
        await db
          .select()
          .from(m)
          .where(and(eq(m.workspace_id, workspaceId), eq(m.route_id, routeId)))
      )[0],

    /** Root messages of a place inside the window. */
    roots: async (placeId: string, window: Window, topicId?: string): Promise<Row<"messages">[]> => {
      const plain = window.after === undefined && window.from === undefined && window.before === undefined
      if (plain && window.newestFirst && !topicId) return latest.execute({ place: placeId, limit: window.limit })
      return db
        .select()
        .from(m)
        .where(
          and(eq(m.place_id, placeId), topicId ? eq(m.topic_id, topicId) : undefined, within(m.channel_seq, window)),
        )
        .orderBy(window.newestFirst ? desc(m.channel_seq) : asc(m.channel_seq))
        .limit(window.limit)
    },

    replies: (rootId: string, window: Window): Promise<Row<"messages">[]> =>
      db
        .select()
        .from(m)
        .where(and(eq(m.parent_message_id, rootId), within(m.thread_seq, window)))
        .orderBy(window.newestFirst ? desc(m.thread_seq) : asc(m.thread_seq))
        .limit(window.limit),

    /** The next free sequence of a thread. */
    nextReply: async (rootId: string): Promise<number> =>
      ((
        await db
          .select({ seq: m.thread_seq })
          .from(m)
          .where(and(eq(m.parent_message_id, rootId), isNotNull(m.thread_seq)))
          .orderBy(desc(m.thread_seq))
          .limit(1)
      )[0]?.seq ?? 0) + 1,

    edit: (id: string, change: { body: string; edited_at: string }) => db.update(m).set(change).where(eq(m.id, id)),

    remove: (id: string, at: string) => db.update(m).set({ body: "", deleted_at: at }).where(eq(m.id, id)),

    /** Gives the root a public id, unless it has one. */
    setRoute: (id: string, routeId: string) =>
      db
        .update(m)
        .set({ route_id: routeId })
        .where(and(eq(m.id, id), isNull(m.route_id))),

    setThread: (id: string, state: { reply_count: number; last_reply_at: string; last_reply_author_ids: string }) =>
      db.update(m).set(state).where(eq(m.id, id)),

    /** How many ordinary, living roots lie after `after` and not after `upTo`, of everybody or of one author. */
    countable: async (placeId: string, after: number, upTo: number, author?: string): Promise<number> =>
      (
        await db
          .select({ count: sql<number>`count(*)`.mapWith(Number) })
          .from(m)
          .where(
            and(
              eq(m.place_id, placeId),
              gt(m.channel_seq, after),
              sql`${m.channel_seq} <= ${upTo}`,
              eq(m.kind, "message"),
              isNull(m.deleted_at),
              author ? eq(m.author_id, author) : undefined,
            ),
          )
      )[0]!.count,
  }
}
