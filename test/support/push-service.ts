import { createDecipheriv, createECDH, hkdfSync, randomBytes } from "node:crypto"

type Push = { path: string; headers: Headers; payload: Record<string, string> }

const bytes = (secret: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number) =>
  Buffer.from(hkdfSync("sha256", secret, salt, info, length))

/** A browser's side of a push subscription: its keys, and how it opens what was sealed for it (RFC 8188, 8291). */
const createDevice = (endpoint: string) => {
  const curve = createECDH("prime256v1")
  const publicKey = curve.generateKeys()
  const auth = randomBytes(16)
  return {
    endpoint,
    keys: { p256dh: publicKey.toString("base64url"), auth: auth.toString("base64url") },
    /** How `GET /api/me/push` is asked about it. */
    name: new Bun.CryptoHasher("sha256").update(endpoint).digest("base64url"),
    open: (body: Uint8Array): Record<string, string> => {
      const sealed = Buffer.from(body)
      const [salt, length] = [sealed.subarray(0, 16), sealed[20]!]
      const sender = sealed.subarray(21, 21 + length)
      const about = Buffer.concat([Buffer.from("WebPush: info\0"), publicKey, sender])
      const key = bytes(curve.computeSecret(sender), auth, about, 32)
      const content = bytes(key, salt, Buffer.from("Content-Encoding: aes128gcm\0"), 16)
      const nonce = bytes(key, salt, Buffer.from("Content-Encoding: nonce\0"), 12)
      const text = sealed.subarray(21 + length)
      const decipher = createDecipheriv("aes-128-gcm", content, nonce).setAuthTag(text.subarray(-16))
      const padded = Buffer.concat([decipher.update(text.subarray(0, -16)), decipher.final()])
      return JSON.parse(padded.subarray(0, padded.lastIndexOf(2)).toString())
    },
  }
}

export type Device = ReturnType<typeof createDevice>
export type PushService = ReturnType<typeof startPushService>

/** A little push service on a free port: opens what its devices get, and remembers it. */
export const startPushService = () => {
  const devices = new Map<string, Device>()
  const waiting = new Set<() => void>()
  const pushes: Push[] = []
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 0,
    fetch: async (request) => {
      const path = new URL(request.url).pathname
      const body = await request.bytes()
      pushes.push({ path, headers: request.headers, payload: devices.get(path)?.open(body) ?? {} })
      for (const wake of waiting) wake()
      return service.answer(path)
    },
  })
  const service = {
    pushes,
    /** What is answered from now on. */
    answer: (_: string): Response | Promise<Response> => new Response(null, { status: 201 }),
    device: (): Device => {
      const path = `/send/${crypto.randomUUID()}`
      const device = createDevice(`http://127.0.0.1:${server.port}${path}`)
      devices.set(path, device)
      return device
    },
    /** What a device got. */
    got: (device: Device): Push[] => pushes.filter(({ path }) => device.endpoint.endsWith(path)),
    /** Resolves with the message of this number, counted from one, that a device got or will get. */
    told: (device: Device, number = 1): Promise<Push> =>
      new Promise((resolve) => {
        const look = () => {
          const push = service.got(device)[number - 1]
          if (!push) return
          waiting.delete(look)
          resolve(push)
        }
        waiting.add(look)
        look()
      }),
    stop: () => server.stop(true),
  }
  return service
}

/** The settings with which a server sends to it. */
export const pushSettings = async (): Promise<Record<string, string>> => {
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"])
  const point = Buffer.from(await crypto.subtle.exportKey("raw", pair.publicKey)).toString("base64url")
  const { d = "" } = await crypto.subtle.exportKey("jwk", pair.privateKey)
  return {
    CLICKCLACK_WEB_PUSH_VAPID_SUBJECT: "mailto:ops@example.org",
    CLICKCLACK_WEB_PUSH_VAPID_PUBLIC_KEY: point,
    CLICKCLACK_WEB_PUSH_VAPID_PRIVATE_KEY: d,
    CLICKCLACK_CALLBACKS_ALLOW_PRIVATE: "true",
  }
}
