import * as v from "valibot"
import { count, id, time } from "../kit.ts"
import { User } from "./users.ts"

export const BotToken = v.object({
  id: id("btok"),
  bot_user_id: id("usr"),
  workspace_id: id("wsp"),
  owner_user_id: v.optional(id("usr")),
  name: v.string(),
  scopes: v.array(v.string()),
  created_by: v.optional(id("usr")),
  created_at: time,
  last_used_at: v.optional(time),
  revoked_at: v.optional(time),
  /** The secret `ccb_…`; in the creating answer only. */
  token: v.optional(v.string()),
})
export type BotToken = v.InferOutput<typeof BotToken>

export const BotWithTokens = v.object({ bot: User, tokens: v.array(BotToken) })
export type BotWithTokens = v.InferOutput<typeof BotWithTokens>

/** One for each workspace that a bot of the caller lives in. */
export const OwnedBotEntry = v.object({
  bot: User,
  workspace: v.object({ id: id("wsp"), route_id: v.string(), name: v.string() }),
  active_token_count: count,
})
export type OwnedBotEntry = v.InferOutput<typeof OwnedBotEntry>

/** What the installed bot should start with. */
export const SetupDefaults = v.object({
  defaultTo: v.optional(v.string()),
  allowFrom: v.optional(v.array(v.string())),
  agentActivity: v.optional(v.boolean()),
})
export type SetupDefaults = v.InferOutput<typeof SetupDefaults>

export const BotSetupCode = v.object({
  id: id("bsc"),
  bot_user_id: id("usr"),
  workspace_id: id("wsp"),
  token_name: v.string(),
  scopes: v.array(v.string()),
  defaults: SetupDefaults,
  created_by: v.optional(id("usr")),
  created_at: time,
  expires_at: time,
  /** The secret; in the creating answer only. */
  code: v.optional(v.string()),
  contract_version: v.optional(v.literal(1)),
  claim_url: v.optional(v.string()),
  api_base_url: v.optional(v.string()),
})
export type BotSetupCode = v.InferOutput<typeof BotSetupCode>

/** What a setup code is exchanged for. */
export const SetupClaim = v.object({
  token: v.string(),
  bot: v.object({ id: id("usr"), handle: v.string(), display_name: v.string() }),
  workspace: v.object({ id: id("wsp"), route_id: v.string(), slug: v.string(), name: v.string() }),
  defaults: SetupDefaults,
  contract_version: v.optional(v.literal(1)),
  api_base_url: v.optional(v.string()),
})
export type SetupClaim = v.InferOutput<typeof SetupClaim>

/** An entry of a bot's menu; choosing it sends an ordinary message. */
export const BotCommand = v.object({
  id: id("botcmd"),
  workspace_id: id("wsp"),
  bot_user_id: id("usr"),
  command: v.string(),
  description: v.string(),
  args_hint: v.string(),
  created_at: time,
  updated_at: time,
})
export type BotCommand = v.InferOutput<typeof BotCommand>

export const WorkspaceBotCommand = v.object({
  id: id("botcmd"),
  command: v.string(),
  description: v.string(),
  args_hint: v.string(),
  bot: v.object({ id: id("usr"), handle: v.string(), display_name: v.string(), avatar_url: v.string() }),
  created_at: time,
  updated_at: time,
})
export type WorkspaceBotCommand = v.InferOutput<typeof WorkspaceBotCommand>

export const DeletedBot = v.object({
  id: id("usr"),
  display_name: v.string(),
  former_handle: v.string(),
  deleted_at: time,
})
export type DeletedBot = v.InferOutput<typeof DeletedBot>
