import { chmod, lstat, mkdir, readFile, readlink, rename, rm, stat, writeFile } from "node:fs/promises"
import { homedir } from "node:os"
import { dirname, join, resolve } from "node:path"
import { failure } from "./exit.ts"
import type { Io } from "./io.ts"

/** What `login` and `use` remember between two calls. Credentials and choices belong to that server alone. */
export type Stored = { server?: string; token?: string; workspace?: string; channel?: string }

type Env = Io["env"]

const home = (env: Env) => env.HOME || homedir()

/** Where this system keeps a person's settings. */
export const configPath = (env: Env): string => {
  const folder =
    process.platform === "darwin"
      ? join(home(env), "Library/Application Support")
      : process.platform === "win32"
        ? env.APPDATA || join(home(env), "AppData/Roaming")
        : env.XDG_CONFIG_HOME || join(home(env), ".config")
  return join(folder, "clickclack/config.json")
}

/** Where things are kept that a program finds out for itself, such as cursors. */
export const statePath = (env: Env, ...names: string[]): string =>
  join(env.XDG_STATE_HOME || join(home(env), ".local/state"), "clickclack", ...names)

const isMissing = (error: unknown) => error instanceof Error && "code" in error && error.code === "ENOENT"
const unlessMissing = (error: unknown) => {
  if (isMissing(error)) return undefined
  throw error
}

/** What is stored; nothing when there is no file. */
export const readStored = async (env: Env): Promise<Stored> => {
  const path = configPath(env)
  const text = await readFile(path, "utf8").catch(unlessMissing)
  if (text === undefined) return {}
  try {
    const content: unknown = JSON.parse(text)
    if (typeof content === "object" && content !== null && !Array.isArray(content)) return content
  } catch (cause) {
    throw Object.assign(failure(`${path} is not valid JSON: mend or remove it`), { cause })
  }
  throw failure(`${path} does not hold a JSON object: mend or remove it`)
}

/** The file itself, behind symbolic links, also when it is not there yet. */
const behindLinks = async (path: string, depth = 0): Promise<string> => {
  const link = await lstat(path).catch(unlessMissing)
  if (!link?.isSymbolicLink()) return path
  if (depth > 40) throw failure(`${path} is a symbolic link to itself`)
  return behindLinks(resolve(dirname(path), await readlink(path)), depth + 1)
}

/** Fails when the file is there and its owner has made it read-only, before anything is spent that could not be stored. */
export const ensureWritable = async (env: Env): Promise<string> => {
  const path = await behindLinks(configPath(env))
  const found = await stat(path).catch(unlessMissing)
  if (found && (found.mode & 0o200) === 0) throw failure(`${path} is read-only`)
  return path
}

/** Replaces a file in one step, readable by its owner alone. */
export const replaceFile = async (path: string, text: string): Promise<void> => {
  const made = await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  if (made !== undefined) await chmod(dirname(path), 0o700)
  const next = `${path}.${process.pid}.${crypto.randomUUID()}`
  try {
    await writeFile(next, text, { mode: 0o600, flush: true })
    await rename(next, path)
  } catch (error) {
    await rm(next, { force: true })
    throw error
  }
}

/** Changes what is stored; an undefined value forgets. */
export const store = async (env: Env, change: Stored): Promise<void> => {
  const path = await ensureWritable(env)
  const next = { ...(await readStored(env)), ...change }
  await replaceFile(path, `${JSON.stringify(next, null, 2)}\n`)
}
