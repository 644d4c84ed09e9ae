import { expect, test } from "bun:test"
import { createClient } from "../../sdk/index.ts"
import { message, room, stage } from "./stage.ts"

const { server, visit } = stage()

const agent = async () => {
  const place = await room(server())
  const { bot, bot_token } = await place.owner.client.bots.create(place.workspace, {
    display_name: "Deckhand",
    scopes: ["bot:write", "agent_activity:write"],
  })
  const deckhand = createClient({ baseUrl: server().url, token: bot_token?.token ?? "" })
  const step = (body: string, turn_id: string) =>
    deckhand.messages.post(place.channel, { body, kind: "agent_tool", turn_id })
  const page = await visit("Ada Byron", place.path)
  return { ...place, bot, deckhand, step, page }
}

test("the steps of a turn are one line under the bot's name, which grows and opens in its place", async () => {
  const { page, step, deckhand, channel, bob } = await agent()
  await step("Read `fares/table.go`", "t1")
  await step("Ran 64 tests", "t1")
  const line = page.locator(".steps > summary")
  await line.getByText("2 steps: Ran 64 tests").waitFor()
  await bob.client.messages.post(channel, { body: "Going well?" })
  await step("Changed fares/table.go", "t1")
  await line.getByText("3 steps").waitFor()
  await deckhand.messages.post(channel, { body: "Fares are done." })
  await message(page, "Fares are done.").waitFor()
  expect(await line.count()).toBe(1)
  expect(await page.locator(".msg-head .tag").first().innerText()).toBe("Bot")
  await line.focus()
  await page.keyboard.press("Enter")
  await page.locator(".step", { hasText: "Read fares/table.go" }).waitFor()
  expect(await page.locator(".step").count()).toBe(3)
  await page.keyboard.press("Enter")
  await page.locator(".step").first().waitFor({ state: "detached" })
})

test("what an agent does at the moment stands above the box and goes when it is done, moving nothing", async () => {
  const { page, deckhand, workspace, channel } = await agent()
  const top = () => page.locator(".main .composer").evaluate((one) => one.getBoundingClientRect().top)
  const before = await top()
  const tell = (seq: number, op: string, text?: string) =>
    deckhand.events.send({
      workspace_id: workspace,
      channel_id: channel,
      type: "agent.progress",
      payload: {
        turn_id: "t1",
        seq,
        op,
        ...(text ? { line: { id: "a", kind: "tool", text, status: "running" } } : {}),
      },
    })
  await tell(1, "append", "Reading the tide table")
  await page.locator(".dock-band", { hasText: "Deckhand Reading the tide table" }).waitFor()
  expect(await top()).toBe(before)
  await tell(2, "clear")
  await page.locator(".dock-band .progress").waitFor({ state: "detached" })
})

test("code is coloured when it comes, folds beyond twenty lines, and copies as it was written", async () => {
  const { page, bob, channel } = await agent()
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"])
  const asked: string[] = []
  page.on("request", (request) => void asked.push(request.url()))
  await bob.client.messages.post(channel, { body: "No code here" })
  await message(page, "No code here").waitFor()
  expect(asked.filter((url) => url.includes("highlight"))).toEqual([])
  const long = Array.from({ length: 30 }, (_, n) => `const line${n} = ${n} // ${n}`).join("\n")
  await bob.client.messages.post(channel, { body: `\`\`\`ts\n${long}\n\`\`\`` })
  const block = page.locator(".code[data-lang=ts]")
  await block.locator(".hljs-keyword").first().waitFor()
  const height = () => block.evaluate((one) => one.getBoundingClientRect().height)
  const folded = await height()
  await block.getByRole("button", { name: "Show 18 more lines" }).click()
  expect(await height()).toBeGreaterThan(folded + 200)
  await block.getByRole("button", { name: "Show fewer lines" }).click()
  expect(await height()).toBe(folded)
  await block.getByRole("button", { name: "Copy code" }).click()
  await page.getByText("Code copied.").waitFor()
  expect((await page.evaluate(() => navigator.clipboard.readText())).trimEnd()).toBe(long)
  await bob.client.messages.post(channel, { body: "```diff\n- max = 40\n+ max = 4\n  rest\n```" })
  await page.locator(".t-del", { hasText: "- max = 40" }).waitFor()
  const lines = await page.locator(".code[data-lang=diff] pre").evaluate((one) => one.getBoundingClientRect().height)
  expect(lines).toBeLessThan(5 * 20)
})

test("a log keeps its terminal colours, a # inside a link stays a part of it", async () => {
  const { page, bob, channel } = await agent()
  const red = `${String.fromCharCode(27)}[31mERROR${String.fromCharCode(27)}[0m`
  await bob.client.messages.post(channel, { body: `\`\`\`log\n09:33:04 ${red} <acquire> timeout\n\`\`\`` })
  await page.locator(".t-red", { hasText: "ERROR" }).waitFor()
  expect((await page.locator(".code pre").innerText()).trim()).toBe("09:33:04 ERROR <acquire> timeout")
  await bob.client.messages.post(channel, { body: "[see #talk there](https://example.org/x)" })
  await page.getByRole("link", { name: "see #talk there" }).waitFor()
})
