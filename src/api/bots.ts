import * as v from "valibot"
import { endpoint } from "./endpoint.ts"
import { line, maxPoints, name, optional } from "./kit.ts"
import {
  BotCommand,
  BotSetupCode,
  BotToken,
  BotWithTokens,
  DeletedBot,
  SetupClaim,
  User,
  WorkspaceBotCommand,
} from "./objects.ts"

const tag = "Bots"
const text = optional(v.string())
const scopes = optional(v.array(v.string()))
/** 16 to 128 characters; empty means none. */
export const setupNonce = optional(
  v.pipe(
    v.string(),
    v.trim(),
    v.check((nonce) => nonce === "" || (nonce.length >= 16 && nonce.length <= 128), "must have 16 to 128 characters"),
    v.description("16 to 128 characters; repeating the request with it is harmless."),
  ),
)

const newToken = { name: text, scopes, setup_nonce: setupNonce }
const Tokens = v.object({ bot_tokens: v.array(BotToken) })
const Token = v.object({ bot_token: BotToken })

const defaultText = v.pipe(v.string(), maxPoints(256))
const filled = v.pipe(
  defaultText,
  v.check((entry) => entry.trim() !== "", "must not be blank"),
)

export const bots = {
  list: endpoint({
    method: "GET",
    path: "/api/workspaces/{workspace_id}/bots",
    tag,
    summary: "The bots of a workspace and their tokens, without the secrets.",
    auth: "human",
    answers: { 200: v.object({ bots: v.array(BotWithTokens) }) },
  }),
  create: endpoint({
    method: "POST",
    path: "/api/workspaces/{workspace_id}/bots",
    tag,
    summary: "Makes a bot: a manager for the workspace, anybody for themselves (`owner_user_id`).",
    description:
      "`bot_token.token` is told once. `scopes` default to `bot:write`; bundles are `bot:read`, `bot:write`, `bot:admin`.",
    auth: "human",
    body: v.object({
      display_name: v.pipe(name(80), v.nonEmpty("is required")),
      owner_user_id: text,
      handle: text,
      avatar_url: text,
      token_name: text,
      scopes,
      setup_nonce: setupNonce,
      initial_token: optional(v.boolean()),
    }),
    answers: { 201: v.object({ bot: User, bot_token: v.optional(BotToken) }) },
  }),
  commands: endpoint({
    method: "GET",
    path: "/api/workspaces/{workspace_id}/bot-commands",
    tag,
    summary: "The command menus of all bots, by handle and command.",
    auth: "any",
    scope: "workspaces:read",
    answers: { 200: v.object({ bot_commands: v.array(WorkspaceBotCommand) }) },
  }),
  leave: endpoint({
    method: "DELETE",
    path: "/api/workspaces/{workspace_id}/bots/{bot_user_id}/membership",
    tag,
    summary: "Takes a bot out of a workspace and revokes its tokens there. Managers only.",
    auth: "human",
    answers: { 204: null },
  }),
  tokens: endpoint({
    method: "GET",
    path: "/api/workspaces/{workspace_id}/bots/{bot_user_id}/tokens",
    tag,
    summary: "The tokens of a bot in a workspace, without the secrets.",
    auth: "human",
    answers: { 200: Tokens },
  }),
  createToken: endpoint({
    method: "POST",
    path: "/api/workspaces/{workspace_id}/bots/{bot_user_id}/tokens",
    tag,
    summary: "Makes a token; its secret is told once. A manager, or the owner of the bot.",
    auth: "human",
    body: v.object(newToken),
    bodyOptional: true,
    answers: { 201: Token },
  }),
  createSetupCode: endpoint({
    method: "POST",
    path: "/api/workspaces/{workspace_id}/bots/{bot_user_id}/setup-codes",
    tag,
    summary: "Makes a code that a bot's program exchanges for a token: ten minutes, once.",
    auth: "human",
    body: v.object({
      name: text,
      scopes,
      defaults: optional(
        v.object({
          defaultTo: optional(defaultText),
          allowFrom: optional(v.pipe(v.array(filled), v.maxLength(500))),
          agentActivity: optional(v.boolean()),
        }),
      ),
    }),
    bodyOptional: true,
    answers: { 201: v.object({ setup_code: BotSetupCode }) },
  }),
  claimSetupCode: endpoint({
    method: "POST",
    path: "/api/bot-setup-codes/claim",
    tag,
    summary: "Exchanges a setup code for a token. 404 for whatever does not work, 429 after ten tries a minute.",
    auth: "none",
    body: v.object({ code: v.string() }),
    answers: { 200: SetupClaim },
  }),
  remove: endpoint({
    method: "DELETE",
    path: "/api/bots/{bot_user_id}",
    tag,
    summary: "Deletes a bot for good; its messages stay.",
    auth: "human",
    answers: { 200: v.object({ deleted_bot: DeletedBot }) },
  }),
  soleTokens: endpoint({
    method: "GET",
    path: "/api/bots/{bot_user_id}/tokens",
    tag,
    summary: "The tokens of a bot that lives in one workspace.",
    auth: "human",
    answers: { 200: Tokens },
  }),
  createSoleToken: endpoint({
    method: "POST",
    path: "/api/bots/{bot_user_id}/tokens",
    tag,
    summary: "Makes a token for a bot that lives in one workspace.",
    auth: "human",
    body: v.object(newToken),
    bodyOptional: true,
    answers: { 201: Token },
  }),
  replaceCommands: endpoint({
    method: "PUT",
    path: "/api/bots/self/commands",
    tag,
    summary: "Replaces my command menu, as a bot; people get 403.",
    description: "At most 100 commands `^/[a-z0-9_-]{1,32}$` (the slash may be left out), each once.",
    auth: "any",
    scope: "commands:write",
    body: v.object({
      commands: v.pipe(
        v.array(
          v.object({
            command: v.string(),
            description: v.pipe(line(100), v.nonEmpty("is required")),
            args_hint: optional(line(100)),
          }),
        ),
        v.maxLength(100),
      ),
    }),
    answers: { 200: v.object({ bot_commands: v.array(BotCommand) }) },
  }),
  revokeToken: endpoint({
    method: "POST",
    path: "/api/bot-tokens/{token_id}/revoke",
    tag,
    summary: "Revokes a token; its sockets close at once.",
    auth: "human",
    answers: { 200: Token },
  }),
}
