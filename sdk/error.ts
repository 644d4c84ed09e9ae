/** Why a call failed: the server's status and its words. Status 0: the server could not be reached. */
export type ApiError = Error & { readonly name: "ApiError"; readonly status: number }

export const apiError = (status: number, message: string, cause?: unknown): ApiError =>
  Object.assign(new Error(message, { cause }), { name: "ApiError" as const, status })

export const isApiError = (error: unknown): error is ApiError =>
  error instanceof Error && error.name === "ApiError" && "status" in error

/** Worth trying again unchanged: unreachable, overloaded or broken on the other side. */
export const isTemporary = (error: unknown): boolean =>
  isApiError(error) && (error.status === 0 || error.status === 429 || error.status >= 500)
