import { withAdmin } from "./admin.ts"
import { type FlagValues, usageError } from "./argv.ts"
import type { Run } from "./commands.ts"
import { needed, text } from "./flags.ts"
import { line } from "./io.ts"

/** One account, named by --email or by --user. */
const account = (flags: FlagValues): { email: string } | { user: string } => {
  const [email, user] = [text(flags, "email"), text(flags, "user")]
  if (email !== undefined && user === undefined) return { email }
  if (user !== undefined && email === undefined) return { user }
  throw usageError(email === undefined ? "--email or --user is missing" : "--email and --user exclude each other")
}

/** Makes the first owner, or tells who was here first. */
export const bootstrap: Run = async ({ flags }, io) => {
  const input = { name: needed(flags, "name"), email: needed(flags, "email") }
  const user = await withAdmin(flags, io, (admin) => admin.bootstrap(input))
  io.out(line(user.id))
}

/** Makes a user, in a workspace or in none. */
export const createUser: Run = async ({ flags }, io) => {
  const input = { name: needed(flags, "name"), email: needed(flags, "email"), workspace: text(flags, "workspace") }
  const user = await withAdmin(flags, io, (admin) => admin.createUser(input))
  io.out(line(user.id))
}

/** Sets a password that stands on standard input, or removes it. */
export const setPassword: Run = async ({ flags }, io) => {
  const who = account(flags)
  const password = flags.clear === true ? null : (await io.stdin()).replace(/\r?\n$/, "")
  const user = await withAdmin(flags, io, (admin) => admin.setPassword(who, password))
  io.out(line(`password ${password === null ? "removed" : "set"} for ${user.id}`))
}

/** Adds a user to a workspace in the name of one of its managers. */
export const addMember: Run = async ({ flags }, io) => {
  const role = text(flags, "role") ?? "member"
  if (role !== "member" && role !== "moderator") throw usageError("--role must be member or moderator")
  const input = {
    workspace: needed(flags, "workspace"),
    createdBy: needed(flags, "created-by"),
    role,
    ...account(flags),
  } as const
  const added = await withAdmin(flags, io, (admin) => admin.addMember(input))
  io.out(line(`workspace=${added.workspace_id} user=${added.user_id} role=${added.role} status=${added.status}`))
}

/** Makes an invitation in the name of the first user. */
export const createInvite: Run = async ({ flags }, io) => {
  const workspace = needed(flags, "workspace")
  const { token } = await withAdmin(flags, io, (admin) => admin.createInvite({ workspace }))
  io.out(line(token))
}

/** Makes a sign-in token. */
export const createMagicLink: Run = async ({ flags }, io) => {
  const input = { email: needed(flags, "email"), name: text(flags, "name") }
  const { token } = await withAdmin(flags, io, (admin) => admin.createMagicLink(input))
  io.out(line(token))
}
