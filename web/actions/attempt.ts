import { isApiError } from "../../sdk/index.ts"
import type { Base } from "../base.ts"

/** Does something that may fail for reasons a person can understand, and says so. True when it worked. */
export const attempt = async (ui: Base["ui"], what: string, work: () => Promise<unknown>): Promise<boolean> => {
  try {
    await work()
    return true
  } catch (error) {
    if (!isApiError(error)) throw error
    ui.say(`${what}: ${error.status === 0 ? "the server did not answer." : sentence(error.message)}`)
    return false
  }
}

/** The server's words as a sentence. */
export const sentence = (message: string) => {
  const text = message.trim()
  return text === "" || /[.!?]$/.test(text) ? text : `${text}.`
}

/** The words for a form that failed; faults of our own keep rising. */
export const reason = (error: unknown) => {
  if (!isApiError(error)) throw error
  return error.status === 0
    ? "The server did not answer. Check your connection and try again."
    : capital(sentence(error.message))
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
