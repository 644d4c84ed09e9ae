import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lt, lte, max, or, type SQL, sql } from "drizzle-orm"
import type { Ctx, Row } from "./query.ts"

/** A message as the index takes it: its words in their order, and the marks of where it stands. */
export type Document = { n: number; words: string[]; scopes: string[] }

/**
 * Terms, each a row of words, of which the last may be only the beginning of one; the marks say in which workspace and
 * perhaps place.
 */
export type Wanted = { terms: Term[]; scopes: string[] }
export type Term = { words: string[]; prefix: boolean }

/** Where to look: one place, or the channels of a workspace that somebody reads (for guests, one by name). */
export type Reach = { place_id: string } | { workspace_id: string; user_id: string; only?: string | undefined }

export type Slice = { limit: number } & (
  | { sort: "newest"; before?: number }
  | { sort: "relevance"; upTo: number; offset: number }
)

/** So many of the newest matches are put in order by how well they fit; older ones are found by `newest`. */
const rankedAtMost = 5_000

/** No word has this sign in it, so that no text can claim to stand elsewhere. */
const mark = (scope: string) => `§${scope}`

/** A term in Postgres' words. */
const lexemes = ({ words, prefix }: Term): string =>
  words.map((word) => `'${word}'`).join(" <-> ") + (prefix ? ":*" : "")

/** How each engine writes down words and asks for them; words are letters and digits, so nothing needs escaping. */
const languages = {
  sqlite: {
    document: ({ words, scopes }: Document) => [...words, ...scopes.map(mark)].join(" "),
    query: ({ terms, scopes }: Wanted) =>
      [
        ...terms.map(({ words, prefix }) => `"${words.join(" ")}"${prefix ? "*" : ""}`),
        ...scopes.map((scope) => `"${mark(scope)}"`),
      ].join(" AND "),
    matches: (query: string): SQL => sql`message_words match ${query}`,
    rank: (_: Wanted) => sql<number>`bm25(message_words)`,
  },
  postgres: {
    document: ({ words, scopes }: Document) =>
      [
        ...words.map((word, at) => `'${word}':${Math.min(at + 1, 16_383)}`),
        ...scopes.map((scope) => `'${mark(scope)}'`),
      ].join(" "),
    query: ({ terms, scopes }: Wanted) =>
      [...terms.map(lexemes), ...scopes.map((scope) => `'${mark(scope)}'`)].join(" & "),
    matches: (query: string): SQL => sql`message_words.words @@ ${query}::tsquery`,
    rank: ({ terms }: Wanted) =>
      sql<number>`-ts_rank(message_words.words, ${terms.map(lexemes).join(" & ")}::tsquery, 1)`,
  },
}

/** The index of words: a reader of the log, apart from the commits. */
export const search = ({ db, t, engine }: Ctx) => {
  const m = t.messages
  const w = t.message_words
  const marks = t.search_marks
  const language = languages[engine]

  const within = (reach: Reach): SQL | undefined =>
    "place_id" in reach
      ? eq(m.place_id, reach.place_id)
      : inArray(
          m.place_id,
          db
            .select({ id: t.channels.id })
            .from(t.channels)
            .leftJoin(
              t.channel_members,
              and(eq(t.channel_members.channel_id, t.channels.id), eq(t.channel_members.user_id, reach.user_id)),
            )
            .where(
              and(
                eq(t.channels.workspace_id, reach.workspace_id),
                reach.only ? eq(t.channels.name, reach.only) : undefined,
                or(sql`${t.channels.kind} <> 'private'`, isNotNull(t.channel_members.user_id)),
              ),
            ),
        )

  return {
    /** Up to which place of the workspace's log its messages can be found. */
    place: async (workspaceId: string): Promise<number> =>
      (await db.select({ place: marks.place }).from(marks).where(eq(marks.workspace_id, workspaceId)))[0]?.place ?? 0,

    /** The same, held until the end of the write, so that one indexer at a time goes on from there. */
    hold: async (workspaceId: string): Promise<number> => {
      await db.insert(marks).values({ workspace_id: workspaceId, place: 0 }).onConflictDoNothing()
      const held = await db
        .update(marks)
        .set({ place: sql`${marks.place}` })
        .where(eq(marks.workspace_id, workspaceId))
        .returning({ place: marks.place })
      return held[0]!.place
    },

    advance: (workspaceId: string, place: number) =>
      db.update(marks).set({ place }).where(eq(marks.workspace_id, workspaceId)),

    /** The workspaces whose log has gone on. */
    behind: async () =>
      (
        await db
          .select({ id: t.workspaces.id })
          .from(t.workspaces)
          .leftJoin(marks, eq(marks.workspace_id, t.workspaces.id))
          .where(sql`${t.workspaces.event_seq} > coalesce(${marks.place}, 0)`)
      ).map(({ id }) => id),

    /** What the log says next. */
    changes: (workspaceId: string, after: number, limit: number) =>
      db
        .select({ place: t.events.place, type: t.events.type, object_id: t.events.object_id })
        .from(t.events)
        .where(and(eq(t.events.workspace_id, workspaceId), gt(t.events.place, after)))
        .orderBy(asc(t.events.place))
        .limit(limit),

    /** The next messages of a workspace by their numbers: for when the log does not reach back far enough. */
    scan: (workspaceId: string, afterN: number, limit: number): Promise<Row<"messages">[]> =>
      db
        .select()
        .from(m)
        .where(and(eq(m.workspace_id, workspaceId), gt(m.n, afterN)))
        .orderBy(asc(m.n))
        .limit(limit),

    /** Puts documents in the place of whatever stood there; without words a message is not found any more. */
    put: async (documents: Document[]) => {
      if (documents.length === 0) return
      await db.delete(w).where(
        inArray(
          w.n,
          documents.map(({ n }) => n),
        ),
      )
      const rows = documents
        .filter(({ words }) => words.length > 0)
        .map((document) => ({ n: document.n, words: language.document(document) }))
      if (rows.length > 0) await db.insert(w).values(rows)
    },

    /** Forgets a workspace that is about to go. */
    forget: (workspaceId: string) =>
      db.delete(w).where(inArray(w.n, db.select({ n: m.n }).from(m).where(eq(m.workspace_id, workspaceId)))),

    newest: async (): Promise<number> => (await db.select({ n: max(m.n) }).from(m))[0]?.n ?? 0,

    /** The newest first; or the most fitting of the newest, since ranking what everybody says often would take long. */
    find: async (wanted: Wanted, reach: Reach, slice: Slice): Promise<Row<"messages">[]> => {
      const newest = slice.sort === "newest"
      const bound = newest ? (slice.before === undefined ? undefined : lt(w.n, slice.before)) : lte(w.n, slice.upTo)
      const found = db
        .select({
          hit: sql<number>`${w.n}`.as("hit"),
          misfit: newest ? sql`0`.as("misfit") : language.rank(wanted).as("misfit"),
        })
        .from(w)
        .innerJoin(m, eq(m.n, w.n))
        .where(and(language.matches(language.query(wanted)), within(reach), isNull(m.deleted_at), bound))
        .orderBy(desc(w.n))
        .limit(newest ? slice.limit : rankedAtMost)
        .as("found")
      const rows = await db
        .select({ message: m })
        .from(found)
        .innerJoin(m, eq(m.n, found.hit))
        .orderBy(asc(found.misfit), desc(found.hit))
        .limit(slice.limit)
        .offset(newest ? 0 : slice.offset)
      return rows.map(({ message }) => message)
    },
  }
}
