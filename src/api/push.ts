import * as v from "valibot"
import { endpoint } from "./endpoint.ts"
import { needed, param, text } from "./kit.ts"
import { PushSubscription } from "./objects.ts"

const tag = "Web push"
const device = {
  user_id: needed("The account that the page believes is signed in; another one gets 409."),
  endpoint: needed("`PushSubscription.endpoint` of the browser."),
}

export const push = {
  status: endpoint({
    method: "GET",
    path: "/api/me/push",
    tag,
    summary: "Whether this server sends web push, with which key, and to which of my devices.",
    description:
      "`this_device` tells whether the named device is registered for me; `this_device_stale`, that it must be registered again to hear anything: the server's key or the sign-in has changed. Endpoints and keys of devices are never told.",
    auth: "any",
    scope: "profile:read",
    query: v.object({ device: param("The unpadded base64url SHA-256 of the device's push endpoint.") }),
    answers: {
      200: v.object({
        enabled: v.boolean(),
        vapid_public_key: v.string(),
        subscriptions: v.array(PushSubscription),
        this_device: v.boolean(),
        this_device_stale: v.boolean(),
      }),
    },
  }),
  subscribe: endpoint({
    method: "PUT",
    path: "/api/me/push/subscriptions",
    tag,
    summary: "Registers this device, or renews it. It hears of new messages until the sign-in ends.",
    description:
      "The endpoint is an https address of a public host without credentials; `p256dh` is a point of P-256 and `auth` has 16 bytes, both in base64url, as browsers give them. 404 while the server has no keys for web push.",
    auth: "human",
    body: v.object({
      ...device,
      keys: v.object({ p256dh: needed("The device's public key."), auth: needed("The device's secret.") }),
      user_agent: text("What the browser calls itself."),
    }),
    answers: { 200: v.object({ subscription: PushSubscription }) },
  }),
  unsubscribe: endpoint({
    method: "DELETE",
    path: "/api/me/push/subscriptions",
    tag,
    summary: "Forgets a device of mine, if I have it.",
    auth: "human",
    body: v.object(device),
    answers: { 204: null },
  }),
  test: endpoint({
    method: "POST",
    path: "/api/me/push/test",
    tag,
    summary: "Sends one notification to a device of mine now; 502 says why it was not taken.",
    auth: "human",
    body: v.object(device),
    answers: { 204: null },
  }),
}
