import { and, desc, eq, inArray, sql } from "drizzle-orm"
import type { Ctx, NewRow } from "./query.ts"

/** Direct conversations and who is in them. */
export const directs = ({ db, t }: Ctx) => ({
  insert: (row: NewRow<"direct_conversations">) => db.insert(t.direct_conversations).values(row),

  insertMembers: (rows: NewRow<"direct_conversation_members">[]) =>
    db.insert(t.direct_conversation_members).values(rows),

  byKey: async (workspaceId: string, key: string) =>
    (
      await db
        .select()
        .from(t.direct_conversations)
        .where(
          and(eq(t.direct_conversations.workspace_id, workspaceId), eq(t.direct_conversations.member_set_key, key)),
        )
    )[0],

  byRoute: async (workspaceId: string, routeId: string) =>
    (
      await db
        .select()
        .from(t.direct_conversations)
        .where(and(eq(t.direct_conversations.workspace_id, workspaceId), eq(t.direct_conversations.route_id, routeId)))
    )[0],

  byIds: async (ids: string[]) =>
    ids.length === 0 ? [] : db.select().from(t.direct_conversations).where(inArray(t.direct_conversations.id, ids)),

  /** This person's conversations, newest first, with how far they have read. */
  of: (workspaceId: string, userId: string, which: { id?: string; hidden?: boolean } = {}) =>
    db
      .select({ direct: t.direct_conversations, read: t.reads })
      .from(t.direct_conversation_members)
      .innerJoin(t.direct_conversations, eq(t.direct_conversations.id, t.direct_conversation_members.conversation_id))
      .leftJoin(t.reads, and(eq(t.reads.place_id, t.direct_conversations.id), eq(t.reads.user_id, userId)))
      .where(
        and(
          eq(t.direct_conversation_members.user_id, userId),
          eq(t.direct_conversations.workspace_id, workspaceId),
          which.id ? eq(t.direct_conversations.id, which.id) : undefined,
          which.hidden === undefined ? undefined : eq(t.direct_conversation_members.hidden, which.hidden),
        ),
      )
      .orderBy(desc(t.direct_conversations.created_at), desc(t.direct_conversations.id)),

  /** The people of these conversations, and whether each is still in the workspace. */
  people: async (ids: string[]) =>
    ids.length === 0
      ? []
      : db
          .select({
            conversation_id: t.direct_conversation_members.conversation_id,
            user: t.users,
            role: t.workspace_members.role,
          })
          .from(t.direct_conversation_members)
          .innerJoin(t.users, eq(t.users.id, t.direct_conversation_members.user_id))
          .innerJoin(
            t.direct_conversations,
            eq(t.direct_conversations.id, t.direct_conversation_members.conversation_id),
          )
          .leftJoin(
            t.workspace_members,
            and(
              eq(t.workspace_members.user_id, t.direct_conversation_members.user_id),
              eq(t.workspace_members.workspace_id, t.direct_conversations.workspace_id),
            ),
          )
          .where(inArray(t.direct_conversation_members.conversation_id, ids))
          .orderBy(t.users.sort_name, t.users.id),

  ids: async (workspaceId: string, userId: string) =>
    (
      await db
        .select({ id: t.direct_conversations.id })
        .from(t.direct_conversation_members)
        .innerJoin(t.direct_conversations, eq(t.direct_conversations.id, t.direct_conversation_members.conversation_id))
        .where(
          and(eq(t.direct_conversations.workspace_id, workspaceId), eq(t.direct_conversation_members.user_id, userId)),
        )
    ).map((row) => row.id),

  hide: (id: string, userId: string, hidden: boolean) =>
    db
      .update(t.direct_conversation_members)
      .set({ hidden })
      .where(
        and(eq(t.direct_conversation_members.conversation_id, id), eq(t.direct_conversation_members.user_id, userId)),
      ),

  /** A new message brings the conversation back for everybody. */
  unhideAll: (id: string) =>
    db
      .update(t.direct_conversation_members)
      .set({ hidden: false })
      .where(and(eq(t.direct_conversation_members.conversation_id, id), sql`${t.direct_conversation_members.hidden}`)),
})
