/** The part of the app that runs without a page: it shows what the server pushes, and brings people to it. */

type Told = { user_id: string; title: string; body: string; tag: string; url: string }
type Waiting = Event & { waitUntil(work: Promise<unknown>): void }
type Pushed = Waiting & { data: { json(): Told } | null }
type Clicked = Waiting & { notification: Notification & { data: { url: string } } }
type Page = { url: string; focused: boolean; focus(): Promise<unknown>; postMessage(message: unknown): void }
type Worker = {
  registration: ServiceWorkerRegistration
  clients: {
    matchAll(options: { type: "window"; includeUncontrolled: true }): Promise<Page[]>
    openWindow(url: string): Promise<unknown>
    claim(): Promise<void>
  }
  skipWaiting(): Promise<void>
  addEventListener<E>(type: string, listener: (event: E) => void): void
}

// The page's types know a window here; a service worker has these instead.
const worker = self as unknown as Worker

const pages = () => worker.clients.matchAll({ type: "window", includeUncontrolled: true })
const pathOf = (url: string) => new URL(url, location.origin).pathname

/** True when this browser is signed in with the account that the message is for: others must not read it here. */
const isMine = async (userId: string): Promise<boolean> => {
  try {
    const answer = await fetch("/api/me", { signal: AbortSignal.timeout(5000), cache: "no-store" })
    return answer.ok && (await answer.json()).user.id === userId
  } catch (error) {
    if (error instanceof TypeError || error instanceof DOMException) return false
    throw error
  }
}

const show = async ({ user_id, title, body, tag, url }: Told) => {
  const mine = await isMine(user_id)
  const looking = mine && (await pages()).some((page) => page.focused && pathOf(page.url) === pathOf(url))
  const [head, text] = mine ? [title, body] : ["ClickClack", "There is a new message."]
  await worker.registration.showNotification(head, {
    body: text,
    tag,
    silent: looking,
    data: { url: mine ? url : "/app" },
  })
  // Browsers insist that something is shown; who is looking at the very place has seen it.
  if (looking) for (const shown of await worker.registration.getNotifications({ tag })) shown.close()
}

/** Goes to the tab that is nearest: at that place, else in that workspace, else any of the app; else opens one. */
const open = async (url: string) => {
  const path = pathOf(url)
  const workspace = path.split("/").slice(0, 3).join("/")
  const mine = (await pages()).filter((page) => pathOf(page.url).startsWith("/app"))
  const near = (page: Page) => [path, workspace].findIndex((start) => pathOf(page.url).startsWith(start)) >>> 0
  const page = mine.sort((a, b) => near(a) - near(b))[0]
  if (!page) return worker.clients.openWindow(url)
  page.postMessage({ type: "open", url })
  return page.focus()
}

worker.addEventListener("install", (event: Waiting) => event.waitUntil(worker.skipWaiting()))
worker.addEventListener("activate", (event: Waiting) => event.waitUntil(worker.clients.claim()))
worker.addEventListener("push", (event: Pushed) => {
  if (event.data) event.waitUntil(show(event.data.json()))
})
worker.addEventListener("notificationclick", (event: Clicked) => {
  event.notification.close()
  event.waitUntil(open(event.notification.data.url))
})

export {}
