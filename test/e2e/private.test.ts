import { expect, test } from "bun:test"
import { message, room, say, stage } from "./stage.ts"

const { server, visit } = stage()

test("a private channel does not exist for an outsider, until they are added, and again after", async () => {
  const place = await room(server())
  const [ada, bob] = await Promise.all([visit("Ada Byron", place.path), visit("Bob Noyce", place.path)])
  await ada.locator(".side-group").first().hover()
  await ada.getByRole("button", { name: "Create channel" }).click()
  await ada.getByRole("textbox", { name: "Name" }).fill("Board talk")
  await ada.getByText("Only people who are added").click()
  await ada.getByRole("dialog").getByRole("button", { name: "Create channel" }).click()
  await ada.getByRole("heading", { name: "#board-talk is new" }).waitFor()
  await say(ada, "Between us")
  await message(ada, "Between us").waitFor()

  // A public message sent after it has arrived: nothing of the private one has.
  await place.owner.client.messages.post(place.channel, { body: "Everybody hears this" })
  await message(bob, "Everybody hears this").waitFor()
  expect(await bob.locator(".row", { hasText: "board-talk" }).count()).toBe(0)
  const address = ada.url()
  await bob.goto(address)
  await bob.getByText("There is nothing at this address").waitFor()

  await ada.getByRole("button", { name: "Members of this channel" }).click()
  await ada.getByRole("textbox", { name: "Add somebody" }).fill("Bob")
  await ada.locator(".pick .menu-item", { hasText: "Bob Noyce" }).click()
  await ada.locator(".member", { hasText: "Bob Noyce" }).waitFor()
  await bob.locator(".row", { hasText: "board-talk" }).click()
  await message(bob, "Between us").waitFor()

  await ada.getByRole("button", { name: "Take out Bob Noyce" }).click()
  await bob.getByText("There is nothing at this address").waitFor()
  expect(await bob.locator(".row", { hasText: "board-talk" }).count()).toBe(0)
})
