import { expect, test } from "bun:test"
import type { Page } from "playwright-core"
import { findings, sideways } from "./axe.ts"
import { box, room, stage } from "./stage.ts"

const { server, visit } = stage()

const admin = async (place: { home: string; path: string }, section: string, look = {}) => {
  const page = await visit("Olive Owner", place.path, look)
  await page.goto(`${place.home}/settings/${section}`)
  await page.locator(".page h1").waitFor()
  return page
}
const dialog = (page: Page) => page.getByRole("dialog")
const line = (page: Page, text: string) => page.locator(".list-line", { hasText: text }).first()

test("the owner renames the workspace, and everybody sees the new name", async () => {
  const place = await room(server())
  const [page, bob] = [await admin(place, "overview"), await visit("Bob Noyce", place.path)]
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Harbour office")
  await page.getByRole("button", { name: "Save" }).click()
  await page.getByText("Saved.").waitFor()
  await bob.locator(".side-space", { hasText: "Harbour office" }).waitFor()
})

test("ownership is handed over to a member, who is then asked instead", async () => {
  const place = await room(server())
  const page = await admin(place, "overview")
  await page.getByRole("button", { name: "Choose the new owner" }).click()
  await dialog(page).locator(".pick .menu-item", { hasText: "Ada Byron" }).click()
  await page.getByRole("heading", { name: "Make Ada Byron the owner?" }).waitFor()
  await dialog(page).getByRole("button", { name: "Hand over" }).click()
  await page.getByText("Only the owner can hand the workspace over").waitFor()
  expect((await place.ada.client.workspaces.get(place.workspace)).workspace.role).toBe("owner")
})

test("deleting the workspace takes its name, typed", async () => {
  const place = await room(server())
  const { workspace } = await place.owner.client.workspaces.get(place.workspace)
  const page = await admin(place, "overview")
  await page.getByRole("button", { name: "Delete", exact: true }).click()
  const final = dialog(page).getByRole("button", { name: "Delete workspace" })
  expect(await final.isDisabled()).toBe(true)
  await dialog(page).getByRole("textbox").fill(workspace.name)
  await final.click()
  await box(page).or(page.getByText("You are in no workspace yet")).first().waitFor()
  expect((await place.owner.client.workspaces.list()).workspaces.some(({ id }) => id === place.workspace)).toBe(false)
})

test("members are found by name, get a role, a time-out, a note and a block, each of which can be lifted", async () => {
  const place = await room(server())
  const page = await admin(place, "members")
  await page.getByText("3 people").waitFor()
  await page.getByRole("searchbox", { name: "Find a member" }).fill("noyce")
  await line(page, "Ada Byron").waitFor({ state: "detached" })
  const menu = async (name: string) => {
    await page.getByRole("button", { name: "More for Bob Noyce" }).click()
    await page.getByRole("menuitem", { name }).click()
  }
  await menu("Time out for 1 hour")
  await page.getByText(/Timed out until/).waitFor()
  await menu("End the time-out")
  await page.getByText(/Timed out until/).waitFor({ state: "detached" })
  await menu("Write a note")
  await dialog(page).getByRole("textbox", { name: "Note" }).fill("New here")
  await dialog(page).getByRole("button", { name: "Save" }).click()
  await page.getByText("Note: New here").waitFor()
  await menu("Block")
  await page.getByRole("heading", { name: "Block Bob Noyce?" }).waitFor()
  await dialog(page).getByRole("button", { name: "Block" }).click()
  await page.getByText("Blocked", { exact: true }).waitFor()
  await menu("Lift the block")
  await page.getByText("Blocked", { exact: true }).waitFor({ state: "detached" })
  const changed = page.waitForResponse((answer) => answer.request().method() === "PATCH")
  await page.getByRole("combobox", { name: "Role of Bob Noyce" }).selectOption("moderator")
  await changed
  expect((await place.bob.client.workspaces.get(place.workspace)).workspace.role).toBe("moderator")
})

test("an invite is made, listed and revoked", async () => {
  const place = await room(server())
  const page = await admin(place, "invites")
  await page.getByText("No link is open.").waitFor()
  await page.getByRole("button", { name: "Invite people" }).click()
  await page.getByRole("button", { name: "Make a link" }).click()
  await page.locator(".secret").waitFor()
  await page.getByRole("button", { name: "Done" }).click()
  await line(page, "Joins as member").getByRole("button", { name: "Revoke" }).click()
  await dialog(page).getByRole("button", { name: "Revoke" }).click()
  await page.getByText("No link is open.").waitFor()
})

test("a channel is renamed, archived and brought back, and its sidebar follows", async () => {
  const place = await room(server())
  const [page, bob] = [await admin(place, "channels"), await visit("Bob Noyce", place.path)]
  await page.getByRole("button", { name: "Rename talk" }).click()
  await dialog(page).getByRole("textbox", { name: "Name" }).fill("chatter")
  await dialog(page).getByRole("button", { name: "Rename" }).click()
  await bob.locator(".sidebar .row", { hasText: "chatter" }).waitFor()
  await page.getByRole("button", { name: "Archive chatter" }).click()
  await dialog(page).getByRole("button", { name: "Archive" }).click()
  await bob.getByRole("button", { name: "Archived" }).waitFor()
  await page.getByRole("button", { name: "Bring back" }).click()
  await page.getByRole("button", { name: "Archive chatter" }).waitFor()
})

test("a bot of the workspace gets a token that is shown once, works, is revoked, and the bot is deleted by name", async () => {
  const place = await room(server())
  const page = await admin(place, "bots")
  await page.getByText("No bot is here yet.").waitFor()
  await page.getByRole("button", { name: "New bot" }).click()
  await page.getByRole("textbox", { name: "Name" }).fill("Crane")
  await dialog(page).getByText("A token", { exact: true }).click()
  await page.getByRole("button", { name: "Make a token" }).click()
  const token = (await page.locator(".secret code").innerText()).trim()
  const answer = await fetch(`${server().url}/api/me`, { headers: { Authorization: `Bearer ${token}` } })
  expect(answer.status).toBe(200)
  await page.getByRole("button", { name: "Done" }).click()
  await line(page, "Crane").waitFor()
  expect(await page.getByText(token).count()).toBe(0)
  await page.getByRole("button", { name: "Revoke default of Crane" }).click()
  await page.getByRole("heading", { name: "Revoke “default”?" }).waitFor()
  await dialog(page).getByRole("button", { name: "Revoke" }).click()
  await page.getByText("No token: it cannot connect.").waitFor()
  const after = await fetch(`${server().url}/api/me`, { headers: { Authorization: `Bearer ${token}` } })
  expect(after.status).toBe(401)
  await page.getByRole("button", { name: "More for Crane" }).click()
  await page.getByRole("menuitem", { name: "Delete" }).click()
  await dialog(page).getByRole("textbox").fill("Crane")
  await dialog(page).getByRole("button", { name: "Delete bot" }).click()
  await page.getByText("No bot is here yet.").waitFor()
})

/** A bot, so that commands and apps have somebody to answer. */
const withBot = async () => {
  const place = await room(server())
  const { bot } = await place.owner.client.bots.create(place.workspace, { display_name: "Crane" })
  return { ...place, bot: bot.id }
}

test("a webhook is made with a secret shown once, shows its deliveries, and is ended", async () => {
  const place = await withBot()
  const page = await admin(place, "webhooks")
  await page.getByText("Nobody is called yet.").waitFor()
  await page.getByRole("button", { name: "New webhook" }).click()
  await page.getByRole("textbox", { name: "Address" }).fill("https://hooks.example.org/in")
  await page.getByRole("button", { name: "Make it" }).click()
  await page.locator(".secret", { hasText: "ccs_" }).waitFor()
  await page.getByRole("button", { name: "Done" }).click()
  await page.getByRole("button", { name: "Deliveries" }).click()
  await page.getByText("Nothing was sent yet.").waitFor()
  await page.getByRole("button", { name: "New secret" }).click()
  await dialog(page).getByRole("button", { name: "New secret" }).click()
  await page.locator(".secret", { hasText: "ccs_" }).waitFor()
  await page.getByRole("button", { name: "Done" }).click()
  await page.getByRole("button", { name: "End", exact: true }).click()
  await dialog(page).getByRole("button", { name: "End it" }).click()
  await page.getByText("Nobody is called yet.").waitFor()
})

test("an incoming hook is made with an address shown once, which posts, and is ended", async () => {
  const place = await room(server())
  const page = await admin(place, "incoming")
  await page.getByText("No hook is open.").waitFor()
  await page.getByRole("button", { name: "New hook" }).click()
  await page.getByRole("textbox", { name: "Name" }).fill("Deploys")
  await page.getByRole("button", { name: "Make it" }).click()
  const url = (await page.locator(".secret code").first().innerText()).trim()
  const post = () =>
    fetch(new URL(new URL(url).pathname, server().url), {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ text: "Release 7 is live" }),
    })
  expect((await post()).status).toBe(200)
  await page.getByRole("button", { name: "Done" }).click()
  await page.reload()
  await line(page, "Deploys").getByText(/^used/).waitFor()
  await page.getByRole("button", { name: "End Deploys" }).click()
  await dialog(page).getByRole("button", { name: "End it" }).click()
  await page.getByText("No hook is open.").waitFor()
  expect((await post()).status).toBe(404)
  await page.goto(place.path)
  await page.locator(".main article", { hasText: "Release 7 is live" }).waitFor()
})

test("a slash command is made and ended, an app removed, and the audit log tells it", async () => {
  const place = await withBot()
  await place.owner.client.apps.install(place.workspace, { app_slug: "custom", bot_user_id: place.bot })
  const page = await admin(place, "commands")
  await page.getByRole("button", { name: "New command" }).click()
  await page.getByRole("textbox", { name: "Command" }).fill("/deploy")
  await page.getByRole("textbox", { name: "Address" }).fill("https://hooks.example.org/deploy")
  await page.getByRole("button", { name: "Make it" }).click()
  await page.locator(".secret", { hasText: "ccs_" }).waitFor()
  await page.getByRole("button", { name: "Done" }).click()
  await page.getByRole("button", { name: "End /deploy" }).click()
  await dialog(page).getByRole("button", { name: "End it" }).click()
  await page.getByText("There is no command yet.").waitFor()
  await page.getByRole("link", { name: "Apps" }).click()
  await page.getByRole("button", { name: "Remove custom" }).click()
  await dialog(page).getByRole("button", { name: "Remove" }).click()
  await page.getByText("No app is installed.").waitFor()
  await page.getByRole("link", { name: "Audit log" }).click()
  await page.locator(".list-line", { hasText: "Olive Owner" }).first().waitFor()
  expect(await page.locator(".list-line").count()).toBeGreaterThan(3)
})

const pages = [
  "overview",
  "members",
  "invites",
  "channels",
  "bots",
  "incoming",
  "webhooks",
  "commands",
  "apps",
  "audit",
]
const full = async () => {
  const place = await withBot()
  const { client } = place.owner
  await client.apps.install(place.workspace, { app_slug: "custom", bot_user_id: place.bot })
  await client.invites.create(place.workspace)
  await client.subscriptions.create(place.workspace, {
    callback_url: "https://hooks.example.org/a/long/address/that/goes/on/and/on/and/on",
    event_types: ["message.created", "reaction.added"],
  })
  await client.incomingHooks.create(place.channel, { display_name: "Deploys" })
  await client.slashCommands.create(place.workspace, {
    command: "/deploy",
    callback_url: "https://hooks.example.org/deploy",
    bot_user_id: place.bot,
  })
  await client.channels.create(place.workspace, { name: "secret", kind: "private" })
  return place
}

for (const theme of ["light", "dark"] as const)
  test(`axe finds nothing in the administration (${theme})`, async () => {
    const place = await full()
    const page = await admin(place, "overview", { theme })
    for (const section of pages) {
      await page.locator(`.sidebar a[href$="/settings/${section}"]`).click()
      await page.locator(`.sidebar a[href$="/settings/${section}"][aria-current]`).waitFor()
      if (section !== "overview") await page.locator(".list-line").first().waitFor()
      expect([section, ...(await findings(page))]).toEqual([section])
    }
  })

for (const width of [320, 768])
  test(`nothing of the administration is cut or scrolls sideways at ${width} px`, async () => {
    const place = await full()
    const page = await admin(place, "overview", { width, height: 700, touch: width < 640 })
    for (const section of pages) {
      await page.goto(`${place.home}/settings/${section}`)
      await page
        .locator(section === "overview" ? ".set" : ".list-line")
        .first()
        .waitFor()
      expect([section, await sideways(page)]).toEqual([section, 0])
      const cut = await page.locator(".page").evaluate((frame) => frame.scrollWidth - frame.clientWidth)
      expect([section, cut]).toEqual([section, 0])
    }
  })
