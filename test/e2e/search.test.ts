import { expect, test } from "bun:test"
import type { Page } from "playwright-core"
import { findings, sideways } from "./axe.ts"
import { choose, message, room, stage } from "./stage.ts"

const { server, visit } = stage()

const field = (page: Page) => page.getByRole("searchbox", { name: "Search messages" })
const results = (page: Page) => page.getByRole("list", { name: "Results" })

/** A room where something was said long ago, in a thread too, and in a conversation. */
const told = async () => {
  const place = await room(server())
  const { client } = place.bob
  const { message: old } = await client.messages.post(place.channel, {
    body: "The lobster 🦞 quota is `pool.max` here",
  })
  await client.threads.reply(old.id, { body: "Why does the lobster matter?" })
  for (let n = 1; n <= 60; n += 1) await client.messages.post(place.channel, { body: `Chatter ${n}.` })
  const { channel } = await place.owner.client.channels.create(place.workspace, { name: "harbour" })
  await client.messages.post(channel.id, { body: "Another lobster elsewhere" })
  await place.ada.client.reads.mark(place.channel, 61)
  await place.ada.client.reads.mark(channel.id, 1)
  return { ...place, harbour: channel.id, old: old.id }
}

test("search finds as one types, marks the words, opens a hit in its context and Escape goes back to the exact place", async () => {
  const place = await told()
  const page = await visit("Ada Byron", place.path)
  await message(page, "Chatter 60.").waitFor()
  await page.locator(".main .timeline").evaluate((list) => list.scrollBy(0, -600))
  await page.getByRole("button", { name: "Latest" }).waitFor()
  const top = () => page.locator(".main .timeline").evaluate((list) => Math.round(list.scrollTop))
  const before = await message(page, "Chatter 40.").evaluate((row) => Math.round(row.getBoundingClientRect().top))
  await page.keyboard.press("Control+f")
  await field(page).fill("lobster")
  await results(page).locator("a").nth(2).waitFor()
  const texts = await results(page).locator("a").allInnerTexts()
  expect(texts[0]).toContain("Another lobster elsewhere")
  expect(texts[1]).toContain("Reply in #talk")
  expect(await results(page).locator("mark").allInnerTexts()).toEqual(["lobster", "lobster", "lobster"])
  await page.keyboard.press("ArrowDown")
  await page.keyboard.press("ArrowDown")
  await page.keyboard.press("ArrowDown")
  await page.keyboard.press("Enter")
  await page.locator(".main article.is-target", { hasText: "quota" }).waitFor()
  expect(await field(page).inputValue()).toBe("lobster")
  await field(page).press("Escape")
  await field(page).waitFor({ state: "detached" })
  await message(page, "Chatter 40.").waitFor()
  await page.waitForFunction((wanted) => {
    const row = [...document.querySelectorAll(".main article")].find((each) =>
      each.textContent?.includes("Chatter 40."),
    )
    return row && Math.abs(row.getBoundingClientRect().top - wanted) <= 1
  }, before)
  expect(await top()).toBeGreaterThan(0)
})

test("a search is narrowed to a channel or a conversation, and says what it did not search", async () => {
  const place = await told()
  const { conversation } = await place.ada.client.dms.create(place.workspace, [place.bob.id])
  await place.bob.client.messages.post(conversation.id, { body: "A lobster between us" })
  const page = await visit("Ada Byron", place.path)
  await page.getByRole("button", { name: "Search messages" }).click()
  await field(page).fill("lobster")
  await results(page).locator("a").nth(2).waitFor()
  await page.getByText("Direct messages are searched from inside").waitFor()
  await page.getByRole("button", { name: "in #talk" }).click()
  await page.getByText("2 messages, newest first.").waitFor()
  await page.getByRole("button", { name: "in #talk" }).click()
  await page.getByText("3 messages, newest first.").waitFor()
  await field(page).fill("nothingofthekind")
  await page.getByText("Nothing with “nothingofthekind”").waitFor()
  await page.goto(`${place.home}/${conversation.route_id}?pane=search`)
  await field(page).fill("lobster")
  await page.getByRole("button", { name: "in Bob Noyce" }).click()
  await results(page).getByText("A lobster between us").waitFor()
  await page.keyboard.press("Escape")
  await field(page).waitFor({ state: "detached" })
})

test("more hits than a page are asked for as one wishes", async () => {
  const place = await told()
  const page = await visit("Ada Byron", `${place.path}?pane=search`)
  await field(page).fill("chatter")
  await page.getByText("30 or more messages").waitFor()
  await page.getByRole("button", { name: "Show older" }).click()
  await page.getByText("60 messages, newest first.").waitFor()
})

for (const width of [320, 375])
  test(`on a phone of ${width} px search is one tap away, a hit shows, and Back returns to the hits`, async () => {
    const place = await told()
    const page = await visit("Ada Byron", place.path, { width, height: 640, touch: true })
    await page.getByRole("button", { name: "Search messages" }).click()
    await field(page).fill("quota")
    await results(page).locator("a").waitFor()
    expect(await sideways(page)).toBe(0)
    expect(await findings(page)).toEqual([])
    await results(page).locator("a").click()
    await page.locator(".main article.is-target", { hasText: "quota" }).waitFor()
    await page.goBack()
    await results(page).locator("a").waitFor()
    await page.getByRole("button", { name: "Back", exact: true }).click()
    await message(page, "Chatter 60.").waitFor()
  })

for (const theme of ["light", "dark"] as const)
  test(`axe finds nothing in search and pins (${theme})`, async () => {
    const place = await told()
    await place.bob.client.pins.add(place.channel, place.old)
    const page = await visit("Ada Byron", `${place.path}?pane=search`, { theme })
    await page.getByText("Find a message").waitFor()
    expect(await findings(page)).toEqual([])
    await field(page).fill("lobster")
    await results(page).locator("a").nth(2).waitFor()
    await results(page).locator("a").nth(2).click()
    await page.locator(".main article.is-target").waitFor()
    expect(await findings(page)).toEqual([])
    await page.getByRole("button", { name: "1 pinned message" }).click()
    await page.locator(".pane").getByText("quota").waitFor()
    expect(await findings(page)).toEqual([])
  })

test("a message is pinned by one and found in the pins of another, who takes it out", async () => {
  const place = await room(server())
  await place.bob.client.messages.post(place.channel, { body: "How we deploy" })
  const [ada, bob] = await Promise.all([visit("Ada Byron", place.path), visit("Bob Noyce", `${place.path}?pane=pins`)])
  await bob.getByText("Nothing is pinned here").waitFor()
  await message(ada, "How we deploy").waitFor()
  await ada.getByRole("button", { name: "0 pinned messages" }).waitFor()
  await choose(ada, "How we deploy", "Pin to channel")
  await bob.locator(".pane").getByText("How we deploy").click()
  await bob.locator(".main article.is-target", { hasText: "How we deploy" }).waitFor()
  await ada.getByRole("button", { name: "1 pinned message" }).waitFor()
  await bob.getByRole("button", { name: "Unpin the message of Bob Noyce" }).click()
  await bob.getByText("Nothing is pinned here").waitFor()
  await ada.getByRole("button", { name: "0 pinned messages" }).waitFor()
})

test("the bell of a channel has three choices with names, and keeps the chosen one", async () => {
  const place = await room(server())
  const page = await visit("Ada Byron", place.path)
  await page.getByRole("button", { name: "Notifications" }).click()
  await page.getByRole("menuitemradio", { name: /All messages/, checked: true }).waitFor()
  await page.getByRole("menuitemradio", { name: /Muted/ }).click()
  await page.getByRole("button", { name: "Notifications: muted" }).waitFor()
  await page.reload()
  await page.getByRole("button", { name: "Notifications" }).click()
  await page.getByRole("menuitemradio", { name: /Muted/, checked: true }).waitFor()
})
