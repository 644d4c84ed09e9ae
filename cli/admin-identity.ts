import { readProfiles } from "../src/domain/identities.ts"
import { withAdmin } from "./admin.ts"
import { usageError } from "./argv.ts"
import type { Run } from "./commands.ts"
import { failure } from "./exit.ts"
import { needed } from "./flags.ts"
import { json } from "./io.ts"

const most = 4 * 1024 * 1024

const readJson = async (file: string): Promise<unknown> => {
  const bytes = await Bun.file(file)
    .slice(0, most + 1)
    .bytes()
  if (bytes.length > most) throw failure(`${file} is larger than 4 MiB`)
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes))
  } catch (cause) {
    throw Object.assign(failure(`${file} is not JSON in UTF-8`), { cause })
  }
}

/** It becomes the provider of the identities. `email` is ours: its subjects are addresses. */
const sourceName = (name: string): string => {
  const source = name.toLowerCase()
  if (!/^[a-z0-9][a-z0-9._-]{0,63}$/.test(source) || source === "email")
    throw usageError("--source must have 1 to 64 letters a-z, digits, dots, _ or -, and cannot be email")
  return source
}

/** Matches a directory's export to people; all of it is read and checked before the database is opened. */
export const syncIdentities: Run = async ({ flags }, io) => {
  const [directory, file] = [sourceName(needed(flags, "source")), needed(flags, "file")]
  const profiles = readProfiles(await readJson(file))
  io.out(json(await withAdmin(flags, io, (admin) => admin.syncIdentities(directory, profiles))))
}
