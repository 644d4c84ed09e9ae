type Surroundings = {
  location?: { origin: string }
  navigator?: { onLine?: boolean }
  addEventListener?: (type: "online" | "offline", listener: () => void) => void
  removeEventListener?: (type: "online" | "offline", listener: () => void) => void
}

/** What a browser has and Bun and Node may not have. */
const here: Surroundings = globalThis as unknown as Surroundings

/** The device says that it has no network; where nobody says so, it has. */
export const isOffline = () => here.navigator?.onLine === false

/** The page's origin, for a client without `baseUrl`. */
export const ownOrigin = (): string => {
  if (!here.location) throw new Error("createClient needs a baseUrl outside of a page")
  return here.location.origin
}

/** Calls back when the network comes or goes, until the returned function is called. */
export const onNetworkChange = (listener: () => void): (() => void) => {
  here.addEventListener?.("online", listener)
  here.addEventListener?.("offline", listener)
  return () => {
    here.removeEventListener?.("online", listener)
    here.removeEventListener?.("offline", listener)
  }
}
