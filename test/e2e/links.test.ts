import { expect, test } from "bun:test"
import { box, message, room, stage } from "./stage.ts"

const { server, visit, stranger, link } = stage()

test("a link to a channel survives signing in", async () => {
  const place = await room(server())
  const page = await stranger()
  await page.goto(place.path)
  await page.getByRole("heading", { name: "Sign in" }).waitFor()
  await page.goto(await link("Ada Byron"))
  await box(page).waitFor()
  expect(new URL(page.url()).pathname).toBe(place.path)
})

test("a link to an old message opens it in its place, marked, with its thread", async () => {
  const place = await room(server())
  const { message: first } = await place.bob.client.messages.post(place.channel, { body: "The decision" })
  await place.bob.client.threads.reply(first.id, { body: "A reason" })
  for (let n = 1; n <= 130; n += 1) await place.bob.client.messages.post(place.channel, { body: `Chatter ${n}.` })
  await place.ada.client.reads.mark(place.channel, 131)
  const { message: routed } = await place.ada.client.messages.route(first.id)
  const page = await visit("Ada Byron", `${place.home}/${routed.route_id}`)
  await page.locator(".main article.is-target", { hasText: "The decision" }).waitFor()
  await page.locator(".pane article", { hasText: "A reason" }).waitFor()
  expect(await message(page, "Chatter 130.").count()).toBe(0)
  await page.getByRole("button", { name: "Latest" }).click()
  await message(page, "Chatter 130.").waitFor()
})

test("an address that leads nowhere says so and offers the way back", async () => {
  const place = await room(server())
  const page = await visit("Ada Byron", place.path)
  await page.goto(`${place.home}/CNOWHERE`)
  await page.getByRole("heading", { name: "There is nothing at this address" }).waitFor()
  await page.getByRole("button", { name: "Go back" }).click()
  await box(page).waitFor()
})

test("Back and Forward walk channels and threads", async () => {
  const place = await room(server())
  await place.bob.client.messages.post(place.channel, { body: "A root" })
  const page = await visit("Ada Byron", place.path)
  await message(page, "A root").hover()
  await message(page, "A root").getByRole("button", { name: "Reply in thread" }).click()
  await page.locator(".pane").waitFor()
  await page.goBack()
  await page.locator(".pane").waitFor({ state: "detached" })
  await page.goForward()
  await page.locator(".pane").waitFor()
})

test("a session ended elsewhere leads to the sign-in page", async () => {
  const place = await room(server())
  const page = await visit("Ada Byron", place.path)
  const { sessions } = await place.ada.client.me.sessions()
  for (const session of sessions) if (!session.current) await place.ada.client.me.endSession(session.id)
  await page.getByRole("heading", { name: "Sign in" }).waitFor()
})
