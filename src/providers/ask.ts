import { fail } from "../errors.ts"
import type { Log } from "../log.ts"

/** How requests leave this server: `fetch`, which knows of proxies and further authorities. */
export type Fetch = (url: string, init?: RequestInit) => Promise<Response>

export type Json = Record<string, unknown>
export type Ask = (url: string, init?: RequestInit) => Promise<{ status: number; json: Json }>

const patienceMs = 10_000

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null

/**
 * Asks another service for JSON. One that does not answer, or in another way, is a failure of that service; why it
 * failed is for the log, because neither its words nor its addresses are the caller's business.
 */
export const createAsk =
  (who: string, fetch: Fetch, log: Log): Ask =>
  async (url, init = {}) => {
    const headers = { Accept: "application/json", "User-Agent": "ClickClack", ...init.headers }
    try {
      const response = await fetch(url, {
        ...init,
        headers,
        redirect: "manual",
        signal: AbortSignal.timeout(patienceMs),
      })
      const json: unknown = await response.json()
      // What is listed is no object to its callers, but they look at properties only.
      return { status: response.status, json: isObject(json) ? json : {} }
    } catch (error) {
      log.error(`${who} did not answer`, { error, url })
      return fail("upstream_failed", `${who} does not answer; try again later`)
    }
  }

/** Trades the code that a browser brought for tokens. */
export const trade = async (
  who: string,
  ask: Ask,
  endpoint: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Json> => {
  const body = new URLSearchParams({ grant_type: "authorization_code", ...fields }).toString()
  const type = { "Content-Type": "application/x-www-form-urlencoded" }
  const { status, json } = await ask(endpoint, { method: "POST", body, headers: { ...type, ...headers } })
  // GitHub answers 200 also when it refuses.
  if (status !== 200 || "error" in json) fail("upstream_failed", `${who} did not take the code; begin again`)
  return json
}
