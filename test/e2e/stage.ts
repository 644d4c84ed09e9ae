import { afterAll, afterEach, beforeAll, expect } from "bun:test"
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core"
import { openBrowser } from "../support/browser.ts"
import { startServer, type TestServer } from "../support/server.ts"

export type Look = { width?: number; height?: number; theme?: "light" | "dark"; touch?: boolean }

/** A server and a browser for the tests of one file. What goes wrong on any page fails the test it happened in. */
export const stage = (begin = () => startServer("sqlite"), elsewhere: () => string[] = () => []) => {
  let server: TestServer
  let browser: Browser
  let contexts: BrowserContext[] = []
  let faults: string[] = []

  beforeAll(async () => {
    ;[server, browser] = await Promise.all([begin(), openBrowser()])
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })
  afterEach(async () => {
    await Promise.all(contexts.map((context) => context.close()))
    const found = faults
    contexts = []
    faults = []
    expect(found).toEqual([])
  })

  /** A page of somebody who is not signed in. */
  const stranger = async ({ width = 1280, height = 800, theme = "light", touch = false }: Look = {}): Promise<Page> => {
    const options: BrowserContextOptions = {
      viewport: { width, height },
      colorScheme: theme,
      hasTouch: touch,
      baseURL: server.url,
      locale: "en-GB",
    }
    const context = await browser.newContext(options)
    contexts.push(context)
    const page = await context.newPage()
    page.setDefaultTimeout(10_000)
    page.on("pageerror", (error) => faults.push(String(error.stack ?? error)))
    page.on("console", (message) => {
      if (/Content.Security.Policy|Refused to/i.test(message.text())) faults.push(message.text())
    })
    page.on("request", (request) => {
      const url = new URL(request.url())
      const known = [new URL(server.url).host, ...elsewhere()]
      if (url.protocol.startsWith("http") && !known.includes(url.host)) faults.push(`asked ${url.host}`)
    })
    return page
  }

  /** A page of somebody who opened their sign-in link, at a path of the app. */
  const visit = async (name: string, path = "/app", look: Look = {}): Promise<Page> => {
    const page = await stranger(look)
    await page.goto(await link(name))
    await page.waitForURL(/\/app/)
    await page.goto(path)
    await page.locator(".composer-text").first().waitFor()
    return page
  }

  /** A fresh sign-in link. */
  const link = async (name: string) => {
    const email = `${name.toLowerCase().replace(/[^a-z0-9]+/g, ".")}@example.org`
    const { token } = await server.services.admin.createMagicLink({ email, name })
    return `/sign-in#${token}`
  }

  return { server: () => server, stranger, visit, link }
}

/** A room of its own, with Ada who owns it and Bob who was added. */
export const room = async (server: TestServer) => {
  const { workspace, channel, owner } = await server.room()
  const ada = await server.member(workspace, "Ada Byron")
  const bob = await server.member(workspace, "Bob Noyce")
  const { workspace: details } = await owner.client.workspaces.get(workspace)
  const { channels } = await owner.client.channels.list(workspace)
  const talk = channels.find((each) => each.id === channel)
  if (!talk) throw new Error("the room has no channel")
  const path = `/app/${details.route_id}/${talk.route_id}`
  return { workspace, channel, owner, ada, bob, path, home: `/app/${details.route_id}` }
}

export const box = (page: Page) => page.locator(".main .composer-text")
/** The messages of the channel that say this. */
export const message = (page: Page, text: string) =>
  page.locator(".main article", { has: page.locator(".body", { hasText: text }) })

/** Writes and sends. */
export const say = async (page: Page, text: string) => {
  await box(page).fill(text)
  await box(page).press("Enter")
}

/** Points at a message and presses one of its tools. */
export const tool = async (page: Page, text: string, name: string) => {
  const row = message(page, text).first()
  await row.hover()
  await row.getByRole("button", { name, exact: true }).first().click()
}

/** Chooses from a message's menu. */
export const choose = async (page: Page, text: string, name: string) => {
  await tool(page, text, "More")
  await page.getByRole("menuitem", { name }).click()
}
