import { expect, test } from "bun:test"
import type { Page } from "playwright-core"
import { png } from "./picture.ts"
import { box, message, room, say, stage } from "./stage.ts"

const { server, visit } = stage()

const two = async () => {
  const place = await room(server())
  const [page, other] = await Promise.all([visit("Ada Byron", place.path), visit("Bob Noyce", place.path)])
  return { ...place, page, other }
}
const file = (name: string, mimeType: string, buffer: Buffer) => ({ name, mimeType, buffer })
const picture = (name: string, width: number, height: number) => file(name, "image/png", png(width, height))
const pick = (page: Page, files: ReturnType<typeof file>[], scope = ".main") =>
  page.locator(`${scope} .composer input[type=file]`).setInputFiles(files)
/** Hands files over as another program would: by the clipboard, or by dropping them. */
const give = (page: Page, kind: "paste" | "drop", selector: string, name: string, bytes: Buffer) =>
  page.locator(selector).evaluate(
    (element, { kind, name, data }) => {
      const transfer = new DataTransfer()
      transfer.items.add(
        new File([Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0))], name, { type: "image/png" }),
      )
      const event =
        kind === "paste"
          ? new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true })
          : new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true })
      element.dispatchEvent(event)
    },
    { kind, name, data: bytes.toString("base64") },
  )

test("a pasted picture shows in the box, goes with the words, and stands in its own proportions for both", async () => {
  const { page, other } = await two()
  await box(page).fill("The chart")
  await give(page, "paste", ".main .composer-text", "chart.png", png(1200, 600))
  await page.locator(".tray-item", { hasText: "chart.png" }).locator("img").waitFor()
  await box(page).press("Enter")
  for (const screen of [page, other]) {
    const image = message(screen, "The chart").locator("article[data-message] img, .picture img").first()
    await image.waitFor()
    expect(await image.evaluate((one) => one.getBoundingClientRect().toJSON())).toMatchObject({
      width: 448,
      height: 224,
    })
  }
  await other.waitForFunction(() => {
    const image = document.querySelector<HTMLImageElement>(".main .picture img")
    return image?.complete && image.naturalWidth === 1200
  })
  expect(await page.locator(".tray-item").count()).toBe(0)
})

test("several files at once, dropped and picked, arrive in one message: pictures shown, others as cards", async () => {
  const { page, other } = await two()
  await give(page, "drop", ".main .timeline", "one.png", png(60, 40))
  await pick(page, [picture("two.png", 40, 60), file("notes.md", "text/markdown", Buffer.from("# Notes\n"))])
  await page.locator(".tray-item").nth(2).waitFor()
  await page.getByRole("button", { name: "Send" }).click()
  const row = other.locator(".main article", { has: other.locator(".file") })
  await row.locator(".picture").nth(1).waitFor()
  expect(await row.locator(".file").innerText()).toContain("Markdown · 8 bytes")
  expect(await row.locator(".body").count()).toBe(0)
  const [download] = await Promise.all([other.waitForEvent("download"), row.locator(".file").click()])
  expect(download.suggestedFilename()).toBe("notes.md")
})

test("a file over 64 MB is refused before a byte of it is sent", async () => {
  const { page } = await two()
  let asked = 0
  page.on("request", (request) => {
    if (request.url().includes("/api/uploads")) asked += 1
  })
  await page.locator(".main .composer input[type=file]").evaluate((element) => {
    const input = element as HTMLInputElement
    const transfer = new DataTransfer()
    transfer.items.add(new File([new Uint8Array(80 * 1024 * 1024)], "heap.pprof"))
    input.files = transfer.files
    input.dispatchEvent(new Event("change", { bubbles: true }))
  })
  await page.locator(".tray-item").getByText("80 MB, the limit is 64").waitFor()
  await say(page, "With the heap")
  await page.getByText("heap.pprof is too big").waitFor()
  await page.getByRole("button", { name: "Remove heap.pprof" }).click()
  await box(page).press("Enter")
  await message(page, "With the heap").waitFor()
  expect(asked).toBe(0)
})

test("a message goes on in the background while its file is on its way, and can be taken back", async () => {
  const { page, other } = await two()
  let free = () => {}
  const held = new Promise<void>((resolve) => {
    free = resolve
  })
  await page.route("**/api/uploads?**", async (route) => {
    await held
    await route.continue()
  })
  await pick(page, [picture("slow.png", 80, 50)])
  await page.locator(".tray-item progress").waitFor()
  await say(page, "It follows")
  await message(page, "It follows").locator("progress").waitFor()
  await say(page, "Meanwhile")
  await message(other, "Meanwhile").waitFor()
  expect(await message(other, "It follows").count()).toBe(0)
  await pick(page, [picture("never.png", 80, 50)])
  await page.getByRole("button", { name: "Remove never.png" }).click()
  expect(await page.locator(".tray-item").count()).toBe(0)
  free()
  await message(other, "It follows").locator(".picture").waitFor()
})

test("a file that was on its way survives a reload, in the box and in a message", async () => {
  const { page, other } = await two()
  await page.route("**/api/uploads?**", (route) => route.abort())
  await pick(page, [picture("first.png", 80, 50)])
  await page.locator(".tray-item").waitFor()
  await say(page, "Before the reload")
  await pick(page, [picture("second.png", 50, 80)])
  await page.locator(".tray-item", { hasText: "second.png" }).waitFor()
  await page.unrouteAll({ behavior: "ignoreErrors" })
  await page.reload()
  await message(other, "Before the reload").locator(".picture").waitFor()
  await page.locator(".tray-item", { hasText: "second.png" }).waitFor()
  await say(page, "And after it")
  await message(other, "And after it").locator(".picture").waitFor()
  expect(await message(other, "Before the reload").count()).toBe(1)
})

test("files of a reply come to the thread", async () => {
  const { page, other, ada, channel, path } = await two()
  const { message: root } = await ada.client.messages.post(channel, { body: "Pictures, please" })
  await page.goto(`${path}?thread=${root.id}`)
  await page.locator(".pane .composer-text").waitFor()
  await pick(page, [picture("a.png", 80, 50), picture("b.png", 50, 80)], ".pane")
  await page.locator(".pane .tray-item").nth(1).waitFor()
  await page.locator(".pane .composer-text").fill("Here")
  await page.locator(".pane .composer-text").press("Enter")
  await message(other, "Pictures, please").getByText("1 reply").click()
  await other.locator(".pane article", { hasText: "Here" }).locator(".picture").nth(1).waitFor()
})

test("the viewer fits a tall picture into the window, zooms, goes on to the next and gives the focus back", async () => {
  const { page } = await two()
  await pick(page, [picture("tall.png", 300, 2400), picture("wide.png", 2400, 300)])
  await page.locator(".tray-item").nth(1).waitFor()
  await say(page, "Look")
  await message(page, "Look").locator("button.picture").nth(1).waitFor()
  await page.getByRole("button", { name: "Open picture tall.png" }).click()
  const dialog = page.getByRole("dialog")
  const image = dialog.getByRole("img", { name: "tall.png" })
  await image.waitFor()
  const fits = await image.evaluate((one) => one.getBoundingClientRect().height <= window.innerHeight)
  expect(fits).toBe(true)
  await dialog.getByRole("button", { name: "Zoom" }).click()
  await page.waitForFunction(() => (document.querySelector(".viewer-stage img")?.clientHeight ?? 0) === 2400)
  await dialog.getByRole("button", { name: "Zoom" }).click()
  for (let n = 0; n < 8; n += 1) await page.keyboard.press("Tab")
  expect(await page.evaluate(() => Boolean(document.activeElement?.closest("[role=dialog]")))).toBe(true)
  await page.keyboard.press("ArrowRight")
  await dialog.getByRole("img", { name: "wide.png" }).waitFor()
  await page.keyboard.press("Escape")
  await dialog.waitFor({ state: "detached" })
  expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("Open picture tall.png")
})

test("a message whose file is on its way can be called back, and its words return to the box", async () => {
  const { page, channel, bob } = await two()
  await page.route("**/api/uploads?**", () => {})
  await pick(page, [picture("slow.png", 80, 50)])
  await page.locator(".tray-item").waitFor()
  await say(page, "Too early")
  await page.getByRole("button", { name: "Cancel sending" }).click()
  await message(page, "Too early").waitFor({ state: "detached" })
  expect(await box(page).inputValue()).toBe("Too early")
  await say(page, "Now")
  await page.locator("article[data-message]", { hasText: "Now" }).waitFor()
  const { messages } = await bob.client.messages.list(channel)
  expect(messages.map(({ body }) => body)).toEqual(["Now"])
})

test("a file that one tab takes out is gone from the box of the other", async () => {
  const place = await room(server())
  const page = await visit("Ada Byron", place.path)
  await pick(page, [picture("one.png", 80, 50)])
  await page.locator(".tray-item").waitFor()
  await page.locator(".tray-item progress").waitFor({ state: "detached" })
  const second = await page.context().newPage()
  await second.goto(place.path)
  await second.locator(".tray-item", { hasText: "one.png" }).waitFor()
  await page.getByRole("button", { name: "Remove one.png" }).click()
  await second.locator(".tray-item").waitFor({ state: "detached" })
})

test("a file that the server refuses holds its message back with the reason, and Retry sends both", async () => {
  const { page, other } = await two()
  await page.route("**/api/uploads?**", (route) =>
    route.fulfill({ status: 413, json: { error: "the workspace has no room left" } }),
  )
  await pick(page, [picture("big.png", 80, 50)])
  await page.locator(".tray-item").getByText("the workspace has no room left").waitFor()
  await say(page, "With a picture")
  await page.getByText("Not sent: big.png: the workspace has no room left").waitFor()
  await page.unrouteAll()
  await page.getByRole("button", { name: "Retry" }).click()
  await message(other, "With a picture").locator(".picture").waitFor()
  expect(await message(page, "With a picture").count()).toBe(1)
})

test("a moving picture stands still by itself, and at once for whoever wants no motion", async () => {
  const { page, other } = await two()
  await page.emulateMedia({ reducedMotion: "reduce" })
  const gif = Buffer.from("R0lGODlhAQABAPAAAP8AAAAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==", "base64")
  await pick(other, [file("dance.gif", "image/gif", gif)])
  await other.locator(".tray-item").waitFor()
  await say(other, "Hooray")
  const row = message(page, "Hooray")
  await row.locator("canvas").waitFor()
  await row.getByRole("button", { name: "Play dance.gif" }).click()
  await row.locator(".picture img").waitFor()
  await row.getByRole("button", { name: "Stop dance.gif" }).click()
  await row.locator("canvas").waitFor()
})
