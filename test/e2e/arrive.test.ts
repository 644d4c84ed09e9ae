import { expect, test } from "bun:test"
import { box, message, say, stage } from "./stage.ts"

const { server, stranger, link } = stage()

test("the first person sets the server up, invites a second, and they chat", async () => {
  const ada = await stranger()
  const setup = server().setupUrl ?? ""
  await ada.goto(setup.slice(new URL(setup).origin.length))
  await ada.getByLabel("Team").fill("Saltmarsh")
  await ada.getByLabel("Your name").fill("Ada Byron")
  await ada.getByLabel("E-mail").fill("ada@saltmarsh.example")
  await ada.getByRole("button", { name: "Create Saltmarsh" }).click()
  await ada.getByRole("heading", { name: "#general is new" }).waitFor()
  expect(ada.url()).not.toContain("#setup")

  await ada.getByRole("button", { name: "Invite people" }).click()
  await ada.getByRole("button", { name: "Make a link" }).click()
  const invite = new URL(await ada.locator(".secret code").innerText())
  await ada.getByRole("button", { name: "Done" }).click()

  const bob = await stranger()
  await bob.goto(invite.pathname + invite.hash)
  await bob.getByRole("heading", { name: "Join Saltmarsh" }).waitFor()
  expect(await bob.getByText("Ada Byron invited you as a member").count()).toBe(1)
  await bob.getByLabel("Your name").fill("Bob Noyce")
  await bob.getByLabel("E-mail").fill("bob@saltmarsh.example")
  await bob.getByRole("button", { name: "Join Saltmarsh" }).click()
  await box(bob).waitFor()

  await say(ada, "Hello **Bob**, or @bob")
  await message(bob, "or @bob").locator(".mention.is-me").waitFor()
  await message(bob, "Hello Bob").waitFor()
  expect(await message(bob, "Hello Bob").locator("strong").innerText()).toBe("Bob")
  await box(bob).pressSequentially("Hi")
  await ada.getByText("Bob is typing").waitFor()
  await box(bob).press("Enter")
  await message(ada, "Hi").waitFor()
  await ada.getByText("Bob is typing").waitFor({ state: "detached" })
  expect(await ada.locator("article").count()).toBe(2)
})

test("an invite that was revoked says so", async () => {
  const owner = await server().owner()
  const { workspace } = await owner.client.workspaces.create({ name: "Closed" })
  const { invite, token } = await owner.client.invites.create(workspace.id)
  await owner.client.invites.revoke(invite.id)
  const page = await stranger()
  await page.goto(`/invite#${token}`)
  await page.getByText("This invite does not work any more").waitFor()
})

test("somebody who is signed in joins with one click", async () => {
  const { owner, workspace } = await server().room()
  const { token } = await owner.client.invites.create(workspace)
  const page = await stranger()
  await page.goto(await link("Cleo Visitor"))
  await page.waitForURL(/\/app/)
  await page.goto(`/invite#${token}`)
  await page.getByRole("button", { name: "Join as Cleo Visitor" }).click()
  await box(page).waitFor()
})

test("a sign-in link works once", async () => {
  const address = await link("Ada Once")
  const first = await stranger()
  await first.goto(address)
  await first.waitForURL(/\/app/)
  const second = await stranger()
  await second.goto(address)
  await second.getByText("This link was used already").waitFor()
})
