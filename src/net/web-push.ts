import { encryptNotification, vapidHeaders } from "@block65/webcrypto-web-push"
import type { Config } from "../config.ts"
import { isPublic } from "./addresses.ts"
import { type Callback, type CallbackAnswer, isUnheard } from "./callback.ts"
import type { Outcome } from "./outcome.ts"

/** A browser's address at its maker's push service, and the keys that only the browser can open. */
export type PushTarget = { endpoint: string; p256dh: string; auth: string }

export type PushMessage = {
  /** Of two messages with the same topic that still wait for the device, it gets the newer one. At most 32 characters. */
  topic: string
  /** How long the push service keeps it for a device that is not there. */
  ttlSeconds: number
  payload: Record<string, unknown>
}

type Settings = Pick<
  Config,
  | "web_push_vapid_subject"
  | "web_push_vapid_public_key"
  | "web_push_vapid_private_key"
  | "callbacks_allow_private"
  | "callbacks_allowed_hosts"
>

const limitMs = 10_000

const outcomeOf = (answer: CallbackAnswer): Outcome => {
  const { status, error } = answer
  if (status >= 200 && status < 300) return { kind: "sent", error: "" }
  if (status === 404 || status === 410) return { kind: "gone", error }
  if (status === 429 || status >= 500 || isUnheard(answer)) return { kind: "later", error }
  return { kind: status === 0 && !error.startsWith("the target is not") ? "unknown" : "refused", error }
}

/** Sends to browsers (RFC 8030, 8291, 8292); nothing when the server has no keys for it. */
export const createWebPush = (config: Settings, callback: Callback) => {
  const plain = (key: string) => key.replace(/=+$/, "")
  const publicKey = plain(config.web_push_vapid_public_key)
  if (!publicKey) return undefined
  const privateKey = plain(config.web_push_vapid_private_key)
  const opened = new Set(config.callbacks_allowed_hosts.map((host) => host.toLowerCase()))

  return {
    publicKey,
    /** Names the key without telling it. */
    keyId: new Bun.CryptoHasher("sha256").update(publicKey).digest("base64url"),

    /** What is wrong with an address that a browser claims to have, if something is. */
    refuse: (endpoint: string): string | undefined => {
      const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined
      if (!url || endpoint.length > 2_000) return "endpoint must be a URL of at most 2000 characters"
      const name = url.hostname.replace(/^\[|\]$/g, "")
      const free = config.callbacks_allow_private || opened.has(name)
      if (url.protocol !== "https:" && !(free && url.protocol === "http:")) return "endpoint must begin with https://"
      if (url.username || url.password) return "endpoint must not hold a user name or password"
      if (free) return undefined
      const address = /^[\d.]+$/.test(name) || name.includes(":")
      const local = address ? !isPublic(name) : !/[^.]\.[^.]/.test(name) || /(^|\.)localhost\.?$/.test(name)
      return local ? "endpoint must be a public address" : undefined
    },

    send: async (
      { endpoint, p256dh, auth }: PushTarget,
      message: PushMessage,
      signal?: AbortSignal,
    ): Promise<Outcome> => {
      const target = { endpoint: endpoint.replace(/^http:/, "https:"), expirationTime: null, keys: { p256dh, auth } }
      const { headers } = await vapidHeaders(target, {
        subject: config.web_push_vapid_subject,
        publicKey,
        privateKey,
      })
      const body = await encryptNotification(target, new TextEncoder().encode(JSON.stringify(message.payload)))
      return outcomeOf(
        await callback({
          url: endpoint,
          body,
          timeoutMs: limitMs,
          headers: {
            Authorization: headers.authorization,
            "Content-Type": "application/octet-stream",
            "Content-Encoding": "aes128gcm",
            TTL: String(message.ttlSeconds),
            Topic: message.topic,
            Urgency: "high",
          },
          ...(signal ? { signal } : {}),
        }),
      )
    },
  }
}

export type WebPush = NonNullable<ReturnType<typeof createWebPush>>

/** True for a point of the curve P-256, as browsers send their key. */
export const isPoint = async (text: string): Promise<boolean> => {
  const bytes = Buffer.from(text, "base64url")
  if (bytes.length !== 65 || bytes[0] !== 4 || !/^[A-Za-z0-9_-]+=*$/.test(text)) return false
  return crypto.subtle.importKey("raw", bytes, { name: "ECDH", namedCurve: "P-256" }, false, []).then(
    () => true,
    () => false,
  )
}
