import type { Base } from "./base.ts"
import { read, write } from "./storage.ts"

/** `missing`: the server or the browser cannot. `blocked`: the person has told the browser never to ask again. */
export type PushState = "missing" | "blocked" | "off" | "on"

const toBytes = (text: string) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0))

const toText = (bytes: ArrayBuffer) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "")

/** How the server is asked about a device without naming its address. */
const nameOf = async (endpoint: string) =>
  toText(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint)))

const able = () =>
  isSecureContext && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window

const current = async () => (await navigator.serviceWorker.getRegistration("/"))?.pushManager.getSubscription()

/** Web push on this device: whether it is on, and how it gets on and off. */
export const createPush = ({ client, state }: Pick<Base, "client" | "state">) => {
  const me = () => state.me?.id ?? ""
  const status = async () => {
    const subscription = await current()
    const device = subscription ? await nameOf(subscription.endpoint) : undefined
    return { subscription, ...(await client.push.status(device ? { device } : {})) }
  }

  const register = async (key: string) => {
    await navigator.serviceWorker.register("/sw.js")
    const { pushManager } = await navigator.serviceWorker.ready
    const old = await pushManager.getSubscription()
    const trusted = old?.options.applicationServerKey
    if (old && (!trusted || toText(trusted) !== key)) await old.unsubscribe()
    const made = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: toBytes(key) })
    const { endpoint = "", keys = {} } = made.toJSON()
    const { p256dh = "", auth = "" } = keys
    await client.push.subscribe({ user_id: me(), endpoint, keys: { p256dh, auth }, user_agent: navigator.userAgent })
    write("push", me())
  }

  return {
    state: async (): Promise<PushState> => {
      if (!able()) return "missing"
      const { enabled, this_device } = await status()
      if (!enabled) return "missing"
      if (Notification.permission === "denied") return "blocked"
      return this_device && Notification.permission === "granted" ? "on" : "off"
    },

    /** Asks for permission and registers this device. */
    turnOn: async (): Promise<PushState> => {
      const { vapid_public_key } = await client.push.status()
      const answer = await Notification.requestPermission()
      if (answer !== "granted") return answer === "denied" ? "blocked" : "off"
      await register(vapid_public_key)
      return "on"
    },

    turnOff: async (): Promise<PushState> => {
      write("push", undefined)
      const subscription = await current()
      if (subscription) {
        await client.push.unsubscribe({ user_id: me(), endpoint: subscription.endpoint })
        await subscription.unsubscribe()
      }
      return "off"
    },

    /** Sends one notification to this device. */
    test: async () => {
      const subscription = await current()
      if (subscription) await client.push.test({ user_id: me(), endpoint: subscription.endpoint })
    },

    /** After a new sign-in, or new keys of the server: registers a device again that was on. */
    renew: async () => {
      if (read<string>("push") !== me() || !able() || Notification.permission !== "granted") return
      const { enabled, vapid_public_key, this_device, this_device_stale } = await status()
      if (enabled && (!this_device || this_device_stale)) await register(vapid_public_key)
    },
  }
}

/** A click on a notification brings this page to the message. */
export const onNotificationClick = (go: (path: string) => void) => {
  if (!("serviceWorker" in navigator)) return () => {}
  const listen = ({ data }: MessageEvent) => {
    if (data?.type === "open" && typeof data.url === "string" && data.url.startsWith("/app")) go(data.url)
  }
  navigator.serviceWorker.addEventListener("message", listen)
  return () => navigator.serviceWorker.removeEventListener("message", listen)
}
