import { expect, test } from "bun:test"
import { findings, sideways } from "./axe.ts"
import { box, message, room, stage, tool } from "./stage.ts"

const { server, visit, stranger } = stage()

const furnished = async () => {
  const place = await room(server())
  const { client } = place.bob
  await place.owner.client.channels.create(place.workspace, {
    name: "a-name-that-is-far-too-long-for-the-column-it-has-to-stand-in",
  })
  const { message: root } = await client.messages.post(place.channel, {
    body: "See `pool.max` and https://example.org/a/very/long/address/without/any/place/to/break/it/at/all/1234567890",
  })
  await client.messages.post(place.channel, {
    body: "```ts\nconst one = 1 // a long line of code that does not wrap at all, ever\n```",
  })
  await client.messages.post(place.channel, {
    body: "@ada.byron look:\n\n| a | b |\n|--|--|\n| 1 | 2 |\n\n- [x] done",
    quoted_message_id: root.id,
  })
  await client.threads.reply(root.id, { body: "A reply" })
  await client.reactions.add(root.id, "🎉")
  await place.ada.client.reactions.add(root.id, "👀")
  return { ...place, root: root.id }
}

for (const theme of ["light", "dark"] as const) {
  test(`axe finds nothing in a channel with a thread, in the dialogs and before signing in (${theme})`, async () => {
    const place = await furnished()
    const page = await visit("Ada Byron", `${place.path}?thread=${place.root}`, { theme })
    await page.locator(".pane article", { hasText: "A reply" }).waitFor()
    await tool(page, "See pool.max", "More")
    await page.getByRole("menu").waitFor()
    await page.keyboard.press("Escape")
    await page.getByRole("menu").waitFor({ state: "detached" })
    expect(await findings(page)).toEqual([])
    for (const [name, opener] of [
      ["switcher", "Jump to…"],
      ["new message", "New message"],
    ] as const) {
      await page
        .getByRole("button", { name: opener, exact: opener !== "Jump to…" })
        .first()
        .click()
      await page.getByRole("dialog").waitFor()
      expect([name, ...(await findings(page))]).toEqual([name])
      await page.keyboard.press("Escape")
      await page.getByRole("dialog").waitFor({ state: "detached" })
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("BUTTON")
    }
    const guest = await stranger({ theme })
    for (const [path, title] of [
      ["/sign-in", "Sign in"],
      ["/invite#nothing", "No invite here"],
      ["/setup#nothing", "Your server is running"],
      ["/nowhere", "There is nothing at this address"],
    ] as const) {
      await guest.goto(path)
      await guest.getByRole("heading", { name: title }).waitFor()
      expect([path, ...(await findings(guest))]).toEqual([path])
    }
  })
}

test("axe finds nothing in an empty channel, on a phone and in the owner's dialogs", async () => {
  const { workspace, owner, home } = await room(server())
  await owner.client.channels.create(workspace, { name: "quiet", kind: "private" })
  const page = await visit("Olive Owner", home, { width: 375, height: 812, touch: true })
  await page.getByRole("button", { name: "Back to channels" }).click()
  expect(await findings(page)).toEqual([])
  await page.locator(".row", { hasText: "quiet" }).click()
  await page.getByRole("heading", { name: "#quiet is new" }).waitFor()
  expect(await findings(page)).toEqual([])
  await page.getByRole("button", { name: "Add people" }).click()
  await page.getByRole("dialog").getByRole("textbox").waitFor()
  expect(await findings(page)).toEqual([])
  await page.keyboard.press("Escape")
  await page.keyboard.press("Control+k")
  await page.getByRole("combobox").fill("invite")
  await page.getByRole("combobox").press("Enter")
  await page.getByRole("button", { name: "Make a link" }).click()
  await page.locator(".secret").waitFor()
  expect(await findings(page)).toEqual([])
})

test("the first load takes less than 150 kB of script and style, and few requests", async () => {
  const place = await room(server())
  const page = await visit("Ada Byron", place.path)
  const sizes = await page.evaluate(() => {
    const all = performance.getEntriesByType("resource") as PerformanceResourceTiming[]
    const own = all.filter((each) => /\.(js|css)$/.test(new URL(each.name).pathname))
    return { bytes: own.reduce((sum, each) => sum + each.encodedBodySize, 0), requests: all.length }
  })
  expect(sizes.bytes).toBeGreaterThan(10_000)
  expect(sizes.bytes).toBeLessThan(150_000)
  expect(sizes.requests).toBeLessThanOrEqual(20)
})

for (const width of [320, 375, 768]) {
  test(`nothing scrolls sideways at ${width} px`, async () => {
    const place = await furnished()
    const page = await visit("Ada Byron", place.path, { width, height: 640, touch: width < 640 })
    await message(page, "See pool.max").waitFor()
    expect(await sideways(page)).toBe(0)
    const wider = await page
      .locator(".main article")
      .evaluateAll((rows) => rows.filter((row) => row.scrollWidth > row.clientWidth).length)
    expect(wider).toBe(0)
    await message(page, "See pool.max").getByText("1 reply").click()
    await page.locator(".pane article", { hasText: "A reply" }).waitFor()
    expect(await sideways(page)).toBe(0)
    expect(await page.locator(".pane .composer-text").isVisible()).toBe(true)
    if (width < 640) {
      await page.getByRole("button", { name: "Back to #talk" }).click()
      await box(page).waitFor()
      await page.getByRole("button", { name: "Back to channels" }).click()
      await page.locator(".row", { hasText: "talk" }).waitFor()
      expect(await sideways(page)).toBe(0)
      await page.getByRole("button", { name: "Settings", exact: true }).click()
      await page.getByRole("link", { name: "Appearance" }).waitFor()
      expect(await sideways(page)).toBe(0)
    }
  })
}

test("a chosen theme stays after a reload", async () => {
  const place = await furnished()
  const page = await visit("Ada Byron", place.path)
  await page.getByRole("button", { name: "Settings", exact: true }).click()
  await page.getByRole("link", { name: "Appearance" }).click()
  const saved = page.waitForResponse(
    (response) => response.url().endsWith("/api/me") && response.request().method() === "PATCH",
  )
  await page.getByText("Dark", { exact: true }).click()
  await saved
  await page.goto(place.path)
  await message(page, "See pool.max").waitFor()
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe("dark")
})
