import type { Config } from "../config.ts"
import type { Outcome } from "./outcome.ts"

export type PushoverMessage = { user: string; title: string; message: string; timestamp: number; url?: string }

const limitMs = 10_000

const codeOf = (error: unknown): string =>
  error instanceof Error ? ("code" in error && error.code ? String(error.code) : error.name) : String(error)

/** Sends to people's Pushover; nothing when the server has no token for it. The error never holds the token. */
export const createPushover = ({
  pushover_api_token: token,
  pushover_api_url: url,
}: Pick<Config, "pushover_api_token" | "pushover_api_url">) => {
  if (!token) return undefined
  return {
    host: new URL(url).host,

    send: async ({ timestamp, ...message }: PushoverMessage, signal?: AbortSignal): Promise<Outcome> => {
      const limit = AbortSignal.timeout(limitMs)
      try {
        const answer = await fetch(url, {
          method: "POST",
          body: new URLSearchParams({ token, timestamp: String(timestamp), ...message }),
          redirect: "manual",
          signal: signal ? AbortSignal.any([limit, signal]) : limit,
        })
        await answer.body?.cancel()
        if (answer.ok) return { kind: "sent", error: "" }
        const kind = answer.status >= 500 ? "later" : "refused"
        return { kind, error: `Pushover answered ${answer.status}` }
      } catch (error) {
        const code = codeOf(error)
        return {
          kind: /refused|resolve|notfound|opensocket/i.test(code) ? "later" : "unknown",
          error: `Pushover: ${code}`,
        }
      }
    },
  }
}

export type Pushover = NonNullable<ReturnType<typeof createPushover>>
