import { expect, test } from "bun:test"
import { refusal, refused } from "./support/refused.ts"
import { onBothEngines, personOn } from "./support/server.ts"

onBothEngines("a profile", (server) => {
  test("is seen whole by oneself, and without what is private by others", async () => {
    const { workspace, owner } = await server().room()
    const ada = await server().member(workspace, "Ada Profile")
    const { user } = await ada.client.me.get()
    expect(user).toMatchObject({
      id: ada.id,
      kind: "human",
      display_name: "Ada Profile",
      handle: "",
      notification_settings: { pushover_enabled: false, pushover_user_key: "" },
      password_enrolled: false,
    })
    expect(user.avatar_url).toStartWith("https://gravatar.com/avatar/")
    const { text } = await owner.call("GET", `/api/workspaces/${workspace}/members`)
    expect(text).toContain("Ada Profile")
    expect(text).not.toMatch(/pushover|password|@example\.org|preferences/)
  })

  test("changes for all workspaces at once, where others can see it", async () => {
    const { workspace, owner } = await server().room()
    const ada = await server().member(workspace, "Ada Renamed")
    const heard = await owner.listen(workspace)
    const handle = `ada-${crypto.randomUUID().slice(0, 8)}`
    const { user } = await ada.client.me.update({ display_name: " Countess ", handle: ` @${handle.toUpperCase()}` })
    expect(user).toMatchObject({ display_name: "Countess", handle })
    const event = await heard.heard(({ type }) => type === "user.updated")
    expect(event.payload).toMatchObject({ user_id: ada.id, user: { display_name: "Countess", handle } })
    expect(event.payload).not.toHaveProperty("user.notification_settings")
    // What only she sees is told to nobody.
    await ada.client.me.update({ appearance_preferences: { color_mode: "dark" } })
    await ada.client.me.update({ display_name: "Countess" })
    await owner.client.workspaces.update(workspace, { name: "The end" })
    await heard.heard(({ type }) => type === "workspace.updated")
    expect(heard.events.map(({ type }) => type)).toEqual(["user.updated", "workspace.updated"])
    heard.close()
  })

  test("takes all of a change or nothing", async () => {
    const ada = await server().as("Ada Whole")
    const bob = await server().as("Bob Whole")
    const handle = `bob-${crypto.randomUUID().slice(0, 8)}`
    await bob.client.me.update({ handle })
    expect(await refusal(ada.client.me.update({ display_name: "Half", handle }))).toEqual({
      status: 400,
      message: "handle is already taken",
    })
    for (const wrong of [
      { display_name: "Half", handle: "x" },
      { display_name: "Half", handle: "-x-" },
      { display_name: "Half", handle: "a b" },
      { display_name: "Half", avatar_url: "javascript:alert(1)" },
      { display_name: "Half", avatar_url: `https://x.example/${"x".repeat(500)}` },
      { display_name: "Half", notification_settings: { pushover_enabled: true, pushover_user_key: "" } },
      { display_name: "Half", notification_settings: { pushover_enabled: false, pushover_user_key: "short" } },
      { display_name: "Half", sidebar_preferences: { channel_order: { wsp_none: [] } } },
      { display_name: " " },
      { display_name: "é".repeat(41) },
    ])
      expect([400, 404]).toContain(await refused(ada.client.me.update(wrong)))
    expect((await ada.client.me.get()).user).toMatchObject({ display_name: "Ada Whole", handle: "" })
    expect((await ada.client.me.update({ display_name: "é".repeat(40) })).user.display_name).toBe("é".repeat(40))
    await ada.client.me.update({ display_name: "Ada Whole" })
  })

  test("of two who want the same handle at once, one gets it", async () => {
    const people = await Promise.all(["Hanna", "Hella", "Hilde"].map((name) => server().as(name)))
    const handle = `h-${crypto.randomUUID().slice(0, 8)}`
    const tries = await Promise.allSettled(people.map(({ client }) => client.me.update({ handle })))
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1)
    for (const each of tries) if (each.status === "rejected") expect([400, 409]).toContain(each.reason.status)
  })

  test("keeps the look without what is the default anyway", async () => {
    const { client } = await server().as("Ada Look")
    expect((await client.me.get()).user).not.toHaveProperty("appearance_preferences")
    const look = async (appearance_preferences: object) =>
      (await client.me.update({ appearance_preferences })).user.appearance_preferences
    expect(await look({ color_mode: "dark", density: "compact", board_theme: "signal" })).toEqual({
      color_mode: "dark",
      density: "compact",
    })
    expect(await look({ density: "comfortable" })).toEqual({ color_mode: "dark" })
    expect(await look({ color_mode: "", message_layout: "outlined" })).toEqual({ message_layout: "outlined" })
  })

  test("keeps the order of the channels for each workspace", async () => {
    const { workspace, channel, owner } = await server().room()
    const { channel: second } = await owner.client.channels.create(workspace, { name: "second" })
    const order = async (ids: string[]) =>
      (await owner.client.me.update({ sidebar_preferences: { channel_order: { [workspace]: ids } } })).user
        .sidebar_preferences!.channel_order![workspace]
    expect(await order([second.id, channel, second.id, "chn_none"])).toEqual([second.id, channel])
    expect(await order([])).toEqual([])
  })

  test("a bot is who its token says, and changes nothing about itself", async () => {
    const { workspace, owner } = await server().room()
    const { bot, bot_token } = await server().services.admin.createBot({
      workspace,
      createdBy: owner.id,
      display_name: "Robo",
    })
    const robo = personOn(server().url, { id: bot.id, email: "", token: bot_token.token! })
    expect((await robo.client.me.get()).user).toMatchObject({ id: bot.id, kind: "bot", display_name: "Robo" })
    expect(await refused(robo.client.me.update({ display_name: "Human" }))).toBe(403)
  })
})
