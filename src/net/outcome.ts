/**
 * How sending a notification ended. `later`: it certainly did not arrive and may be sent again. `unknown`: it may have
 * arrived, so sending it again could double it. `refused`: not this one. `gone`: never again to this target.
 */
export type Outcome = { kind: "sent" | "gone" | "refused" | "later" | "unknown"; error: string }
