import { and, asc, eq, inArray, isNull, sql } from "drizzle-orm"
import type { Ctx, NewRow } from "./query.ts"

/** Tokens and command menus of bots. */
export const bots = ({ db, t }: Ctx) => {
  const byHash = db
    .select({ token: t.bot_tokens, user: t.users, owner: t.workspace_members })
    .from(t.bot_tokens)
    .innerJoin(t.users, eq(t.users.id, t.bot_tokens.bot_user_id))
    .leftJoin(
      t.workspace_members,
      and(
        eq(t.workspace_members.workspace_id, t.bot_tokens.workspace_id),
        eq(t.workspace_members.user_id, t.users.owner_user_id),
      ),
    )
    .where(eq(t.bot_tokens.token_hash, sql.placeholder("hash")))
    .prepare("bots_by_hash")
  return {
    insertToken: (row: NewRow<"bot_tokens">) => db.insert(t.bot_tokens).values(row),

    byHash: async (hash: string) => (await byHash.execute({ hash }))[0],

    /** A token by its id, with its bot and the membership of that bot's owner. */
    byId: async (id: string) =>
      (
        await db
          .select({ token: t.bot_tokens, user: t.users, owner: t.workspace_members })
          .from(t.bot_tokens)
          .innerJoin(t.users, eq(t.users.id, t.bot_tokens.bot_user_id))
          .leftJoin(
            t.workspace_members,
            and(
              eq(t.workspace_members.workspace_id, t.bot_tokens.workspace_id),
              eq(t.workspace_members.user_id, t.users.owner_user_id),
            ),
          )
          .where(eq(t.bot_tokens.id, id))
      )[0],

    findToken: async (id: string) => (await db.select().from(t.bot_tokens).where(eq(t.bot_tokens.id, id)))[0],

    touch: (id: string, at: string) => db.update(t.bot_tokens).set({ last_used_at: at }).where(eq(t.bot_tokens.id, id)),

    /** All bots of a workspace, by name. */
    of: (workspaceId: string) =>
      db
        .select({ user: t.users })
        .from(t.workspace_members)
        .innerJoin(t.users, eq(t.users.id, t.workspace_members.user_id))
        .where(and(eq(t.workspace_members.workspace_id, workspaceId), eq(t.users.kind, "bot")))
        .orderBy(t.users.sort_name, t.users.id),

    tokens: (workspaceId: string, botId?: string) =>
      db
        .select()
        .from(t.bot_tokens)
        .where(and(eq(t.bot_tokens.workspace_id, workspaceId), botId ? eq(t.bot_tokens.bot_user_id, botId) : undefined))
        .orderBy(asc(t.bot_tokens.created_at), asc(t.bot_tokens.id)),

    /** Ends tokens: the rows of those that ended now. */
    revoke: (which: { id: string } | { bot_user_id: string; workspace_id?: string | undefined }, at: string) =>
      db
        .update(t.bot_tokens)
        .set({ revoked_at: at })
        .where(
          and(
            isNull(t.bot_tokens.revoked_at),
            "id" in which
              ? eq(t.bot_tokens.id, which.id)
              : and(
                  eq(t.bot_tokens.bot_user_id, which.bot_user_id),
                  which.workspace_id ? eq(t.bot_tokens.workspace_id, which.workspace_id) : undefined,
                ),
          ),
        )
        .returning(),

    /** Another secret for the same row; the old one is dead. */
    rotate: (id: string, hash: string) =>
      db.update(t.bot_tokens).set({ token_hash: hash }).where(eq(t.bot_tokens.id, id)),

    /** Remembers that the bot lives in a workspace, also for when it does no more. */
    settle: (botId: string, workspaceId: string) =>
      db.insert(t.bot_workspaces).values({ bot_user_id: botId, workspace_id: workspaceId }).onConflictDoNothing(),

    /** Workspaces in which the bot is or was. */
    workspacesEver: async (botId: string) =>
      (
        await db
          .select({ id: t.bot_workspaces.workspace_id })
          .from(t.bot_workspaces)
          .where(eq(t.bot_workspaces.bot_user_id, botId))
          .orderBy(t.bot_workspaces.workspace_id)
      ).map((row) => row.id),

    insertRequest: (row: NewRow<"bot_setup_requests">) => db.insert(t.bot_setup_requests).values(row),

    findRequest: async (createdBy: string, nonce: string) =>
      (
        await db
          .select()
          .from(t.bot_setup_requests)
          .where(and(eq(t.bot_setup_requests.created_by, createdBy), eq(t.bot_setup_requests.nonce, nonce)))
      )[0],

    insertCode: (row: NewRow<"bot_setup_codes">) => db.insert(t.bot_setup_codes).values(row),

    codeByHash: async (hash: string) =>
      (await db.select().from(t.bot_setup_codes).where(eq(t.bot_setup_codes.code_hash, hash)))[0],

    /** Voids codes of a bot: those of a workspace, of a token name there, or all. */
    removeCodes: (botId: string, where: { id?: string; workspace_id?: string; token_name?: string } = {}) =>
      db
        .delete(t.bot_setup_codes)
        .where(
          and(
            eq(t.bot_setup_codes.bot_user_id, botId),
            where.id ? eq(t.bot_setup_codes.id, where.id) : undefined,
            where.workspace_id ? eq(t.bot_setup_codes.workspace_id, where.workspace_id) : undefined,
            where.token_name === undefined ? undefined : eq(t.bot_setup_codes.token_name, where.token_name),
          ),
        ),

    replaceCommands: async (workspaceId: string, botId: string, rows: NewRow<"bot_commands">[]) => {
      await db
        .delete(t.bot_commands)
        .where(and(eq(t.bot_commands.workspace_id, workspaceId), eq(t.bot_commands.bot_user_id, botId)))
      if (rows.length > 0) await db.insert(t.bot_commands).values(rows)
    },

    commands: (workspaceId: string, botIds?: string[]) =>
      db
        .select({ command: t.bot_commands, bot: t.users })
        .from(t.bot_commands)
        .innerJoin(t.users, eq(t.users.id, t.bot_commands.bot_user_id))
        .where(
          and(
            eq(t.bot_commands.workspace_id, workspaceId),
            botIds ? inArray(t.bot_commands.bot_user_id, botIds) : undefined,
          ),
        )
        .orderBy(t.users.handle, t.bot_commands.command),
  }
}
