import { expect, test } from "bun:test"
import type { Page, Route } from "playwright-core"
import { message, room, say, stage } from "./stage.ts"

const { server, visit } = stage()

const stored = async (place: Awaited<ReturnType<typeof room>>) =>
  (await place.ada.client.messages.list(place.channel)).messages.map((each) => each.body)

const onPosts = (page: Page, then: (route: Route) => Promise<void>) =>
  page.route("**/messages", (route) => (route.request().method() === "POST" ? then(route) : route.continue()))

test("offline says so, shows what is written at once, and sends it once when back", async () => {
  const place = await room(server())
  const page = await visit("Ada Byron", place.path)
  await page.context().setOffline(true)
  await page.locator(".banner").waitFor()
  await say(page, "Written in a tunnel")
  await message(page, "Written in a tunnel").locator(".msg-mark", { hasText: "sending" }).waitFor()
  await page.getByText("1 message will send").waitFor()
  await place.bob.client.messages.post(place.channel, { body: "Meanwhile" })
  await page.context().setOffline(false)
  await message(page, "Meanwhile").waitFor()
  await page.locator("article[data-message]", { hasText: "Written in a tunnel" }).waitFor()
  await page.locator(".banner").waitFor({ state: "detached" })
  expect(await message(page, "Written in a tunnel").count()).toBe(1)
  expect(await stored(place)).toEqual(["Meanwhile", "Written in a tunnel"])
})

test("what was not sent survives a reload and is sent once", async () => {
  const place = await room(server())
  const page = await visit("Ada Byron", place.path)
  await onPosts(page, (route) => route.abort())
  await say(page, "Before the reload")
  await page.locator(".is-pending", { hasText: "Before the reload" }).waitFor()
  await page.reload()
  await page.locator(".is-pending", { hasText: "Before the reload" }).waitFor()
  await page.unrouteAll({ behavior: "wait" })
  await page.locator("article[data-message]", { hasText: "Before the reload" }).waitFor()
  expect(await stored(place)).toEqual(["Before the reload"])
  await page.reload()
  await message(page, "Before the reload").waitFor()
  expect(await message(page, "Before the reload").count()).toBe(1)
})

test("a message whose answer was lost stands once", async () => {
  const place = await room(server())
  const page = await visit("Ada Byron", place.path)
  let lost = 0
  await onPosts(page, async (route) => {
    if (lost > 0) return route.continue()
    lost += 1
    await route.fetch()
    await route.abort()
  })
  await say(page, "Said once")
  await page.locator("article[data-message]", { hasText: "Said once" }).waitFor()
  await say(page, "And then")
  await page.locator("article[data-message]", { hasText: "And then" }).waitFor()
  expect(await message(page, "Said once").count()).toBe(1)
  expect(await stored(place)).toEqual(["Said once", "And then"])
})

test("a refused message says why and is sent by Retry", async () => {
  const place = await room(server())
  const page = await visit("Ada Byron", place.path)
  await onPosts(page, (route) => route.fulfill({ status: 403, json: { error: "you are timed out" } }))
  await say(page, "Let me in")
  await page.getByText("Not sent: you are timed out").waitFor()
  await page.unrouteAll({ behavior: "wait" })
  await page.getByRole("button", { name: "Retry" }).click()
  await page.locator("article[data-message]", { hasText: "Let me in" }).waitFor()
  expect(await stored(place)).toEqual(["Let me in"])
})
