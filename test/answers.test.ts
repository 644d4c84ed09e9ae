import { expect, test } from "bun:test"
import * as v from "valibot"
import { createClient } from "../sdk/index.ts"
import { endpoints, nameOf } from "../src/api/index.ts"
import { Event } from "../src/events.ts"
import { onBothEngines } from "./support/server.ts"

type Problem = { of: string; problems: string[] }

const told = (issues: readonly v.BaseIssue<unknown>[]) =>
  issues.map((issue) => `${v.getDotPath(issue) ?? ""}: ${issue.message}`)

const endpointOf = (method: string, path: string) =>
  endpoints.find(
    (each) => each.method === method && new RegExp(`^${each.path.replace(/\{\w+\}/g, "[^/]+")}$`).test(path),
  )

onBothEngines("the server", (server) => {
  test("answers what the reference says it answers", async () => {
    const wrong: Problem[] = []
    const seen = new Set<string>()
    const checked = async (url: string, init: RequestInit) => {
      const response = await fetch(url, init)
      const endpoint = endpointOf(init.method ?? "GET", new URL(url).pathname)
      const of = `${endpoint ? nameOf(endpoint) : url} ${response.status}`
      seen.add(of)
      const schema = endpoint?.answers[response.status]
      if (schema === undefined) wrong.push({ of, problems: [await response.clone().text()] })
      else if (schema) {
        const result = v.safeParse(schema, await response.clone().json())
        if (!result.success) wrong.push({ of, problems: told(result.issues) })
      }
      return response
    }
    const { workspace, channel, owner } = await server().room()
    const as = (token: string) => createClient({ baseUrl: server().url, token, fetch: checked })
    const ada = as(owner.token)
    const person = await server().member(workspace, "Bob Builder")
    const bob = as(person.token)

    await ada.server.health()
    await ada.server.ready()
    await ada.server.homeLink()
    await ada.setup.status()
    await ada.events.types()
    await ada.me.get()
    await ada.me.update({ handle: "ada", appearance_preferences: { color_mode: "dark" } })
    await ada.me.sessions()
    await ada.me.bots()
    await ada.workspaces.list()
    await ada.workspaces.get(workspace)
    await ada.workspaces.update(workspace, { name: "Renamed" })
    await ada.members.list(workspace, { limit: 1 })
    await ada.members.list(workspace, { q: "bob" })
    await ada.presence.list(workspace)

    const { invite, token } = await ada.invites.create(workspace, { max_uses: 2 })
    await bob.invites.inspect(token)
    await createClient({ baseUrl: server().url, fetch: checked }).invites.accept({
      token,
      display_name: "Cleo",
      email: `cleo.${crypto.randomUUID()}@example.org`,
    })
    await ada.invites.list(workspace)
    await ada.invites.revoke(invite.id)

    const made = await ada.channels.create(workspace, { name: "den", kind: "private" })
    await ada.channels.addMember(made.channel.id, person.id)
    await bob.channels.members(made.channel.id)
    await bob.channels.removeMember(made.channel.id, person.id)
    await ada.channels.update(made.channel.id, { display_title: "The den" })
    await ada.channels.list(workspace)
    await ada.channels.setNotifications(channel, "mentions")
    await ada.channels.notifications(channel)

    const post = { body: "Hello @ada", nonce: "hello" }
    const { message } = await bob.messages.post(channel, post)
    await bob.messages.post(channel, post)
    await bob.messages.byNonce(workspace, "hello")
    await ada.messages.post(channel, { body: "Quite", quoted_message_id: message.id })
    const answer = { body: "Indeed", nonce: "answer" }
    await ada.threads.reply(message.id, answer)
    await ada.threads.reply(message.id, answer)
    await ada.threads.open(message.id)
    await ada.reactions.add(message.id, "👍")
    await ada.reactions.add(message.id, "👍")
    await ada.messages.list(channel)
    await ada.messages.get(message.id)
    await ada.messages.route(message.id)
    await ada.reactions.remove(message.id, "👍")
    await ada.reactions.remove(message.id, "👍")
    await bob.messages.edit(message.id, "Hello again")
    await ada.reads.mark(channel, 1)
    await bob.messages.remove(message.id)
    await bob.messages.remove(message.id)

    const { conversation } = await ada.dms.create(workspace, [person.id])
    await ada.messages.post(conversation.id, { body: "Psst" })
    await bob.dms.list(workspace)
    await bob.messages.list(conversation.id)
    await bob.reads.mark(conversation.id, 1)
    await bob.dms.hide(conversation.id)
    await bob.dms.open(conversation.id)
    await bob.dms.get(conversation.id)
    const target = (await ada.workspaces.get(workspace)).workspace.route_id
    await bob.routes.resolve(target, conversation.route_id)

    const { bot, bot_token } = await ada.bots.create(workspace, { display_name: "Robin", handle: "robin" })
    await ada.bots.list(workspace)
    await ada.bots.createToken(workspace, bot.id)
    await ada.bots.tokens(workspace, bot.id)
    if (bot_token) await ada.bots.revokeToken(bot_token.id)

    const callback_url = "http://127.0.0.1:1/"
    const { app_installation } = await ada.apps.install(workspace, { app_slug: "custom", bot_user_id: bot.id })
    await ada.apps.list(workspace)
    const command = { command: "deploy", callback_url, bot_user_id: bot.id, app_installation_id: app_installation.id }
    const { slash_command } = await ada.slashCommands.create(workspace, command)
    await ada.slashCommands.list(workspace)
    await ada.slashCommands.rotateSecret(slash_command.id)
    await ada.hooks.slash(channel, "/shrug", "well")
    await ada.hooks.mattermost(channel, "built")
    const { event_subscription: sub } = await ada.subscriptions.create(workspace, { event_types: ["*"], callback_url })
    await ada.subscriptions.list(workspace)
    await ada.messages.post(channel, { body: "Tell them" })
    const { deliveries } = await ada.subscriptions.deliveries(sub.id)
    await ada.subscriptions.redeliver(sub.id, deliveries[0]!.id)
    await ada.subscriptions.rotateSecret(sub.id)
    await ada.subscriptions.revoke(sub.id)
    await ada.slashCommands.revoke(slash_command.id)
    await ada.apps.revoke(app_installation.id, { delete_bot: true })
    const account = { user_id: person.id, provider: "github", provider_account_id: "1" }
    const { connected_account } = await ada.connectedAccounts.create(workspace, account)
    await ada.connectedAccounts.list(workspace)
    await ada.connectedAccounts.revoke(connected_account.id)
    const { incoming_hook } = await ada.incomingHooks.create(channel, { display_name: "Jenkins" })
    await ada.incomingHooks.list(channel)
    await ada.incomingHooks.revoke(incoming_hook.id)
    await ada.auditLog.list(workspace)

    await ada.events.send({ workspace_id: workspace, channel_id: channel, type: "typing.started" })
    const { events } = await ada.events.list({ workspace_id: workspace, include_tail: true })
    for (const event of events) {
      const result = v.safeParse(Event, event)
      if (!result.success) wrong.push({ of: event.type, problems: told(result.issues) })
    }

    expect(wrong).toEqual([])
    expect(seen.size).toBeGreaterThan(75)
  })
})
