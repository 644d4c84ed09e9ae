/** One JSON object a line on standard output. */
export type Log = {
  info(message: string, fields?: Record<string, unknown>): void
  error(message: string, fields?: Record<string, unknown>): void
  flush(): void
}

const describe = (value: unknown): unknown =>
  value instanceof Error ? { name: value.name, message: value.message, stack: value.stack } : value

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
