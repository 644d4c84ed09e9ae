import { readFile } from "node:fs/promises"
import { usageError } from "./argv.ts"
import type { Given } from "./commands.ts"
import type { Io } from "./io.ts"

/** The text of a message: from --body, --file, --stdin or the words of the command line, of which one is given. */
export const messageBody = async ({ flags, text }: Pick<Given, "flags" | "text">, io: Io): Promise<string> => {
  const { body, file, stdin } = flags
  const sources = [
    ...(typeof body === "string" ? [async () => body] : []),
    // A file ends with a line feed that nobody means to post.
    ...(typeof file === "string" ? [async () => (await readFile(file, "utf8")).replace(/[\r\n]+$/, "")] : []),
    ...(stdin === true ? [async () => (await io.stdin()).replace(/[\r\n]+$/, "")] : []),
    ...(text.length > 0 ? [async () => text.join(" ")] : []),
  ]
  const [source, another] = sources
  if (!source) throw usageError("there is no text: give --body, --file, --stdin or the words themselves")
  if (another) throw usageError("give the text once: as --body, --file, --stdin or the words themselves")
  const found = await source()
  if (found.trim() === "") throw usageError("the text is empty")
  return found
}
