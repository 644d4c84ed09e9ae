import { expect, test } from "bun:test"
import type { Page } from "playwright-core"
import { startReceiver } from "../support/receiver.ts"
import { startServer } from "../support/server.ts"
import { box, message, room, say, stage } from "./stage.ts"

const { server, visit } = stage(() => startServer("sqlite", { CLICKCLACK_CALLBACKS_ALLOW_PRIVATE: "true" }))

const alone = async () => {
  const place = await room(server())
  await place.bob.client.me.update({ handle: `bob-${place.channel.slice(-6).toLowerCase()}` })
  return { ...place, page: await visit("Ada Byron", place.path) }
}
const list = (page: Page) => page.locator(".main [role=listbox]")
const value = (page: Page) => box(page).inputValue()
const paste = (page: Page, words: string, html = "") =>
  box(page).evaluate(
    (field, { words, html }) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData("text/plain", words)
      if (html) clipboardData.setData("text/html", html)
      const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true })
      if (field.dispatchEvent(event)) document.execCommand("insertText", false, words)
    },
    { words, html },
  )

test("people and channels are completed by Tab and Enter, and Esc leaves the letters", async () => {
  const { page, owner, workspace } = await alone()
  await owner.client.channels.create(workspace, { name: "harbour-board" })
  await page.locator(".row", { hasText: "harbour-board" }).waitFor()
  await box(page).pressSequentially("Ask @bob")
  await list(page).getByRole("option", { name: "Bob Noyce" }).waitFor()
  const active = await box(page).getAttribute("aria-activedescendant")
  expect(await page.locator(`[id="${active}"]`).getAttribute("aria-selected")).toBe("true")
  await box(page).press("Tab")
  expect(await value(page)).toMatch(/^Ask @bob-\S+ $/)
  await box(page).pressSequentially("in #harb")
  await list(page).getByRole("option", { name: "harbour-board" }).waitFor()
  await box(page).press("Escape")
  await list(page).waitFor({ state: "detached" })
  expect(await value(page)).toMatch(/#harb$/)
  await box(page).pressSequentially("our")
  await list(page).waitFor()
  await box(page).press("Enter")
  expect(await value(page)).toMatch(/ in #harbour-board $/)
  await box(page).press("Enter")
  await message(page, "Ask").getByRole("link", { name: "#harbour-board" }).click()
  await page.getByRole("heading", { name: "harbour-board", exact: true }).waitFor()
})

test("an emoji comes by name, by the list or by its second colon", async () => {
  const { page } = await alone()
  await box(page).pressSequentially("Done :tad")
  await list(page).getByRole("option", { name: "tada" }).waitFor()
  await box(page).press("Enter")
  expect(await value(page)).toBe("Done 🎉 ")
  await box(page).pressSequentially(":rocket:")
  await page.waitForFunction(() => document.querySelector<HTMLTextAreaElement>(".composer-text")?.value.includes("🚀"))
  expect(await value(page)).toBe("Done 🎉 🚀 ")
})

test("a registered command calls out, and an answer for me alone is shown to me alone", async () => {
  const { page, owner, workspace, channel, path } = await alone()
  const receiver = startReceiver(() => Response.json({ response_type: "ephemeral", text: "High at **09:12**" }))
  const other = await visit("Bob Noyce", path)
  const { bot } = await owner.client.bots.create(workspace, { display_name: "Harbour Master" })
  await owner.client.slashCommands.create(workspace, {
    command: "/tide",
    callback_url: receiver.url,
    bot_user_id: bot.id,
    description: "When the water is high",
  })
  await box(page).pressSequentially("/ti")
  await list(page).getByRole("option", { name: "When the water is high" }).waitFor()
  await box(page).press("Tab")
  await box(page).pressSequentially("today")
  await box(page).press("Enter")
  await page.locator(".whisper", { hasText: "High at 09:12" }).waitFor()
  expect(await value(page)).toBe("")
  receiver.answer = () => Response.json({ response_type: "in_channel", text: "Low at 15:20" })
  await say(page, "/tide low")
  await message(other, "Low at 15:20").waitFor()
  expect(await other.getByText("High at").count()).toBe(0)
  await page.getByRole("button", { name: "Dismiss" }).click()
  await page.locator(".whisper").waitFor({ state: "detached" })
  await say(page, "/nothing of that kind")
  await message(other, "/nothing of that kind").waitFor()
  const { messages } = await owner.client.messages.list(channel)
  expect(messages.map(({ body }) => body)).toEqual(["Low at 15:20", "/nothing of that kind"])
  await receiver.stop()
})

test("formatting keys mark and unmark the words, and Undo takes them back", async () => {
  const { page } = await alone()
  await box(page).pressSequentially("hard")
  for (const [keys, expected] of [
    ["Control+b", "**hard**"],
    ["Control+b", "hard"],
    ["Control+i", "_hard_"],
    ["Control+i", "hard"],
    ["Control+Shift+x", "~~hard~~"],
    ["Control+Shift+x", "hard"],
    ["Control+Shift+c", "`hard`"],
  ] as const) {
    if (keys === "Control+b" && expected === "**hard**") await box(page).press("Control+a")
    await box(page).press(keys)
    expect(await value(page)).toBe(expected)
  }
  await box(page).press("Control+z")
  expect(await value(page)).toBe("hard")
})

test("an address pasted over words makes a link, cells of a sheet a table", async () => {
  const { page } = await alone()
  await box(page).fill("the plan")
  await box(page).press("Control+a")
  await paste(page, "https://example.org/plan")
  expect(await value(page)).toBe("[the plan](https://example.org/plan)")
  await box(page).fill("")
  await paste(page, "pier\tdepth\n1\t4", "<table></table>")
  expect(await value(page)).toBe("| pier | depth |\n| --- | --- |\n| 1 | 4 |")
})

test("a long paste can be sent as a file; inside a block of code Enter makes a line", async () => {
  const { page } = await alone()
  await box(page).fill("The log: ")
  await paste(page, "x".repeat(5000))
  await page.getByRole("button", { name: "Send them as a file" }).click()
  await page.locator(".tray-item", { hasText: "pasted.txt" }).waitFor()
  expect(await value(page)).toBe("The log: ")
  await box(page).press("Enter")
  await message(page, "The log:").locator("a.file", { hasText: "pasted.txt" }).waitFor()
  await box(page).pressSequentially("```")
  await box(page).press("Enter")
  await box(page).pressSequentially("one")
  await box(page).press("Enter")
  expect(await value(page)).toBe("```\none\n")
})

test("an open list never takes the Enter of a half-composed word", async () => {
  const { page } = await alone()
  await box(page).pressSequentially("@bob")
  await list(page).waitFor()
  await box(page).dispatchEvent("keydown", { key: "Enter", isComposing: true, bubbles: true, cancelable: true })
  expect(await value(page)).toBe("@bob")
  await list(page).waitFor()
})

test("in a private channel the list says who will not read it", async () => {
  const { page, ada, workspace } = await alone()
  await ada.client.channels.create(workspace, { name: "harbour-secrets", kind: "private" })
  await page.locator(".row", { hasText: "harbour-secrets" }).click()
  await page.getByRole("heading", { name: "#harbour-secrets is new" }).waitFor()
  await box(page).pressSequentially("@bob")
  await list(page).getByRole("option", { name: "not in this channel" }).waitFor()
})

test("a plus and an emoji react to what was said last", async () => {
  const { page, bob, channel } = await alone()
  await bob.client.messages.post(channel, { body: "Shipped" })
  await message(page, "Shipped").waitFor()
  await box(page).pressSequentially("+:tada:")
  await page.waitForFunction(() => document.querySelector<HTMLTextAreaElement>(".composer-text")?.value === "+🎉 ")
  await box(page).press("Enter")
  await message(page, "Shipped").locator(".chip[aria-pressed=true]", { hasText: "🎉" }).waitFor()
  expect(await value(page)).toBe("")
  expect(await page.locator(".main article").count()).toBe(1)
})
