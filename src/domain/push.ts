import type { PushSubscription } from "../api/objects.ts"
import { fail } from "../errors.ts"
import { newId, timestamp } from "../ids.ts"
import { isPoint, type PushTarget } from "../net/web-push.ts"
import type { Row } from "../store/index.ts"
import type { Actor } from "./access.ts"
import type { Deps } from "./deps.ts"
import { slidingWindow } from "./limits.ts"
import { cut } from "./rules.ts"

type Device = Row<"user_push_subscriptions">
type Named = { user_id: string; endpoint: string }
export type DeviceInput = Named & { keys: Pick<PushTarget, "p256dh" | "auth">; user_agent?: string | undefined }

/** More devices than anybody has; whoever registers one more loses the one that was renewed longest ago. */
const mostDevices = 20

const deviceJson = (row: Device): PushSubscription => ({
  id: row.id,
  user_agent: row.user_agent,
  created_at: row.created_at,
  updated_at: row.updated_at,
})

const nameOf = (endpoint: string) => new Bun.CryptoHasher("sha256").update(endpoint).digest("base64url")

const needSelf = (actor: Actor, { user_id }: Named) => {
  if (user_id !== actor.user.id) fail("conflict", "another account is signed in now")
}

/** The devices that somebody wants to be told on. */
export const push = ({ store, webPush }: Deps) => {
  const tests = slidingWindow({ limit: 10, windowMs: 60_000 })
  const feature = () => webPush ?? fail("not_found", "this server has no keys for web push")

  return {
    status: async (actor: Actor, device: string | undefined) => {
      if (!webPush)
        return { enabled: false, vapid_public_key: "", subscriptions: [], this_device: false, this_device_stale: false }
      const devices = await store.read.pushDevices.of(actor.user.id)
      const here = device ? devices.find(({ endpoint }) => nameOf(endpoint) === device) : undefined
      const fresh = here?.vapid_key_id === webPush.keyId && here.session_id === (actor.session_id ?? null)
      return {
        enabled: true,
        vapid_public_key: webPush.publicKey,
        subscriptions: devices.map(deviceJson),
        this_device: here !== undefined,
        this_device_stale: here !== undefined && !fresh,
      }
    },

    /** Registers a device for this account and sign-in, whoever had it before: a browser has one address for all. */
    subscribe: async (actor: Actor, input: DeviceInput): Promise<PushSubscription> => {
      const { keyId, refuse } = feature()
      needSelf(actor, input)
      const { endpoint, keys } = input
      const problem = refuse(endpoint)
      if (problem) fail("invalid", problem)
      if (!(await isPoint(keys.p256dh))) fail("invalid", "keys.p256dh must be a point of P-256 in base64url")
      if (!/^[A-Za-z0-9_-]+=*$/.test(keys.auth) || Buffer.from(keys.auth, "base64url").length !== 16)
        fail("invalid", "keys.auth must be 16 bytes in base64url")
      return store.write(null, async (tx) => {
        const now = timestamp()
        const known = await tx.pushDevices.byEndpoint(endpoint)
        const mine = known?.user_id === actor.user.id ? known : undefined
        if (known && !mine) await tx.pushDevices.remove([known.id])
        const row: Device = {
          id: mine?.id ?? newId("psh"),
          user_id: actor.user.id,
          session_id: actor.session_id ?? null,
          endpoint,
          p256dh: keys.p256dh,
          auth: keys.auth,
          user_agent: cut(input.user_agent?.trim() ?? "", 300),
          vapid_key_id: keyId,
          failing_since: null,
          last_failure_at: null,
          created_at: mine?.created_at ?? now,
          updated_at: now,
        }
        if (mine) await tx.pushDevices.update(mine.id, row)
        else await tx.pushDevices.insert(row)
        const devices = await tx.pushDevices.of(actor.user.id)
        await tx.pushDevices.remove(devices.slice(mostDevices).map(({ id }) => id))
        return deviceJson(row)
      })
    },

    /** Forgets a device of the caller; of other people's nothing is said. */
    unsubscribe: async (actor: Actor, { endpoint }: Named): Promise<void> => {
      feature()
      await store.write(null, async (tx) => {
        const device = await tx.pushDevices.byEndpoint(endpoint)
        if (device?.user_id === actor.user.id) await tx.pushDevices.remove([device.id])
      })
    },

    /** Sends a notification that says that notifications work. */
    test: async (actor: Actor, input: Named): Promise<void> => {
      const { keyId, send } = feature()
      needSelf(actor, input)
      const device = await store.read.pushDevices.byEndpoint(input.endpoint)
      if (!device || device.user_id !== actor.user.id || device.vapid_key_id !== keyId)
        return fail("not_found", "this device is not registered")
      if (!tests.take(actor.user.id)) fail("rate_limited", "too many test notifications; try again in a minute")
      const { kind, error } = await send(device, {
        topic: "test",
        ttlSeconds: 60,
        payload: {
          user_id: actor.user.id,
          title: "ClickClack",
          body: "New messages will reach you here.",
          tag: "test",
          url: "/app",
        },
      })
      if (kind === "gone") await store.write(null, (tx) => tx.pushDevices.remove([device.id]))
      if (kind !== "sent") fail("upstream_failed", `the push service did not take it: ${error}`)
    },
  }
}
