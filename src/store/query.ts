import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core"
import { accounts } from "./accounts.ts"
import { apps } from "./apps.ts"
import { audit } from "./audit.ts"
import { bots } from "./bots.ts"
import { channels } from "./channels.ts"
import { connectedAccounts } from "./connected-accounts.ts"
import { directs } from "./directs.ts"
import { events } from "./events.ts"
import { incomingHooks } from "./incoming-hooks.ts"
import { invites } from "./invites.ts"
import { leases } from "./leases.ts"
import { members } from "./members.ts"
import { messages } from "./messages.ts"
import { moderation } from "./moderation.ts"
import { notifications } from "./notifications.ts"
import { pins } from "./pins.ts"
import { places } from "./places.ts"
import { pushDevices } from "./push-devices.ts"
import { reactions } from "./reactions.ts"
import { reads } from "./reads.ts"
import { search } from "./search.ts"
import { sessions } from "./sessions.ts"
import { signIns } from "./sign-ins.ts"
import { slashCommands } from "./slash-commands.ts"
import { subscriptions } from "./subscriptions.ts"
import type { Tables } from "./tables.ts"
import { topics } from "./topics.ts"
import { uploads } from "./uploads.ts"
import { workspaces } from "./workspaces.ts"

/** One connection, as the queries see it. SQLite's builders are typed as Postgres': the calls are the same. */
export type Ctx = { db: PgDatabase<PgQueryResultHKT>; t: Tables; engine: "sqlite" | "postgres" }

/** All queries on one connection. Each noun prepares its hot ones here, once. */
export const gather = (ctx: Ctx) => ({
  accounts: accounts(ctx),
  apps: apps(ctx),
  audit: audit(ctx),
  bots: bots(ctx),
  channels: channels(ctx),
  connectedAccounts: connectedAccounts(ctx),
  directs: directs(ctx),
  events: events(ctx),
  incomingHooks: incomingHooks(ctx),
  invites: invites(ctx),
  leases: leases(ctx),
  members: members(ctx),
  messages: messages(ctx),
  moderation: moderation(ctx),
  notifications: notifications(ctx),
  pins: pins(ctx),
  places: places(ctx),
  pushDevices: pushDevices(ctx),
  reactions: reactions(ctx),
  reads: reads(ctx),
  search: search(ctx),
  sessions: sessions(ctx),
  signIns: signIns(ctx),
  slashCommands: slashCommands(ctx),
  subscriptions: subscriptions(ctx),
  topics: topics(ctx),
  uploads: uploads(ctx),
  workspaces: workspaces(ctx),
})

export type Queries = ReturnType<typeof gather>
export type Row<Name extends keyof Tables> = Tables[Name]["$inferSelect"]
export type NewRow<Name extends keyof Tables> = Tables[Name]["$inferInsert"]
