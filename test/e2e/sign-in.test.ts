import { afterAll, expect, test } from "bun:test"
import { startKnown, startOpenId } from "../support/identity.ts"
import { stage } from "./stage.ts"

const provider = await startOpenId()
const { server, stranger } = stage(
  () => startKnown("sqlite", { ...provider.env, CLICKCLACK_PASSWORD_AUTH_ENABLED: "true" }),
  () => [new URL(provider.url).host],
)
afterAll(() => provider.stop())

test("the sign-in page has a password form, and a way to the provider and back to where the link went", async () => {
  const { workspaces } = await (await server().owner()).client.workspaces.list()
  const place = `/app/${workspaces[0]?.route_id}`
  provider.says({ email: "olive.owner@example.org" })
  const page = await stranger()
  await page.goto(place)
  await page.waitForURL(/\/sign-in/)
  await page.getByRole("link", { name: "Continue with 127.0.0.1" }).click()
  await page.waitForURL(new RegExp(place))
  await page.locator(".composer-text").first().waitFor()
})

test("a wrong password is told at the field, the right one signs in", async () => {
  const owner = await server().owner()
  await server().services.admin.setPassword({ user: owner.id }, "correct horse")
  const page = await stranger()
  await page.goto("/sign-in")
  await page.getByLabel("E-mail or handle").fill(owner.email)
  await page.getByLabel("Password").fill("wrong horse")
  await page.getByRole("button", { name: "Sign in" }).click()
  await page.getByText("E-mail or password is not right.").waitFor()
  expect(await page.getByLabel("Password").getAttribute("aria-invalid")).toBe("true")
  await page.getByLabel("Password").fill("correct horse")
  await page.getByRole("button", { name: "Sign in" }).click()
  await page.locator(".composer-text").first().waitFor()
})

test("whoever says no at the provider reads so, and finds back to the sign-in page", async () => {
  const page = await stranger()
  await page.goto("/sign-in")
  provider.says({ email_verified: false })
  await page.getByRole("link", { name: "Continue with 127.0.0.1" }).click()
  await page.getByText("This account has no verified e-mail address.").waitFor()
  await page.getByRole("link", { name: "Back to sign-in" }).click()
  await page.getByLabel("Password").waitFor()
})
