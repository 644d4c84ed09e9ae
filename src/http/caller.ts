import type { Config } from "../config.ts"
import { clientIp, isLocal } from "./origin.ts"
import type { Ctx } from "./route.ts"

const peerOf = (c: Ctx) => c.env.server.requestIP(c.req.raw)?.address

/** The caller's address, as limits count it. */
export const ipOf = (c: Ctx): string => clientIp(c.req.raw.headers, peerOf(c))

/** True when nothing about the request points beyond this machine. */
export const isLocalCall = (c: Ctx): boolean => isLocal(c.req.raw.headers, peerOf(c))

/** How a local caller of a development server reached it. */
export const localOrigin = (c: Ctx, config: Pick<Config, "dev_bootstrap">): string | undefined =>
  config.dev_bootstrap && isLocalCall(c) ? new URL(c.req.url).origin : undefined
