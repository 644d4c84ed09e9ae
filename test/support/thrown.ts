import { type AppError, isAppError } from "../../src/errors.ts"

/** What a call inside of the program was refused with; fails when it was not. */
export const refusalOf = async (call: Promise<unknown>): Promise<AppError> => {
  try {
    await call
  } catch (error) {
    if (isAppError(error)) return error
    throw error
  }
  throw new Error("it was allowed")
}
