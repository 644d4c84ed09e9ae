import type { SearchHit } from "../api/objects.ts"
import { fail } from "../errors.ts"
import { hashSecret } from "../ids.ts"
import type { Reach, Row, Slice, Term } from "../store/index.ts"
import { type Actor, guestChannel, needScope, placeFor, standingIn } from "./access.ts"
import type { Deps } from "./deps.ts"
import { peopleByIds } from "./present.ts"
import { scopeOf, searchIndex } from "./search-index.ts"
import { snippetOf } from "./snippets.ts"
import { termsOf } from "./words.ts"

export type SearchInput = {
  workspace_id: string
  q?: string | undefined
  channel_id?: string | undefined
  direct_conversation_id?: string | undefined
  sort?: string | undefined
  limit?: string | undefined
  cursor?: string | undefined
}

const limitOf = (text: string | undefined): number => {
  if (text === undefined || text === "") return 50
  if (!/^\d{1,9}$/.test(text) || Number(text) < 1) fail("invalid", "limit must be a whole number from 1 to 100")
  return Math.min(Number(text), 100)
}

const sortOf = (text: string | undefined): Slice["sort"] => {
  const sort = text || "relevance"
  return sort === "relevance" || sort === "newest" ? sort : fail("invalid", "sort must be relevance or newest")
}

/** The numbers behind an opaque cursor, which belongs to one person, scope, query and order. */
const readCursor = (cursor: string | undefined, bound: string): [number, number] | undefined => {
  if (!cursor) return undefined
  const [of, ...numbers] = Buffer.from(cursor, "base64url").toString().split(" ")
  const [first = Number.NaN, second = Number.NaN] = numbers.map((text) =>
    /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN,
  )
  return of === bound && first >= 0 && second >= 0 ? [first, second] : fail("invalid", "invalid search cursor")
}

const writeCursor = (bound: string, first: number, second: number): string =>
  Buffer.from(`${bound} ${first} ${second}`).toString("base64url")

/** Finding messages and replies by their words. */
export const search = ({ store }: Deps) => {
  const q = store.read
  const index = searchIndex({ store })

  const hits = async (rows: Row<"messages">[], terms: Term[]): Promise<SearchHit[]> => {
    const people = await peopleByIds(q, [...new Set(rows.map(({ author_id }) => author_id))])
    const places = [...new Set(rows.map(({ place_id }) => place_id).filter((id) => id.startsWith("chn_")))]
    const names = new Map((await q.channels.byIds(places)).map(({ id, name }) => [id, name]))
    return rows.map((row) => ({
      id: row.id,
      workspace_id: row.workspace_id,
      ...(row.place_id.startsWith("dm_")
        ? { direct_conversation_id: row.place_id }
        : { channel_id: row.place_id, channel_name: names.get(row.place_id) ?? "" }),
      author: people.get(row.author_id)!,
      ...(row.parent_message_id ? { parent_message_id: row.parent_message_id } : {}),
      thread_root_id: row.thread_root_id,
      ...(row.channel_seq === null ? {} : { channel_seq: row.channel_seq }),
      ...(row.thread_seq === null ? {} : { thread_seq: row.thread_seq }),
      created_at: row.created_at,
      ...(row.edited_at ? { edited_at: row.edited_at } : {}),
      reply_count: row.reply_count,
      ...(row.last_reply_at ? { last_reply_at: row.last_reply_at } : {}),
      ...snippetOf(row.body, terms),
    }))
  }

  return {
    index,

    /** What holds every word of the query, as far as the actor may read: the channels, unless a scope is named. */
    messages: async (
      actor: Actor,
      input: SearchInput,
    ): Promise<{ results: SearchHit[]; next_cursor: string | null }> => {
      const { workspace_id } = input
      const text = input.q?.trim() ?? ""
      if ([...text].length > 500) fail("invalid", "q must be at most 500 characters")
      const [limit, sort] = [limitOf(input.limit), sortOf(input.sort)]
      const scope = input.channel_id || input.direct_conversation_id || ""
      if (input.channel_id && input.direct_conversation_id)
        fail("invalid", "search in a channel or in a conversation, not in both")
      if (input.direct_conversation_id) needScope(actor, "dms:read")

      const { role } = await standingIn(q, actor, workspace_id)
      const only = role === "guest" ? guestChannel : undefined
      let reach: Reach = { workspace_id, user_id: actor.user.id, only }
      if (scope) {
        const place = await placeFor(q, actor, scope)
        const named = place.kind === "channel" ? input.channel_id : input.direct_conversation_id
        if (place.workspace_id !== workspace_id || named !== scope)
          fail("not_found", "there is no such place in the workspace")
        reach = { place_id: scope }
      }
      const bound = hashSecret(JSON.stringify([actor.user.id, workspace_id, scope, text, sort])).slice(0, 32)
      const cursor = readCursor(input.cursor, bound)
      const terms = termsOf(text)
      if (terms.length === 0) return { results: [], next_cursor: null }

      await index.reach(workspace_id)
      // By relevance a page is counted off, among what stood when the first was asked for.
      const [upTo, offset] = cursor ?? [sort === "relevance" ? await q.search.newest() : 0, 0]
      const slice: Slice =
        sort === "newest"
          ? { sort, limit: limit + 1, ...(cursor ? { before: cursor[0] } : {}) }
          : { sort, limit: limit + 1, upTo, offset }
      const wanted = { terms, scopes: [scopeOf(workspace_id), ...(scope ? [scopeOf(scope)] : [])] }
      const rows = await q.search.find(wanted, reach, slice)
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      const more = rows.length > limit && last !== undefined
      const next = sort === "newest" ? ([last?.n ?? 0, 0] as const) : ([upTo, offset + limit] as const)
      return { results: await hits(page, terms), next_cursor: more ? writeCursor(bound, ...next) : null }
    },
  }
}
