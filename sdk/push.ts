import type { InputOf } from "../src/api/endpoint.ts"
import type { Api } from "../src/api/index.ts"
import type { Call, ParamsOf } from "./request.ts"

type Push = Api["push"]

export const notifications = (call: Call) => ({
  push: {
    /** `device` is the unpadded base64url SHA-256 of the browser's push endpoint. */
    status: (query?: ParamsOf<Push["status"]>) => call<Push["status"]>("GET", "/api/me/push", { query }),
    subscribe: (input: InputOf<Push["subscribe"]>) =>
      call<Push["subscribe"]>("PUT", "/api/me/push/subscriptions", { body: input }),
    unsubscribe: (input: InputOf<Push["unsubscribe"]>) =>
      call<Push["unsubscribe"]>("DELETE", "/api/me/push/subscriptions", { body: input }),
    /** Sends one notification to this device now. */
    test: (input: InputOf<Push["test"]>) => call<Push["test"]>("POST", "/api/me/push/test", { body: input }),
  },
})
