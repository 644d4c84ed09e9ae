import { isApiError } from "../../sdk/index.ts"

/** The status with which a call was refused; fails when it was not. */
export const refused = async (call: Promise<unknown>): Promise<number> => (await refusal(call)).status

/** Status and words of a refusal. */
export const refusal = async (call: Promise<unknown>): Promise<{ status: number; message: string }> => {
  try {
    await call
  } catch (error) {
    if (isApiError(error)) return { status: error.status, message: error.message }
    throw error
  }
  throw new Error("it was allowed")
}
