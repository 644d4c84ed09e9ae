import { afterAll, expect, test } from "bun:test"
import type { Page, Worker } from "playwright-core"
import { type Device, pushSettings, startPushService } from "../support/push-service.ts"
import { startServer } from "../support/server.ts"
import { message, room, stage } from "./stage.ts"

const service = startPushService()
const { server, stranger, link } = stage(async () => startServer("sqlite", await pushSettings()))
afterAll(() => service.stop())

/** A browser whose maker's push service is ours: the real ones are on the internet. */
const withPush = (page: Page, { endpoint, keys }: Device) =>
  page.addInitScript(
    ({ endpoint, keys }) => {
      const made = {
        endpoint,
        options: { applicationServerKey: null },
        toJSON: () => ({ endpoint, keys }),
        unsubscribe: async () => sessionStorage.removeItem("pushed"),
      }
      PushManager.prototype.getSubscription = async () => (sessionStorage.getItem("pushed") ? made : null) as never
      PushManager.prototype.subscribe = async () => {
        sessionStorage.setItem("pushed", "yes")
        return made as never
      }
    },
    { endpoint, keys },
  )

/** Hands pushes to the page's service worker, as the browser does. */
const pushing = async (page: Page) => {
  const session = await page.context().newCDPSession(page)
  const registered = new Promise<string>((resolve) =>
    session.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      if (registrations[0]) resolve(registrations[0].registrationId)
    }),
  )
  await session.send("ServiceWorker.enable")
  const { origin } = new URL(page.url())
  const registrationId = await registered
  return (payload: Record<string, string>) =>
    session.send("ServiceWorker.deliverPushMessage", { origin, registrationId, data: JSON.stringify(payload) })
}

/** What the service worker shows next. */
const next = async (worker: Worker) => {
  await worker.evaluate(() => {
    const scope = self as unknown as { registration: ServiceWorkerRegistration; shown: Promise<unknown> }
    const { registration } = scope
    const show = ServiceWorkerRegistration.prototype.showNotification
    scope.shown = new Promise((resolve) => {
      registration.showNotification = async (title, options) => {
        await show.call(registration, title, options)
        resolve({ title, body: options?.body })
      }
    })
  })
  return { shown: () => worker.evaluate(() => (self as unknown as { shown: Promise<unknown> }).shown) }
}

test("somebody turns notifications on, tries them, is told of a message and comes to it by a click", async () => {
  const { path, home, channel, owner, ada, workspace } = await room(server())
  const { channel: elsewhere } = await owner.client.channels.create(workspace, { name: "elsewhere" })
  const device = service.device()
  const page = await stranger()
  await page.context().grantPermissions(["notifications"])
  await withPush(page, device)
  await page.goto(await link("Ada Byron"))
  await page.waitForURL(/\/app/)
  await page.goto(`${home}/${elsewhere.route_id}`)

  await page.getByRole("button", { name: "Settings", exact: true }).click()
  await page.getByRole("link", { name: "Notifications" }).click()
  await page.getByRole("button", { name: "Turn on" }).click()
  await page.getByRole("button", { name: "Send me one" }).click()
  expect((await service.told(device)).payload).toMatchObject({ user_id: ada.id, tag: "test" })

  const { message: posted } = await owner.client.messages.post(channel, { body: "Look at this" })
  const { payload } = await service.told(device, 2)
  const [worker] = page.context().serviceWorkers()
  if (!worker) throw new Error("there is no service worker")
  const deliver = await pushing(page)
  const first = await next(worker)
  await deliver(payload)
  expect(await first.shown()).toEqual({ title: "Olive Owner in #talk", body: "Look at this" })
  const second = await next(worker)
  await deliver({ ...payload, user_id: owner.id, tag: "of another account" })
  expect(await second.shown()).toEqual({ title: "ClickClack", body: "There is a new message." })

  await worker.evaluate(async (tag) => {
    const scope = self as unknown as { registration: ServiceWorkerRegistration }
    const [notification] = await scope.registration.getNotifications({ tag })
    self.dispatchEvent(Object.assign(new Event("notificationclick"), { notification, waitUntil: () => {} }))
  }, posted.id)
  await page.waitForURL((url) => url.pathname === path && url.searchParams.get("message") === posted.id)
  await message(page, "Look at this").waitFor()
})
