/** What a command may touch of the world: tests give it another one. */
export type Io = {
  out(text: string): void
  /** Like `out`, and resolves when there is room for more. */
  write(text: string): Promise<void>
  err(text: string): void
  env: Record<string, string | undefined>
  /** All of standard input. */
  stdin(): Promise<string>
  /** Asks the person at the terminal; null when there is nobody to ask. */
  ask(question: string): string | null
  /** Aborts when the command should end: SIGINT or SIGTERM. Whoever reads it promises to end then. */
  readonly signal: AbortSignal
}

/** Control characters would break the line, or the terminal: they are written as escapes. */
const escapeControls = (text: string) =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, (char) => {
    const short: Record<string, string> = { "\n": "\\n", "\t": "\\t", "\r": "\\r" }
    return short[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`
  })

/** One line of fields separated by tabs, however strange the fields are. */
export const line = (...fields: (string | number)[]) =>
  `${fields.map((field) => escapeControls(String(field))).join("\t")}\n`

/** JSON for people and scripts alike, indented by two spaces. */
export const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`
