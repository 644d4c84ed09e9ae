import { lookup } from "node:dns/promises"
import { isIP } from "node:net"
import { version } from "../version.ts"
import { isPublic } from "./addresses.ts"
import { proxyFor } from "./proxy.ts"

export type CallbackRequest = {
  url: string
  body: string | Uint8Array<ArrayBuffer>
  headers: Record<string, string>
  /** How long the target may take: three seconds unless said otherwise. */
  timeoutMs?: number
  /** Ends the call early. */
  signal?: AbortSignal
}

/** What came back. `status` is 0 when nobody answered; `error` is empty for a 2xx that was read whole. */
export type CallbackAnswer = { status: number; body: string; error: string }

/** Posts to an address that somebody typed in: JSON unless the headers say otherwise. Never throws for what happens out there. */
export type Callback = (request: CallbackRequest) => Promise<CallbackAnswer>

const unresolved = "the target's name could not be resolved"
const usualMs = 3_000
const answerBytes = 65_536

/** Not to be retried with another address: nothing is public there. */
const refusal = (reason: string): CallbackAnswer => ({ status: 0, body: "", error: reason })

type Parts = {
  /** Private and loopback addresses may be called. */
  allowPrivate: boolean
  /** Names, or addresses, that may be called wherever they lead. */
  allowedHosts: readonly string[]
  env?: Record<string, string | undefined>
  resolve?: (name: string) => Promise<string[]>
}

const resolveAll = async (name: string) => (await lookup(name, { all: true })).map(({ address }) => address)

/**
 * The way out for slash commands and events. The name is resolved here and the connection goes to the very address that
 * was checked, so that a name cannot lead elsewhere between the check and the call; TLS is still held against the name.
 * Where a proxy is set it is the proxy that resolves and connects, after the same check. Redirects are never followed.
 */
export const createCallback = ({
  allowPrivate,
  allowedHosts,
  env = process.env,
  resolve = resolveAll,
}: Parts): Callback => {
  const opened = new Set(allowedHosts.map((host) => host.toLowerCase()))

  const call = async ({ body, headers }: CallbackRequest, url: URL, signal: AbortSignal): Promise<CallbackAnswer> => {
    const name = url.hostname.replace(/^\[|\]$/g, "")
    const proxy = proxyFor(url, env)
    const addresses = isIP(name) ? [name] : await resolve(name).catch((): string[] => [])
    signal.throwIfAborted()
    const free = allowPrivate || opened.has(name)
    if (!free && !addresses.every(isPublic)) return refusal("the target is not a public address")
    if (!free && isLocalName(name)) return refusal("the target is not a public address")
    if (addresses.length === 0 && !proxy) return refusal(unresolved)
    const common = { method: "POST", body, signal, redirect: "manual", keepalive: false } as const
    const sent = {
      "Content-Type": "application/json",
      "Accept-Encoding": "identity",
      "User-Agent": `ClickClack/${version}`,
      ...headers,
    }
    if (proxy && addresses.every(isPublic)) return read(await fetch(url, { ...common, headers: sent, proxy }))
    let failure: unknown
    for (const address of addresses) {
      const pinned = new URL(url)
      pinned.hostname = isIP(address) === 6 ? `[${address}]` : address
      try {
        const answer = await fetch(pinned, {
          ...common,
          headers: { ...sent, Host: url.host },
          ...(url.protocol === "https:" && !isIP(name) ? { tls: { serverName: name } } : {}),
          ...withoutProxy,
        })
        return await read(answer)
      } catch (error) {
        failure = error
        // Another address is tried only where this one took no connection, so that nothing is delivered twice.
        if (signal.aborted || !isUnconnected(error)) throw error
      }
    }
    throw failure
  }

  return async (request) => {
    const { timeoutMs = usualMs } = request
    const limit = AbortSignal.timeout(timeoutMs)
    const signal = request.signal ? AbortSignal.any([limit, request.signal]) : limit
    try {
      return await Promise.race([call(request, new URL(request.url), signal), aborted(signal)])
    } catch (error) {
      return refusal(
        signal.aborted
          ? `the target did not answer within ${timeoutMs / 1000} seconds`
          : `the call failed: ${codeOf(error)}`,
      )
    }
  }
}

/** Bun takes a proxy from the environment unless it is told that there is none. */
const withoutProxy = { proxy: false } as unknown as { proxy?: string }

const isLocalName = (name: string) => /(^|\.)localhost\.?$/.test(name)

const codeOf = (error: unknown): string =>
  error instanceof Error ? ("code" in error && error.code ? String(error.code) : error.message) : String(error)

const unconnected = /(^|: )(ECONNREFUSED|ConnectionRefused|FailedToOpenSocket|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/

const isUnconnected = (error: unknown): boolean => unconnected.test(codeOf(error))

/** True when the target certainly has not heard of the call, so that calling again doubles nothing. */
export const isUnheard = ({ status, error }: CallbackAnswer): boolean =>
  status === 0 && (error === unresolved || unconnected.test(error))

const aborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }))

/** At most 64 KiB of the answer, as text that every database can keep. */
const read = async (answer: Response): Promise<CallbackAnswer> => {
  const chunks: Uint8Array[] = []
  let size = 0
  if (answer.body)
    for await (const chunk of answer.body) {
      chunks.push(chunk)
      size += chunk.length
      if (size >= answerBytes) break
    }
  const body = new TextDecoder().decode(Buffer.concat(chunks).subarray(0, answerBytes)).replaceAll("\0", "\ufffd")
  return { status: answer.status, body, error: answer.ok ? "" : `the target answered ${answer.status}` }
}
