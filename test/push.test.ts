import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { type Device, type PushService, pushSettings, startPushService } from "./support/push-service.ts"
import { type Person, startServer, type TestServer } from "./support/server.ts"

for (const engine of ["sqlite", "postgres"] as const)
  describe(`devices for web push (${engine})`, () => {
    let server: TestServer
    let service: PushService
    let publicKey = ""
    beforeAll(async () => {
      service = startPushService()
      const { CLICKCLACK_CALLBACKS_ALLOW_PRIVATE: _, ...env } = await pushSettings()
      publicKey = env.CLICKCLACK_WEB_PUSH_VAPID_PUBLIC_KEY!
      server = await startServer(engine, { ...env, CLICKCLACK_CALLBACKS_ALLOWED_HOSTS: "127.0.0.1" })
    })
    afterAll(async () => {
      await server.stop()
      await service.stop()
    })

    const input = (who: Person, { endpoint, keys }: Pick<Device, "endpoint" | "keys">) => ({
      user_id: who.id,
      endpoint,
      keys,
      user_agent: "Firefox/140.0",
    })

    test("somebody registers a device once, sees it without its secrets, and forgets it", async () => {
      const ada = await server.as("Ada Devices")
      const device = service.device()
      const { subscription } = await ada.client.push.subscribe(input(ada, device))
      expect((await ada.client.push.subscribe(input(ada, device))).subscription.id).toBe(subscription.id)
      const answer = await ada.call("GET", `/api/me/push?device=${device.name}`)
      expect(answer.body as unknown).toEqual({
        enabled: true,
        vapid_public_key: publicKey,
        subscriptions: [{ ...subscription, updated_at: expect.any(String) }],
        this_device: true,
        this_device_stale: false,
      })
      for (const secret of [device.endpoint, device.keys.auth, device.keys.p256dh])
        expect(answer.text).not.toContain(secret)
      expect(Object.keys(subscription).sort()).toEqual(["created_at", "id", "updated_at", "user_agent"])
      expect(await ada.client.push.status({ device: "another" })).toMatchObject({ this_device: false })
      for (const _ of [1, 2]) await ada.client.push.unsubscribe({ user_id: ada.id, endpoint: device.endpoint })
      expect((await ada.client.push.status()).subscriptions).toEqual([])
    })

    test("what no browser would send is refused in words", async () => {
      const ada = await server.as("Ada Refused")
      const { keys } = service.device()
      const endpoint = "https://push.example.org/send/1"
      const put = async (change: object) =>
        ada.call("PUT", "/api/me/push/subscriptions", { user_id: ada.id, endpoint, keys, ...change })
      for (const wrong of [
        "http://push.example.org/1",
        "https://localhost/1",
        "https://push.localhost/1",
        "https://10.0.0.1/1",
        "https://169.254.169.254/1",
        "https://[::1]/1",
        "https://[fd00::1]/1",
        "https://167772161/1",
        "https://0xa.1/1",
        "https://intranet/1",
        "https://intranet./1",
        "https://me:pw@push.example.org/1",
        "push.example.org",
        `https://push.example.org/${"x".repeat(2_000)}`,
      ]) {
        const { status, body } = await put({ endpoint: wrong })
        expect([wrong, status, body]).toEqual([wrong, 400, { error: expect.stringContaining("endpoint") }] as never)
      }
      const offCurve = Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 1)]).toString("base64url")
      for (const p256dh of ["", "x", offCurve, keys.p256dh.slice(1)])
        expect([p256dh, (await put({ keys: { ...keys, p256dh } })).status]).toEqual([p256dh, 400])
      for (const auth of ["", "x", "AAAA", `${keys.auth}AAAA`])
        expect([auth, (await put({ keys: { ...keys, auth } })).status]).toEqual([auth, 400])
      expect((await put({ user_id: undefined })).status).toBe(400)
      expect((await put({ keys: undefined })).status).toBe(400)
      expect((await ada.call("PUT", "/api/me/push/subscriptions", "{")).status).toBe(400)
      expect((await ada.call("DELETE", "/api/me/push/subscriptions", { user_id: ada.id })).status).toBe(400)
      expect((await put({})).status).toBe(200)
    })

    test("a page that shows another account is told so, and a bot has no devices", async () => {
      const { workspace, owner } = await server.room()
      const [ada, ben] = [await server.as("Ada Switch"), await server.as("Ben Switch")]
      const device = service.device()
      const wrong = await ada.call("PUT", "/api/me/push/subscriptions", { ...input(ada, device), user_id: ben.id })
      expect(wrong.status).toBe(409)
      const { bot } = await owner.client.bots.create(workspace, { display_name: "Robot" })
      const { bot_token } = await owner.client.bots.createToken(workspace, bot.id, { scopes: ["profile:read"] })
      const asBot = (method: string, path: string, body?: unknown) =>
        ada.call(method, path, body, { Authorization: `Bearer ${bot_token.token}` })
      expect((await asBot("PUT", "/api/me/push/subscriptions", input(ada, device))).status).toBe(403)
      expect((await asBot("GET", "/api/me/push")).body as unknown).toMatchObject({ enabled: true, subscriptions: [] })
    })

    test("a device that changes hands belongs to whoever registered it last", async () => {
      const [ada, ben] = [await server.as("Ada Hands"), await server.as("Ben Hands")]
      const device = service.device()
      await ada.client.push.subscribe(input(ada, device))
      await ben.client.push.unsubscribe({ user_id: ben.id, endpoint: device.endpoint })
      expect((await ada.client.push.status({ device: device.name })).this_device).toBe(true)
      await ben.client.push.subscribe(input(ben, device))
      expect((await ada.client.push.status({ device: device.name })).this_device).toBe(false)
      expect((await ben.client.push.status({ device: device.name })).this_device).toBe(true)
    })

    test("a device must be registered again after another sign-in", async () => {
      const ada = await server.as("Ada Again")
      const device = service.device()
      await ada.client.push.subscribe(input(ada, device))
      const again = await server.as("Ada Again")
      expect(await again.client.push.status({ device: device.name })).toMatchObject({
        this_device: true,
        this_device_stale: true,
      })
      await again.client.push.subscribe(input(again, device))
      expect(await again.client.push.status({ device: device.name })).toMatchObject({ this_device_stale: false })
    })

    test("a test notification reaches the device at once, sealed and signed, and says when it does not", async () => {
      const ada = await server.as("Ada Test")
      const device = service.device()
      const { endpoint } = device
      const refused = (await ada.call("POST", "/api/me/push/test", { user_id: ada.id, endpoint })).status
      expect(refused).toBe(404)
      await ada.client.push.subscribe(input(ada, device))
      await ada.client.push.test({ user_id: ada.id, endpoint })
      const { headers, payload } = await service.told(device)
      expect(payload).toMatchObject({ user_id: ada.id, title: "ClickClack", url: "/app" })
      expect(headers.get("content-encoding")).toBe("aes128gcm")
      expect(Number(headers.get("ttl"))).toBeGreaterThan(0)
      const [, jwt = "", key] = /^vapid t=(\S+), k=(\S+)$/.exec(headers.get("authorization") ?? "") ?? []
      expect(key).toBe(publicKey)
      const claims = JSON.parse(Buffer.from(jwt.split(".")[1]!, "base64url").toString())
      expect(claims).toMatchObject({ sub: "mailto:ops@example.org" })
      const raw = Buffer.from(publicKey, "base64url")
      const verifier = await crypto.subtle.importKey("raw", raw, { name: "ECDSA", namedCurve: "P-256" }, false, [
        "verify",
      ])
      const [signed, signature] = [jwt.slice(0, jwt.lastIndexOf(".")), jwt.slice(jwt.lastIndexOf(".") + 1)]
      expect(
        await crypto.subtle.verify(
          { name: "ECDSA", hash: "SHA-256" },
          verifier,
          Buffer.from(signature, "base64url"),
          Buffer.from(signed),
        ),
      ).toBe(true)
      service.answer = () => new Response(null, { status: 410 })
      const gone = await ada.call("POST", "/api/me/push/test", { user_id: ada.id, endpoint })
      service.answer = () => new Response(null, { status: 201 })
      expect(gone.status).toBe(502)
      expect((await ada.client.push.status({ device: device.name })).this_device).toBe(false)
    })
  })

test("without keys web push is off: nothing is listed and nothing taken", async () => {
  const server = await startServer("sqlite")
  const ada = await server.as("Ada")
  const body = { user_id: ada.id, endpoint: "https://push.example.org/x", keys: { p256dh: "x", auth: "y" } }
  expect(await ada.client.push.status({ device: "x" })).toEqual({
    enabled: false,
    vapid_public_key: "",
    subscriptions: [],
    this_device: false,
    this_device_stale: false,
  })
  expect((await ada.call("PUT", "/api/me/push/subscriptions", body)).status).toBe(404)
  expect((await ada.call("DELETE", "/api/me/push/subscriptions", body)).status).toBe(404)
  await server.stop()
})
