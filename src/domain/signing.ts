import { createHmac } from "node:crypto"
import { newSecret } from "../ids.ts"

/** The key of a command or subscription: told when it is made or rotated, and kept, since the server signs with it. */
export const newSigningSecret = (): string => newSecret("ccs")

/** What proves that a callback is ours: HMAC-SHA256 over time, a dot and the body. */
export const signatureOf = (secret: string, body: string, now = Date.now()) => {
  const time = String(Math.floor(now / 1000))
  return {
    "X-ClickClack-Timestamp": time,
    "X-ClickClack-Signature": `sha256=${createHmac("sha256", secret).update(`${time}.${body}`).digest("hex")}`,
  }
}
