import type { AnswerOf, Endpoint, InputOf, QueryOf } from "../src/api/endpoint.ts"
import { apiError } from "./error.ts"

export type ClientOptions = {
  /** `https://chat.example.org`; without it, the page's own origin. */
  baseUrl?: string
  /** A bot token `ccb_…` or session token `sst_…`; without it, the session cookie counts. */
  token?: string
  fetch?: (url: string, init: RequestInit) => Promise<Response>
  /** Added to every request. */
  headers?: Record<string, string>
}

/** The parameters of a query, as they are handy: numbers and booleans too. */
export type ParamsOf<E extends Endpoint> = {
  [Name in keyof NonNullable<QueryOf<E>>]: NonNullable<QueryOf<E>>[Name] | number | boolean
}

type Values = Record<string, string | number | boolean | undefined>
export type RequestOptions = {
  query?: Values | undefined
  body?: unknown
  form?: FormData | URLSearchParams | undefined
  headers?: Record<string, string> | undefined
  signal?: AbortSignal | undefined
}

/** Calls one endpoint, whose description types the input and the answer. */
export type Call = <E extends Endpoint>(
  method: E["method"],
  path: string,
  options?: Omit<RequestOptions, "query" | "body"> & { query?: ParamsOf<E> | undefined; body?: InputOf<E> | undefined },
) => Promise<AnswerOf<E>>

/** Writes a path; every value is encoded. */
export const path = (parts: TemplateStringsArray, ...values: string[]): string =>
  parts.reduce((whole, part, at) => whole + encodeURIComponent(values[at - 1] ?? "") + part)

const search = (query: Values = {}): string => {
  const wanted = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) wanted.set(name, String(value))
  return wanted.size === 0 ? "" : `?${wanted}`
}

const reason = async (response: Response): Promise<string> => {
  const text = await response.text()
  try {
    const { error } = JSON.parse(text) as { error?: unknown }
    if (typeof error === "string" && error !== "") return error
  } catch (problem) {
    if (!(problem instanceof SyntaxError)) throw problem
  }
  return response.statusText || `the server answered ${response.status}`
}

/** How every request goes out: credentials, CSRF header, errors as `ApiError`. */
export const createTransport = ({ baseUrl = "", token, fetch = globalThis.fetch, headers = {} }: ClientOptions) => {
  const base = baseUrl.replace(/\/+$/, "")

  const send = async (method: string, to: string, options: RequestOptions = {}): Promise<Response> => {
    const { query, body, form, signal } = options
    const safe = method === "GET"
    const bare = form !== undefined || safe || (method === "DELETE" && body === undefined)
    const json = bare ? undefined : JSON.stringify(body ?? {})
    const all = {
      ...headers,
      ...(token ? { Authorization: `Bearer ${token}` } : safe ? {} : { "X-ClickClack-CSRF": "1" }),
      ...(json === undefined ? {} : { "Content-Type": "application/json" }),
      ...options.headers,
    }
    const init: RequestInit = { method, headers: all, credentials: token ? "omit" : "include" }
    const content = form ?? json
    if (content !== undefined) init.body = content
    if (signal) init.signal = signal
    let response: Response
    try {
      response = await fetch(`${base}${to}${search(query)}`, init)
    } catch (problem) {
      if (signal?.aborted) throw problem
      throw apiError(0, "the server cannot be reached", problem)
    }
    if (!response.ok) throw apiError(response.status, await reason(response))
    return response
  }

  /** Calls any path of the API and gives back the parsed JSON; nothing for 204. */
  const request = async <T = unknown>(method: string, to: string, options?: RequestOptions): Promise<T> => {
    const response = await send(method, to, options)
    try {
      const text = await response.text()
      return (text === "" ? undefined : JSON.parse(text)) as T
    } catch (problem) {
      if (options?.signal?.aborted) throw problem
      throw apiError(0, "the answer of the server was cut short or is no JSON", problem)
    }
  }

  const call: Call = (method, to, options) => request(method, to, options as RequestOptions | undefined)

  return { base, send, request, call }
}
export type Transport = ReturnType<typeof createTransport>
