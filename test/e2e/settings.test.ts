import { expect, test } from "bun:test"
import { findings, sideways } from "./axe.ts"
import { box, message, room, say, stage } from "./stage.ts"

const { server, visit } = stage()

/** A page of settings of somebody, by its address. */
const settings = async (name: string, home: string, path: string, section: string, look = {}) => {
  const page = await visit(name, path, look)
  await page.goto(`${home}/settings/${section}`)
  await page.locator(".page h1").waitFor()
  return page
}

test("a new name is seen by everybody, and Settings leads back to the channel", async () => {
  const place = await room(server())
  await place.ada.client.messages.post(place.channel, { body: "It is me" })
  const [ada, bob] = await Promise.all([visit("Ada Byron", place.path), visit("Bob Noyce", place.path)])
  await ada.getByRole("button", { name: "Settings", exact: true }).click()
  await ada.getByRole("textbox", { name: "Name" }).fill("Countess Ada")
  await ada.getByRole("button", { name: "Save" }).click()
  await ada.getByText("Profile saved.").waitFor()
  await message(bob, "It is me").getByText("Countess Ada").waitFor()
  await ada.getByRole("link", { name: "Settings" }).click()
  await box(ada).waitFor()
  expect(new URL(ada.url()).pathname).toBe(place.path)
  // The name belongs to a person of other tests too.
  await place.ada.client.me.update({ display_name: "Ada Byron" })
})

test("accent and density show at once, on the next start, and on another device", async () => {
  const place = await room(server())
  const page = await settings("Ada Byron", place.home, place.path, "appearance")
  const look = () => page.evaluate(() => ({ ...document.documentElement.dataset }))
  const saved = () =>
    page.waitForResponse((answer) => answer.url().endsWith("/api/me") && answer.request().method() === "PATCH")
  const first = saved()
  await page.getByText("Moss", { exact: true }).click()
  await first
  const second = saved()
  await page.getByText("Compact", { exact: true }).click()
  expect(await look()).toMatchObject({ board: "moss", density: "compact" })
  await second
  const other = await visit("Ada Byron", place.path)
  expect(await other.evaluate(() => ({ ...document.documentElement.dataset }))).toMatchObject({
    board: "moss",
    density: "compact",
  })
  await place.ada.client.me.update({ appearance_preferences: { board_theme: "", density: "" } })
})

test("a session is ended from the list, and that device has to sign in again", async () => {
  const place = await room(server())
  const other = await visit("Bob Noyce", place.path)
  const page = await settings("Bob Noyce", place.home, place.path, "sessions")
  await page.getByText("This one").waitFor()
  while ((await page.getByRole("button", { name: "End", exact: true }).count()) > 0) {
    const ended = page.waitForResponse(
      (answer) => answer.request().method() === "GET" && answer.url().endsWith("/sessions"),
    )
    await page.getByRole("button", { name: "End", exact: true }).first().click()
    await ended
    await page.waitForFunction(() => true)
  }
  await other.getByRole("heading", { name: "Sign in" }).waitFor()
})

test("a member makes a bot of their own by a setup code, sees its token once it is claimed, and revokes it", async () => {
  const place = await room(server())
  const page = await settings("Ada Byron", place.home, place.path, "my-bots")
  await page.getByText("You have no bot here.").waitFor()
  await page.getByRole("button", { name: "New bot" }).click()
  await page.getByRole("textbox", { name: "Name" }).fill("Parrot")
  await page.getByRole("button", { name: "Scopes of Read and write", exact: true }).click()
  await page.getByText("uploads:write").waitFor()
  await page.getByRole("button", { name: "Make a setup code" }).click()
  const code = (await page.locator(".secret code").first().innerText()).trim()
  await page.getByText(/It works once, for \d+:\d\d more/).waitFor()
  expect(await page.locator(".secret code").nth(1).innerText()).toContain("openclaw channels add clickclack --code")
  expect(await findings(page)).toEqual([])
  const { token } = await place.bob.client.bots.claimSetupCode(code)
  expect(token).toStartWith("ccb_")
  await page.getByRole("button", { name: "Done" }).click()
  await page.reload()
  await page.getByText("May read and write").waitFor()
  await page.getByRole("button", { name: "Revoke default of Parrot" }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click()
  await page.getByText("No token: it cannot connect.").waitFor()
})

test("pages for managers tell a member so", async () => {
  const place = await room(server())
  const page = await settings("Ada Byron", place.home, place.path, "members")
  await page.getByRole("heading", { name: "This page is for managers" }).waitFor()
  expect(await page.getByRole("link", { name: "Audit log" }).count()).toBe(0)
})

test("a page that cannot be loaded says so, and loads at another try", async () => {
  const place = await room(server())
  const page = await visit("Ada Byron", place.path)
  await page.route("**/api/me/bots", (route) => route.abort())
  await page.goto(`${place.home}/settings/my-bots`)
  await page.getByText("The server did not answer.").waitFor()
  expect(await findings(page)).toEqual([])
  await page.unroute("**/api/me/bots")
  await page.getByRole("button", { name: "Try again" }).click()
  await page.getByText("You have no bot here.").waitFor()
})

test("by key alone: to the settings, to a page, into a dialog and out again, with the focus back where it was", async () => {
  const place = await room(server())
  const page = await visit("Ada Byron", place.path)
  await page.keyboard.press("Control+k")
  await page.getByRole("combobox").fill("settings")
  await page.keyboard.press("Enter")
  await page.locator(".sidebar a[aria-current]", { hasText: "Profile" }).waitFor()
  await page.getByRole("link", { name: "My bots" }).focus()
  await page.keyboard.press("Enter")
  await page.getByText("You have no bot here.").waitFor()
  await page.getByRole("button", { name: "New bot" }).focus()
  await page.keyboard.press("Enter")
  await page.getByRole("dialog").waitFor()
  await page.keyboard.press("Escape")
  await page.getByRole("dialog").waitFor({ state: "detached" })
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("New bot")
})

const pages = ["profile", "appearance", "notifications", "sessions", "my-bots"]
for (const theme of ["light", "dark"] as const)
  test(`axe finds nothing in my settings (${theme})`, async () => {
    const place = await room(server())
    const page = await settings("Ada Byron", place.home, place.path, "profile", { theme })
    for (const section of pages) {
      await page.locator(`.sidebar a[href$="/settings/${section}"]`).click()
      await page.locator(`.sidebar a[href$="/settings/${section}"][aria-current]`).waitFor()
      expect([section, ...(await findings(page))]).toEqual([section])
    }
  })

test("on a phone the list of settings and its pages take turns, and nothing scrolls sideways", async () => {
  const place = await room(server())
  const page = await visit("Ada Byron", place.path, { width: 320, height: 640, touch: true })
  await say(page, "kept")
  await page.goto(`${place.home}/settings`)
  await page.getByRole("link", { name: "Appearance" }).waitFor()
  expect(await findings(page)).toEqual([])
  for (const section of pages) {
    await page.locator(`.sidebar a[href$="/settings/${section}"]`).click()
    await page.locator(".page h1").waitFor()
    expect([section, await sideways(page), ...(await findings(page))]).toEqual([section, 0])
    await page.getByRole("button", { name: "Back to settings" }).click()
    await page.getByRole("link", { name: "Appearance" }).waitFor()
  }
})
