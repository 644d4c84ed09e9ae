import { usageError } from "./argv.ts"
import { connect } from "./client.ts"
import type { Run } from "./commands.ts"
import { explain } from "./exit.ts"
import { format, text } from "./flags.ts"
import { json } from "./io.ts"
import { ensureWritable, store } from "./stored.ts"

/** Exchanges a magic link's token for a session. */
export const login: Run = async ({ flags }, io) => {
  const how = format(flags)
  const token = text(flags, "magic-token") ?? (flags["no-input"] ? null : io.ask("Token of the magic link:"))?.trim()
  if (!token) throw usageError("--magic-token is missing", ["login"])
  const keep = flags.store !== false && flags["no-store"] !== true
  // The token works once: look first whether there is a place for what it is exchanged for.
  if (keep) await ensureWritable(io.env)
  const { api, server, chosen } = await connect(flags, io, { anonymous: true })
  const answer = await api.auth.consumeMagicLink(token)
  if (keep) await store(io.env, { server, token: answer.token, ...chosen })
  if (how === "json") io.out(json(answer))
  else io.out(how === "plain" ? `${answer.token}\n` : `logged in as ${answer.user.display_name}\n`)
}

/** Revokes the session and forgets it. A server that is away does not keep anybody from forgetting. */
export const logout: Run = async ({ flags }, io) => {
  const how = format(flags)
  const { api, token, stored, home } = await connect(flags, io)
  const forget = home && stored.token !== undefined && (token === undefined || token === stored.token)
  if (forget) await store(io.env, { token: undefined })
  if (token !== undefined)
    await api.auth
      .logout()
      .catch((error: unknown) => io.err(`the server did not revoke the session: ${explain(error).message}\n`))
  io.out(how === "json" ? json({ logged_out: true }) : how === "plain" ? "logged_out\n" : "logged out\n")
}
