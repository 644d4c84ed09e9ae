import type { Run } from "./commands.ts"
import { line } from "./io.ts"

/** Makes the pair of keys with which a server signs its web pushes. */
export const keygen: Run = async (_, io) => {
  const algorithm = { name: "ECDSA", namedCurve: "P-256" }
  const pair = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"])
  const point = Buffer.from(await crypto.subtle.exportKey("raw", pair.publicKey)).toString("base64url")
  const { d } = await crypto.subtle.exportKey("jwk", pair.privateKey)
  io.out(line(`CLICKCLACK_WEB_PUSH_VAPID_PUBLIC_KEY=${point}`))
  io.out(line(`CLICKCLACK_WEB_PUSH_VAPID_PRIVATE_KEY=${d}`))
}
