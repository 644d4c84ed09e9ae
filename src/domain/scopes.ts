import { scopes as all, type Scope } from "../api/endpoint.ts"
import { fail } from "../errors.ts"

const read: Scope[] = [
  "workspaces:read",
  "channels:read",
  "messages:read",
  "threads:read",
  "dms:read",
  "realtime:read",
  "profile:read",
]
const write: Scope[] = [...read, "messages:write", "threads:write", "dms:write", "uploads:write", "commands:write"]

const bundles: Record<string, Scope[]> = {
  "bot:read": read,
  "bot:write": write,
  "bot:admin": [...write, "channels:write"],
}

const known = new Set<string>(all)

/** What a token is granted: bundles taken apart, each scope once, sorted. An item may be a list with commas. */
export const expandScopes = (asked: string[] = []): string[] => {
  const names = asked.flatMap((item) => item.split(",")).map((name) => name.trim())
  const wanted = names.filter((name) => name !== "")
  const granted = new Set<string>()
  for (const name of wanted.length > 0 ? wanted : ["bot:write"]) {
    if (!bundles[name] && !known.has(name)) fail("invalid", `unknown scope ${name.slice(0, 80)}`)
    for (const scope of bundles[name] ?? [name]) granted.add(scope)
  }
  return [...granted].sort()
}
