import { expect, test } from "bun:test"
import { createClient } from "../../sdk/index.ts"
import { findings, sideways } from "./axe.ts"
import { png } from "./picture.ts"
import { box, message, room, stage } from "./stage.ts"

const { server, visit } = stage()

/** A channel with pictures, files, sound, code and an agent's steps. */
const furnished = async () => {
  const place = await room(server())
  const { bob, workspace, channel, owner } = place
  await bob.client.me.update({ handle: `bob-${channel.slice(-6).toLowerCase()}` })
  const { bot_token } = await owner.client.bots.create(workspace, {
    display_name: "Deckhand",
    scopes: ["bot:write", "agent_activity:write"],
  })
  const deckhand = createClient({ baseUrl: server().url, token: bot_token?.token ?? "" })
  await deckhand.bots.replaceCommands([{ command: "/status", description: "What I am doing at the moment" }])
  const upload = async (filename: string, type: string, bytes: Uint8Array<ArrayBuffer>, width = 0, height = 0) => {
    const file = new Blob([bytes], { type })
    return (await bob.client.uploads.create({ workspace_id: workspace, file, filename, width, height })).upload.id
  }
  const picture = async (name: string, width: number, height: number) =>
    upload(name, "image/png", new Uint8Array(png(width, height)), width, height)
  const ids = [
    await picture("wide.png", 900, 300),
    await picture("tall.png", 200, 900),
    await upload("a-name-that-is-far-too-long-for-the-card-that-it-stands-in.log", "text/plain", new Uint8Array(5000)),
    await upload("horn.mp3", "audio/mpeg", new Uint8Array(400)),
  ]
  const { message: root } = await bob.client.messages.post(channel, { body: "All of it", upload_id: ids[0] })
  for (const id of ids.slice(1)) await bob.client.messages.attach(root.id, id)
  for (const body of [
    "Read `fares/table.go`",
    "Ran a command with a very long name that does not fit into one line of a phone",
  ])
    await deckhand.messages.post(channel, { body, kind: "agent_tool", turn_id: "t1" })
  const code = Array.from({ length: 25 }, (_, n) => `const aRatherLongName${n} = "${n}" // and a long remark beside it`)
  await deckhand.messages.post(channel, {
    body: `\`\`\`ts\n${code.join("\n")}\n\`\`\`\n\n\`\`\`diff\n- old\n+ new\n\`\`\``,
  })
  return place
}

for (const theme of ["light", "dark"] as const)
  for (const width of [320, 1440])
    test(`axe finds nothing in files, code, steps, lists and the viewer, and nothing runs out (${theme}, ${width} px)`, async () => {
      const place = await furnished()
      const page = await visit("Ada Byron", place.path, { theme, width, height: 700, touch: width < 640 })
      await page.locator(".hljs-keyword").first().waitFor()
      const clean = async (what: string) => {
        expect([what, ...(await findings(page))]).toEqual([what])
        expect([what, await sideways(page)]).toEqual([what, 0])
        const wider = await page
          .locator(".main article, .composer")
          .evaluateAll((rows) => rows.filter((row) => row.scrollWidth > row.clientWidth).map((row) => row.className))
        expect([what, ...wider]).toEqual([what])
      }
      await clean("code")
      await page.locator(".steps > summary").click()
      await page.locator(".step").nth(1).waitFor()
      await clean("steps")
      await message(page, "All of it").locator("button.picture").nth(1).scrollIntoViewIfNeeded()
      await clean("files")
      await page.locator(".composer input[type=file]").setInputFiles([
        { name: "one.png", mimeType: "image/png", buffer: png(40, 30) },
        { name: "a-very-long-name-of-a-file-to-send.bin", mimeType: "", buffer: Buffer.alloc(2000) },
      ])
      await page.locator(".tray-item").nth(1).waitFor()
      for (const [letters, what] of [
        ["@bo", "people"],
        ["#ta", "channels"],
        [":hea", "emoji"],
        ["/st", "commands"],
      ] as const) {
        await box(page).fill("")
        await box(page).pressSequentially(letters)
        await page.locator(".main [role=option]").first().waitFor()
        await clean(what)
      }
      await box(page).fill("")
      await page.getByRole("button", { name: "Open picture tall.png" }).click()
      await page.getByRole("dialog").getByRole("img").waitFor()
      await clean("viewer")
    })

test("a picture's place is kept before it has come", async () => {
  const place = await furnished()
  let free = () => {}
  const held = new Promise<void>((resolve) => {
    free = resolve
  })
  const page = await visit("Ada Byron", place.home)
  await page.route("**/api/uploads/*", async (route) => {
    await held
    await route.continue()
  })
  await page.goto(place.path)
  const row = message(page, "All of it")
  await row.scrollIntoViewIfNeeded()
  const height = () => row.evaluate((one) => one.getBoundingClientRect().height)
  await row.locator(".picture img").first().waitFor()
  const before = await height()
  free()
  await page.waitForFunction(() =>
    [...document.querySelectorAll<HTMLImageElement>(".picture img")].every((one) => one.naturalWidth > 0),
  )
  expect(await height()).toBe(before)
})
