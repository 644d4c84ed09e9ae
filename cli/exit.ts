import { isApiError } from "../sdk/error.ts"
import { type ErrorCode, isAppError } from "../src/errors.ts"
import { isUsageError } from "./argv.ts"

/** What the exit code tells a script. */
export const exit = {
  ok: 0,
  failed: 1,
  usage: 2,
  unauthenticated: 3,
  notFound: 4,
  forbidden: 5,
  network: 10,
  unexpected: 11,
  interrupted: 130,
} as const

const ofCode: Partial<Record<ErrorCode, number>> = {
  unauthenticated: exit.unauthenticated,
  not_found: exit.notFound,
  forbidden: exit.forbidden,
}

const ofStatus: Record<number, number> = {
  0: exit.network,
  401: exit.unauthenticated,
  403: exit.forbidden,
  404: exit.notFound,
}

/** An error of the command itself, told in its own words: exit code 1, or the one given. */
export const failure = (message: string, code: number = exit.failed) =>
  Object.assign(new Error(message), { name: "Failure" as const, code })

const hasCode = (error: Error): error is Error & { code: unknown } => "code" in error

/** The exit code of a failure and the line on standard error that goes with it. */
export const explain = (error: unknown): { code: number; message: string } => {
  if (isUsageError(error)) return { code: exit.usage, message: error.message }
  if (isAppError(error)) return { code: ofCode[error.code] ?? exit.failed, message: error.message }
  const message = error instanceof Error ? error.message : String(error)
  if (isApiError(error)) {
    const { status, cause } = error
    const code = ofStatus[status] ?? (status >= 500 ? exit.unexpected : exit.failed)
    const why = cause instanceof Error ? `: ${cause.message}` : ""
    return { code, message: status === 0 ? message + why : `${status}: ${message}` }
  }
  if (error instanceof Error) {
    if (error.name === "Failure" && hasCode(error)) return { code: Number(error.code), message }
    if (error.name === "ConfigError") return { code: exit.failed, message }
    const known = hasCode(error) && systemErrors[String(error.code)]
    if (known) return { code: exit.failed, message: `${known}: ${message}` }
  }
  return { code: exit.unexpected, message: `unexpected: ${message}` }
}

/** Bad days of the machine, which the person in front of it can end. */
const systemErrors: Record<string, string> = {
  EACCES: "not permitted",
  EPERM: "not permitted",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  ENOENT: "not found",
  ENOTDIR: "not a folder",
  EISDIR: "a folder is in the way",
  EEXIST: "it exists already",
  EADDRINUSE: "the address is in use by another program",
  EADDRNOTAVAIL: "this machine does not have that address",
}
