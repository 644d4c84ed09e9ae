import { expect, test } from "bun:test"
import { message, room, say, stage } from "./stage.ts"

const { server, visit } = stage()

test("a private channel does not exist for an outsider, until they are added, and again after", async () => {
  const place = await room(server())
  const [olive, bob] = await Promise.all([visit("Olive Owner", place.path), visit("Bob Noyce", place.path)])
  await olive.locator(".side-group").first().hover()
  await olive.getByRole("button", { name: "Create channel" }).click()
  await olive.getByRole("textbox", { name: "Name" }).fill("Board talk")
  await olive.getByText("Only people who are added").click()
  await olive.getByRole("dialog").getByRole("button", { name: "Create channel" }).click()
  await olive.getByRole("heading", { name: "#board-talk is new" }).waitFor()
  await say(olive, "Between us")
  await message(olive, "Between us").waitFor()

  // A public message sent after it has arrived: nothing of the private one has.
  await place.owner.client.messages.post(place.channel, { body: "Everybody hears this" })
  await message(bob, "Everybody hears this").waitFor()
  expect(await bob.locator(".row", { hasText: "board-talk" }).count()).toBe(0)
  const address = olive.url()
  await bob.goto(address)
  await bob.getByText("There is nothing at this address").waitFor()

  await olive.getByRole("button", { name: "Members of this channel" }).click()
  await olive.getByRole("textbox", { name: "Add somebody" }).fill("Bob")
  await olive.locator(".pick .menu-item", { hasText: "Bob Noyce" }).click()
  await olive.locator(".member", { hasText: "Bob Noyce" }).waitFor()
  await bob.locator(".row", { hasText: "board-talk" }).click()
  await message(bob, "Between us").waitFor()

  await olive.getByRole("button", { name: "Take out Bob Noyce" }).click()
  await bob.getByText("There is nothing at this address").waitFor()
  expect(await bob.locator(".row", { hasText: "board-talk" }).count()).toBe(0)
})
