import type { Files } from "../store/files.ts"
import { admin } from "./admin.ts"
import { apps } from "./apps.ts"
import { attachments } from "./attachments.ts"
import { auditLog } from "./audit.ts"
import { botCommands } from "./bot-commands.ts"
import { botTokens } from "./bot-tokens.ts"
import { bots } from "./bots.ts"
import { channels } from "./channels.ts"
import { connectedAccounts } from "./connected-accounts.ts"
import { deliveries } from "./deliveries.ts"
import type { Deps } from "./deps.ts"
import { directs } from "./directs.ts"
import { incomingHooks } from "./incoming-hooks.ts"
import { invites } from "./invites.ts"
import { members } from "./members.ts"
import { messages } from "./messages.ts"
import { moderation } from "./moderation.ts"
import { notifications } from "./notifications.ts"
import { passwords } from "./passwords.ts"
import { pins } from "./pins.ts"
import { push } from "./push.ts"
import { reactions } from "./reactions.ts"
import { reads } from "./reads.ts"
import { realtime } from "./realtime.ts"
import { routes } from "./routes.ts"
import { search } from "./search.ts"
import { sessions } from "./sessions.ts"
import { setup } from "./setup.ts"
import { setupCodes } from "./setup-codes.ts"
import { signIns } from "./sign-ins.ts"
import { slashCalls } from "./slash-calls.ts"
import { slashCommands } from "./slash-commands.ts"
import { subscriptions } from "./subscriptions.ts"
import { threads } from "./threads.ts"
import { topics } from "./topics.ts"
import { uploads } from "./uploads.ts"
import { users } from "./users.ts"
import { workspaces } from "./workspaces.ts"

export type { Deps } from "./deps.ts"

/** The product in its own words: what HTTP, sockets and the command line call. */
export const createServices = (deps: Deps, files: Files) => {
  const posts = messages(deps)
  const sent = deliveries(deps)
  return {
    admin: admin(deps),
    apps: apps(deps),
    attachments: attachments(deps),
    auditLog: auditLog(deps),
    botCommands: botCommands(deps),
    bots: bots(deps),
    botTokens: botTokens(deps),
    channels: channels(deps, posts),
    connectedAccounts: connectedAccounts(deps),
    deliveries: sent,
    directs: directs(deps),
    incomingHooks: incomingHooks(deps, posts),
    invites: invites(deps),
    members: members(deps),
    messages: posts,
    moderation: moderation(deps),
    notifications: notifications(deps),
    passwords: passwords(deps),
    pins: pins(deps),
    push: push(deps),
    reactions: reactions(deps),
    reads: reads(deps, posts),
    realtime: realtime(deps),
    routes: routes(deps),
    search: search(deps),
    sessions: sessions(deps),
    setup: setup(deps),
    setupCodes: setupCodes(deps),
    signIns: signIns(deps),
    slashCalls: slashCalls(deps, posts),
    slashCommands: slashCommands(deps),
    subscriptions: subscriptions(deps, sent),
    threads: threads(deps),
    topics: topics(deps),
    uploads: uploads(deps, files),
    users: users(deps),
    workspaces: workspaces(deps),
  }
}

export type Services = ReturnType<typeof createServices>
