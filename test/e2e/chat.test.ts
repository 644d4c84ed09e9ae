import { expect, test } from "bun:test"
import { box, choose, message, room, say, stage, tool } from "./stage.ts"

const { server, visit } = stage()

const two = async () => {
  const place = await room(server())
  const [ada, bob] = await Promise.all([visit("Ada Byron", place.path), visit("Bob Noyce", place.path)])
  return { ...place, page: ada, other: bob }
}

test("an edit by Arrow-up shows on the other screen, marked as edited", async () => {
  const { page, other } = await two()
  await say(page, "Teh plan")
  await message(other, "Teh plan").waitFor()
  await box(page).press("ArrowUp")
  await page.getByLabel("Edit message").fill("The plan")
  await page.getByLabel("Edit message").press("Enter")
  await message(other, "The plan").getByText("edited").waitFor()
  expect(await message(other, "Teh plan").count()).toBe(0)
  expect(await box(page).evaluate((element) => element === document.activeElement)).toBe(true)
})

test("a reaction is counted for both, and taken back with a click", async () => {
  const { page, other } = await two()
  await say(page, "Shipped")
  await tool(other, "Shipped", "React")
  await other.locator(".emoji-row .emoji").first().click()
  const chip = message(page, "Shipped").locator(".chip[aria-pressed]")
  await chip.waitFor()
  expect(await chip.getAttribute("aria-pressed")).toBe("false")
  await chip.click()
  await message(other, "Shipped").locator(".chip", { hasText: "2" }).waitFor()
  await chip.click()
  await message(other, "Shipped").locator(".chip", { hasText: "1" }).waitFor()
})

test("a deleted message asks first, goes for everybody, and the focus comes back", async () => {
  const { page, other } = await two()
  await say(page, "Oh no")
  await message(other, "Oh no").waitFor()
  await choose(page, "Oh no", "Delete")
  const dialog = page.getByRole("dialog")
  await dialog.getByText("Oh no").waitFor()
  await dialog.getByRole("button", { name: "Delete" }).click()
  await message(other, "Message deleted.").waitFor()
  expect(await page.evaluate(() => document.activeElement?.tagName)).not.toBe("BODY")
})

test("a thread is answered beside the channel and counted under its root", async () => {
  const { page, other } = await two()
  await say(page, "Who is in?")
  await message(other, "Who is in?").waitFor()
  await tool(page, "Who is in?", "Reply in thread")
  await page.locator(".pane .composer-text").fill("Me")
  await page.locator(".pane .composer-text").press("Enter")
  await message(other, "Who is in?").getByText("1 reply").click()
  await other.locator(".pane article", { hasText: "Me" }).waitFor()
  await other.locator(".pane .composer-text").fill("Me too")
  await other.locator(".pane .composer-text").press("Enter")
  await page.locator(".pane article", { hasText: "Me too" }).waitFor()
  expect(await page.locator(".main article").count()).toBe(1)
  await page.locator(".pane .composer-text").press("Escape")
  await page.locator(".pane").waitFor({ state: "detached" })
})

test("a quote shows what it answers to, and goes there", async () => {
  const { page, other } = await two()
  await say(page, "The **old** price")
  await message(other, "The old price").waitFor()
  await tool(other, "The old price", "Quote")
  await say(other, "Agreed")
  const quote = message(page, "Agreed").locator(".quote")
  await quote.waitFor()
  expect(await quote.innerText()).toContain("The old price")
  await quote.click()
  await page.locator("article.is-target", { hasText: "The old price" }).waitFor()
})

test("typing anywhere goes into the message box, and a half-composed word is not sent", async () => {
  const { page } = await two()
  await page.locator(".main .timeline").focus()
  await page.keyboard.type("hey")
  expect(await box(page).inputValue()).toBe("hey")
  await box(page).dispatchEvent("keydown", { key: "Enter", isComposing: true, bubbles: true, cancelable: true })
  expect(await box(page).inputValue()).toBe("hey")
})

test("a direct message reaches the other, bold with a count", async () => {
  const { page, other } = await two()
  await page.getByRole("button", { name: "New message" }).click()
  await page.getByRole("textbox", { name: "To" }).fill("Bob")
  await page.getByRole("textbox", { name: "To" }).press("Enter")
  await page.getByRole("button", { name: "Open conversation" }).click()
  await page.getByRole("heading", { name: "Bob Noyce" }).first().waitFor()
  await say(page, "Just us")
  const row = other.locator(".row", { hasText: "Ada Byron" })
  await row.locator(".badge", { hasText: "1" }).waitFor()
  await row.click()
  await message(other, "Just us").waitFor()
  await row.locator(".badge").waitFor({ state: "detached" })
})

test("the switcher goes to a channel by a few letters", async () => {
  const { page, owner, workspace } = await two()
  await owner.client.channels.create(workspace, { name: "harbour-board" })
  await page.locator(".row", { hasText: "harbour-board" }).waitFor()
  await page.keyboard.press("Control+k")
  await page.getByRole("combobox").fill("harb")
  await page.getByRole("combobox").press("Enter")
  await page.getByRole("heading", { name: "harbour-board", exact: true }).waitFor()
})

test("an @ offers people; the one chosen is marked for themselves", async () => {
  const { page, other, bob } = await two()
  await bob.client.me.update({ handle: "bobby" })
  await box(page).pressSequentially("ask @bo")
  await page.getByRole("option", { name: /Bob Noyce/ }).waitFor()
  await box(page).press("Tab")
  expect(await box(page).inputValue()).toBe("ask @bobby ")
  await box(page).press("Enter")
  await message(other, "ask @bobby").locator(".mention.is-me").waitFor()
  expect(await message(page, "ask @bobby").locator(".mention.is-me").count()).toBe(0)
})

test("Alt and the arrows walk the channels", async () => {
  const { page, owner, workspace } = await two()
  await owner.client.channels.create(workspace, { name: "anchors" })
  await page.locator(".row", { hasText: "anchors" }).waitFor()
  await page.keyboard.press("Alt+ArrowUp")
  await page.getByRole("heading", { name: "anchors", exact: true }).waitFor()
  await page.keyboard.press("Alt+ArrowDown")
  await page.getByRole("heading", { name: "talk", exact: true }).waitFor()
})
