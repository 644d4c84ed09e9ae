import { expect, test } from "bun:test"
import { refused } from "./support/refused.ts"
import type { Person } from "./support/server.ts"
import { onBothEngines } from "./support/server.ts"

const newBot = async (owner: Person, workspace: string) =>
  (await owner.client.bots.create(workspace, { display_name: "Robin" })).bot.id

onBothEngines("an app", (server) => {
  test("is installed by managers, seen by members, and by nobody else", async () => {
    const { workspace, owner } = await server().room()
    const bot_user_id = await newBot(owner, workspace)
    const { app_installation } = await owner.client.apps.install(workspace, { app_slug: "Open Claw", bot_user_id })
    expect(app_installation).toMatchObject({
      app_slug: "open-claw",
      display_name: "open-claw",
      config: {},
      bot_user_id,
    })
    const mia = await server().member(workspace, "Mia Member")
    expect((await mia.client.apps.list(workspace)).app_installations).toEqual([app_installation])
    expect(await refused(mia.client.apps.install(workspace, { app_slug: "x", bot_user_id }))).toBe(403)
    expect(await refused(mia.client.apps.revoke(app_installation.id))).toBe(403)
    const stranger = await server().as("Sam Stranger")
    expect(await refused(stranger.client.apps.list(workspace))).toBe(404)
    expect(await refused(stranger.client.apps.revoke(app_installation.id))).toBe(404)
  })

  test("is installed once under a setup nonce, and not again once it was removed", async () => {
    const { workspace, owner } = await server().room()
    const bot_user_id = await newBot(owner, workspace)
    const wanted = { app_slug: "custom", bot_user_id, setup_nonce: "the same each time" }
    const { app_installation: first } = await owner.client.apps.install(workspace, wanted)
    expect((await owner.client.apps.install(workspace, wanted)).app_installation).toEqual(first)
    expect(await refused(owner.client.apps.install(workspace, { ...wanted, display_name: "Other" }))).toBe(409)
    expect(
      await refused(owner.client.bots.create(workspace, { display_name: "R", setup_nonce: wanted.setup_nonce })),
    ).toBe(409)
    await owner.client.apps.revoke(first.id)
    expect(await refused(owner.client.apps.install(workspace, wanted))).toBe(409)
  })

  test("goes with its bot when the bot leaves", async () => {
    const { workspace, owner } = await server().room()
    const bot_user_id = await newBot(owner, workspace)
    await owner.client.apps.install(workspace, { app_slug: "custom", bot_user_id })
    await owner.client.bots.leave(workspace, bot_user_id)
    expect((await owner.client.apps.list(workspace)).app_installations).toEqual([])
    expect(await refused(owner.client.apps.install(workspace, { app_slug: "custom", bot_user_id }))).toBe(404)
  })

  test("keeps everything when its bot may not be deleted by who removes it", async () => {
    const { workspace, owner } = await server().room()
    const mod = await server().member(workspace, "Mo Derator", "moderator")
    const { bot } = await mod.client.bots.create(workspace, { display_name: "Mine", owner_user_id: mod.id })
    const { app_installation } = await owner.client.apps.install(workspace, { app_slug: "c", bot_user_id: bot.id })
    expect(await refused(owner.client.apps.revoke(app_installation.id, { delete_bot: true }))).toBe(403)
    expect((await owner.client.apps.list(workspace)).app_installations).toHaveLength(1)
    const { deleted_bot, revoked } = await mod.client.apps.revoke(app_installation.id, { delete_bot: true })
    expect(deleted_bot?.id).toBe(bot.id)
    expect(revoked.bot_tokens).toBe(1)
    expect((await mod.client.apps.revoke(app_installation.id, { delete_bot: true })).deleted_bot).toBeUndefined()
  })

  test("and who administered it stand in the audit log, which guests do not read", async () => {
    const { workspace, owner } = await server().room()
    const bot_user_id = await newBot(owner, workspace)
    const { app_installation } = await owner.client.apps.install(workspace, { app_slug: "custom", bot_user_id })
    await owner.client.apps.revoke(app_installation.id)
    const { audit_log_entries } = await owner.client.auditLog.list(workspace, { limit: 2 })
    expect(audit_log_entries.map(({ action, actor_user_id, target_id }) => [action, actor_user_id, target_id])).toEqual(
      [
        ["app_installation.revoked", owner.id, app_installation.id],
        ["app_installation.created", owner.id, app_installation.id],
      ],
    )
    const guest = await server().member(workspace, "Gus Guest")
    await owner.client.moderation.update(workspace, guest.id, { role: "guest" })
    expect(await refused(guest.client.auditLog.list(workspace))).toBe(403)
    expect(await refused(guest.client.apps.list(workspace))).toBe(403)
  })
})

onBothEngines("the audit log", (server) => {
  test("tells nobody of a private channel that they are not in, and only managers what was noted about somebody", async () => {
    const { workspace, owner } = await server().room()
    const [mia, mod] = [
      await server().member(workspace, "Mia Member"),
      await server().member(workspace, "Mo Derator", "moderator"),
    ]
    const { channel } = await owner.client.channels.create(workspace, { name: "secret", kind: "private" })
    await owner.client.channels.update(channel.id, { name: "very-secret" })
    await owner.client.incomingHooks.create(channel.id, { display_name: "Jenkins" })
    await owner.client.moderation.update(workspace, mia.id, { moderation_note: "watch her" })
    const read = async (who: typeof mia) =>
      (await who.client.auditLog.list(workspace)).audit_log_entries.map((entry) => [
        entry.action,
        JSON.stringify(entry),
      ])
    const actions = ["member.moderation_updated", "incoming_hook.created", "channel.updated"]
    expect((await read(owner)).map(([action]) => action).slice(0, 3)).toEqual(actions)
    for (const who of [mia, mod]) {
      const told = await read(who)
      expect(told[0]![0]).toBe(actions[0]!)
      expect(told.some(([action]) => actions.slice(1).includes(action!))).toBe(false)
      expect(JSON.stringify(told)).not.toContain("secret")
      expect(JSON.stringify(told).includes("watch her")).toBe(who === mod)
    }
  })
})

onBothEngines("a connected account", (server) => {
  test("is noted by managers, and revoked by them or whose it is", async () => {
    const { workspace, owner } = await server().room()
    const [ola, una] = [await server().member(workspace, "Ola Owner"), await server().member(workspace, "Una Usual")]
    const wanted = { user_id: ola.id, provider: "Git Hub", provider_account_id: "42", scopes: ["repo", " repo "] }
    const { connected_account } = await owner.client.connectedAccounts.create(workspace, wanted)
    expect(connected_account).toMatchObject({ provider: "git-hub", scopes: ["repo"], metadata: {}, user_id: ola.id })
    expect((await una.client.connectedAccounts.list(workspace)).connected_accounts).toEqual([connected_account])
    expect(await refused(una.client.connectedAccounts.create(workspace, wanted))).toBe(403)
    expect(await refused(una.client.connectedAccounts.revoke(connected_account.id))).toBe(403)
    const ended = await ola.client.connectedAccounts.revoke(connected_account.id)
    expect((await owner.client.connectedAccounts.revoke(connected_account.id)).connected_account).toEqual(
      ended.connected_account,
    )
    expect((await una.client.connectedAccounts.list(workspace)).connected_accounts).toEqual([])
    const stranger = await server().as("Sam Stranger")
    expect(await refused(stranger.client.connectedAccounts.revoke(connected_account.id))).toBe(404)
    expect(await refused(owner.client.connectedAccounts.create(workspace, { ...wanted, user_id: stranger.id }))).toBe(
      404,
    )
  })
})
