import { type Setting, settings } from "../src/config/settings.ts"
import type { Flag } from "./argv.ts"
import type { CommandEntry } from "./commands.ts"

const serveFlag = ({ flag, kind, help, env, default: fallback }: Setting): Flag[] => {
  if (flag === undefined) return []
  const value = kind === "truth" ? undefined : kind === "list" ? "list" : "value"
  const usual = kind === "truth" || fallback === "" || Array.isArray(fallback) ? "" : `; default: ${fallback}`
  return [{ name: flag, value, help: `${help} (${env}${usual})` }]
}

const serveFlags: readonly Flag[] = [
  { name: "config", value: "file", help: "JSON file with settings; the environment and flags beat it" },
  ...settings.flatMap((setting: Setting) => serveFlag(setting)),
]

/** Where the data is: known to every command that works on the database. */
const place = serveFlags.filter(({ name }) => name === "data" || name === "db")

export const serveCommand: CommandEntry = {
  path: "serve",
  summary: "Bring the database up to date and serve; also what happens without a command",
  flags: serveFlags,
  examples: ["clickclack serve --addr 127.0.0.1:8080 --data ./data", "clickclack serve --dev-bootstrap"],
  load: async () => (await import("./serve.ts")).serve,
}

export const localCommands: readonly CommandEntry[] = [
  serveCommand,
  {
    path: "migrate",
    summary: "Bring the database up to date and end",
    flags: place,
    examples: ["clickclack migrate --data ./data"],
    load: async () => (await import("./database.ts")).migrate,
  },
  {
    path: "version",
    summary: "Print version, commit and date",
    flags: [],
    examples: ["clickclack version"],
    load: async () => (await import("./version.ts")).version,
  },
  {
    path: "backup",
    summary: "Copy the SQLite database, also while the server runs",
    flags: [{ name: "out", value: "file", help: "Where to; nothing is overwritten" }, ...place],
    examples: ["clickclack backup --out clickclack-2026-11-22.db"],
    load: async () => (await import("./database.ts")).backup,
  },
  {
    path: "export",
    summary: "Write everything but secrets as JSON, from one moment",
    flags: [{ name: "out", value: "file", help: "Where to (default: -, standard output)" }, ...place],
    examples: ["clickclack export --out clickclack.json"],
    load: async () => (await import("./export.ts")).exportAll,
  },
  {
    path: "admin bootstrap",
    summary: "Make the first owner, the workspace ClickClack and #general; prints the owner's id",
    flags: [
      { name: "name", value: "name", help: "Display name of the owner" },
      { name: "email", value: "address", help: "E-mail address of the owner" },
      ...place,
    ],
    examples: ["clickclack admin bootstrap --name Ada --email ada@example.org"],
    load: async () => (await import("./admin-users.ts")).bootstrap,
  },
  {
    path: "admin user create",
    summary: "Make a user; prints the id",
    flags: [
      { name: "name", value: "name", help: "Display name" },
      { name: "email", value: "address", help: "E-mail address" },
      { name: "workspace", value: "id", help: "Join this workspace as a member" },
      ...place,
    ],
    examples: ["clickclack admin user create --name Grace --email grace@example.org --workspace wsp_01k…"],
    load: async () => (await import("./admin-users.ts")).createUser,
  },
  {
    path: "admin user set-password",
    summary: "Set the password of a user, read from standard input, or remove it",
    flags: [
      { name: "email", value: "address", help: "The user, by e-mail address" },
      { name: "user", value: "usr_…", help: "The user, by id" },
      { name: "clear", help: "Remove the password instead" },
      ...place,
    ],
    examples: ["clickclack admin user set-password --email grace@example.org < password.txt"],
    load: async () => (await import("./admin-users.ts")).setPassword,
  },
  {
    path: "admin member add",
    summary: "Add a user to a workspace",
    flags: [
      { name: "workspace", value: "wsp_…", help: "The workspace" },
      { name: "created-by", value: "usr_…", help: "The owner or moderator in whose name it happens" },
      { name: "email", value: "address", help: "The user, by e-mail address" },
      { name: "user", value: "usr_…", help: "The user, by id" },
      { name: "role", value: "member|moderator", help: "Role in the workspace (default: member)" },
      ...place,
    ],
    examples: ["clickclack admin member add --workspace wsp_01k… --created-by usr_01k… --email grace@example.org"],
    load: async () => (await import("./admin-users.ts")).addMember,
  },
  {
    path: "admin invite create",
    summary: "Make an invitation to a workspace; prints its token",
    flags: [{ name: "workspace", value: "wsp_…", help: "The workspace" }, ...place],
    examples: ["clickclack admin invite create --workspace wsp_01k…"],
    load: async () => (await import("./admin-users.ts")).createInvite,
  },
  {
    path: "admin bot create",
    summary: "Make a bot with a token; prints one line of JSON",
    flags: [
      { name: "workspace", value: "wsp_…", help: "The workspace" },
      { name: "created-by", value: "usr_…", help: "The owner or moderator in whose name it happens" },
      { name: "name", value: "name", help: "Display name of the bot" },
      { name: "owner", value: "usr_…", help: "Make it this person's own bot" },
      { name: "handle", value: "handle", help: "Handle for mentions" },
      { name: "avatar-url", value: "url", help: "Picture" },
      { name: "token-name", value: "name", help: "Name of the token (default: default)" },
      { name: "scopes", value: "list", help: "What the token may do, separated by commas (default: bot:write)" },
      { name: "plain", help: "Print the token alone" },
      ...place,
    ],
    examples: ["clickclack admin bot create --workspace wsp_01k… --created-by usr_01k… --name Deploys --plain"],
    load: async () => (await import("./admin-bots.ts")).createBot,
  },
  {
    path: "admin magic-link create",
    summary: "Make a sign-in token for an address, valid once within 15 minutes",
    flags: [
      { name: "email", value: "address", help: "E-mail address of the person" },
      { name: "name", value: "name", help: "Display name, when the person is new" },
      ...place,
    ],
    examples: ["clickclack admin magic-link create --email ada@example.org"],
    load: async () => (await import("./admin-users.ts")).createMagicLink,
  },
  {
    path: "admin events prune",
    summary: "Remove old events of a workspace's log; messages stay",
    flags: [
      { name: "workspace", value: "wsp_…", help: "The workspace" },
      { name: "older-than-days", value: "n", help: "Remove what is older than so many days" },
      { name: "before", value: "time", help: "Remove what is older than this moment (RFC 3339)" },
      { name: "keep-latest", value: "n", help: "Keep the newest n, whatever their age" },
      ...place,
    ],
    examples: ["clickclack admin events prune --workspace wsp_01k… --older-than-days 90 --keep-latest 10000"],
    load: async () => (await import("./admin-events.ts")).pruneEvents,
  },
  {
    path: "admin identity sync",
    summary: "Link people to their profiles in a directory's export and take over name, handle and picture",
    flags: [
      { name: "source", value: "name", help: "Name of the directory, the same every time" },
      { name: "file", value: "json", help: "The export: at most 4 MiB and 10,000 profiles" },
      ...place,
    ],
    examples: ["clickclack admin identity sync --source staff --file people.json"],
    load: async () => (await import("./admin-identity.ts")).syncIdentities,
  },
  {
    path: "admin webpush keygen",
    summary: "Make a pair of keys for web push",
    flags: [],
    examples: ["clickclack admin webpush keygen"],
    load: async () => (await import("./admin-webpush.ts")).keygen,
  },
]
