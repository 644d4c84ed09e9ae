import { expect, test } from "bun:test"
import { box, message, room, say, stage } from "./stage.ts"

const { server, visit } = stage()

test("a channel with unread is bold with a count, opens at the New line, and is read at its end", async () => {
  const place = await room(server())
  const { channel: news } = await place.owner.client.channels.create(place.workspace, { name: "news" })
  for (let n = 1; n <= 60; n += 1) await place.owner.client.messages.post(news.id, { body: `News ${n}.` })
  await place.ada.client.reads.mark(news.id, 20)

  const page = await visit("Ada Byron", place.path)
  const row = page.locator(".row", { hasText: "news" })
  await row.locator(".row-count", { hasText: "40" }).waitFor()
  expect(await page.title()).toStartWith("(40) ")
  await row.click()
  await message(page, "News 21.").waitFor()
  expect(await page.locator(".new").count()).toBe(1)
  expect(await page.locator("li", { has: page.locator(".new") }).innerText()).toContain("News 21.")
  const { channels } = await place.ada.client.channels.list(place.workspace)
  expect(channels.find((each) => each.id === news.id)?.unread_count).toBe(40)

  await page.getByRole("button", { name: "40 new messages" }).click()
  await message(page, "News 60.").waitFor()
  await page.waitForFunction(() => !document.title.startsWith("("))
  await page.reload()
  await message(page, "News 60.").waitFor()
  expect(await page.locator(".new").count()).toBe(0)
})

test("whoever reads above is left there, and told what came below", async () => {
  const place = await room(server())
  for (let n = 1; n <= 120; n += 1) await place.owner.client.messages.post(place.channel, { body: `Line ${n}.` })
  await place.ada.client.reads.mark(place.channel, 120)
  const page = await visit("Ada Byron", place.path)
  await message(page, "Line 120.").waitFor()
  const list = page.locator(".main .timeline")
  await list.hover()
  await page.mouse.wheel(0, -2500)
  await page.getByRole("button", { name: "Latest" }).waitFor()
  // Older pages arrive above meanwhile; once they have, nothing that is read may move.
  await page.waitForFunction(() => (document.querySelector(".main .timeline")?.scrollHeight ?? 0) > 2500)
  const where = () =>
    list.evaluate((frame) => {
      const edge = frame.getBoundingClientRect().top + 80
      const row = [...frame.querySelectorAll("article")].find((each) => each.getBoundingClientRect().top > edge)
      return { id: row?.getAttribute("data-message"), top: Math.round(row?.getBoundingClientRect().top ?? 0) }
    })
  const before = await where()
  await place.bob.client.messages.post(place.channel, { body: "News from below" })
  await page.getByRole("button", { name: "1 new message" }).waitFor()
  expect(await where()).toEqual(before)
  await page.getByRole("button", { name: "1 new message" }).click()
  await message(page, "News from below").waitFor()
})

test("reading on one screen clears the mark on the other", async () => {
  const place = await room(server())
  const { channel: deploys } = await place.owner.client.channels.create(place.workspace, { name: "deploys" })
  const [phone, desk] = await Promise.all([visit("Ada Byron", place.path), visit("Ada Byron", place.path)])
  await place.bob.client.messages.post(deploys.id, { body: "Out" })
  const row = (page: typeof phone) => page.locator(".row", { hasText: "deploys" })
  await Promise.all([row(phone), row(desk)].map((each) => each.locator(".row-count").waitFor()))
  await row(desk).click()
  await message(desk, "Out").waitFor()
  await row(phone).locator(".row-count").waitFor({ state: "detached" })
})

test("a draft is kept for each channel and thread, over moves and a reload", async () => {
  const place = await room(server())
  await place.owner.client.channels.create(place.workspace, { name: "other" })
  await place.bob.client.messages.post(place.channel, { body: "A root" })
  const page = await visit("Ada Byron", place.path)
  await box(page).fill("Half a thought")
  await page.locator(".row", { hasText: "other" }).click()
  await page.getByRole("heading", { name: "#other is new" }).waitFor()
  expect(await box(page).inputValue()).toBe("")
  await page.locator(".row", { hasText: "talk" }).getByText("draft").waitFor({ state: "attached" })
  await page.goto(place.path)
  await message(page, "A root").hover()
  expect(await box(page).inputValue()).toBe("Half a thought")
  await message(page, "A root").getByRole("button", { name: "Reply in thread" }).click()
  await page.locator(".pane .composer-text").fill("Half a reply")
  await page.reload()
  await page.locator(".pane .composer-text").waitFor()
  expect(await page.locator(".pane .composer-text").inputValue()).toBe("Half a reply")
  expect(await box(page).inputValue()).toBe("Half a thought")
  await say(page, "Whole")
  await message(page, "Whole").waitFor()
  await page.reload()
  await message(page, "Whole").waitFor()
  expect(await box(page).inputValue()).toBe("")
})
