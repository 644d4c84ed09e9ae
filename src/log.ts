/** One JSON object a line on standard output. */
export type Log = {
  info(message: string, fields?: Record<string, unknown>): void
  error(message: string, fields?: Record<string, unknown>): void
  flush(): void
}

const statementLength = 500

/** A failed statement without what it was given: the texts of people and the hashes of secrets stay out of the log. */
const describe = (value: unknown): unknown => {
  if (!(value instanceof Error)) return value
  const { name, message, stack = "", cause } = value
  if (!("query" in value && "params" in value)) return { name, message, stack }
  const reason = cause instanceof Error ? cause.message : "failed"
  return {
    name,
    message: `${reason} in: ${String(value.query).slice(0, statementLength)}`,
    stack: stack.slice(stack.indexOf("\n    at ")),
  }
}

/** Lines are gathered and written once a turn of the event loop, so that a log line costs no system call of its own. */
export const createLog = (write: (text: string) => void = (text) => void process.stdout.write(text)): Log => {
  let waiting = ""
  let scheduled = false
  const flush = () => {
    scheduled = false
    const text = waiting
    waiting = ""
    if (text) write(text)
  }
  const line = (level: string, message: string, fields: Record<string, unknown> = {}) => {
    const plain = Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, describe(value)]))
    waiting += `${JSON.stringify({ time: new Date().toISOString(), level, message, ...plain })}\n`
    if (scheduled) return
    scheduled = true
    setImmediate(flush)
  }
  return {
    info: (message, fields) => line("info", message, fields),
    error: (message, fields) => line("error", message, fields),
    flush,
  }
}
