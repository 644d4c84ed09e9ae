/** What went wrong, in words that a caller can act on. The HTTP status and the CLI's exit code follow from the code. */
export type ErrorCode =
  | "invalid"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "too_large"
  | "unsupported_media"
  | "rate_limited"
  | "not_configured"
  | "upstream_failed"
  | "unavailable"

export const statusOf: Record<ErrorCode, 400 | 401 | 403 | 404 | 409 | 413 | 415 | 429 | 501 | 502 | 503> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unsupported_media: 415,
  rate_limited: 429,
  not_configured: 501,
  upstream_failed: 502,
  unavailable: 503,
}

/** An error that the caller caused or can fix; everything else that is thrown is a fault of ours. */
export type AppError = Error & { readonly code: ErrorCode }

const appErrors = new WeakSet<Error>()

export const appError = (code: ErrorCode, message: string): AppError => {
  const error = Object.assign(new Error(message), { code })
  appErrors.add(error)
  return error
}

export const isAppError = (error: unknown): error is AppError => error instanceof Error && appErrors.has(error)

/** Ends the request: says what was wrong. */
export const fail = (code: ErrorCode, message: string): never => {
  throw appError(code, message)
}
