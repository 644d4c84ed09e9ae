import { withAdmin } from "./admin.ts"
import type { Run } from "./commands.ts"
import { needed, text } from "./flags.ts"
import { line } from "./io.ts"

/** Makes a bot with a token in the name of a manager. */
export const createBot: Run = async ({ flags }, io) => {
  const input = {
    workspace: needed(flags, "workspace"),
    createdBy: needed(flags, "created-by"),
    display_name: needed(flags, "name"),
    owner_user_id: text(flags, "owner"),
    handle: text(flags, "handle"),
    avatar_url: text(flags, "avatar-url"),
    token_name: text(flags, "token-name") ?? "default",
    scopes: (text(flags, "scopes") ?? "bot:write").split(/[\s,]+/).filter(Boolean),
  }
  const { bot, bot_token } = await withAdmin(flags, io, (admin) => admin.createBot(input))
  const { token = "" } = bot_token
  io.out(flags.plain === true ? line(token) : `${JSON.stringify({ bot, bot_token, token })}\n`)
}
