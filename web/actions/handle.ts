import { type Client, isApiError } from "../../sdk/index.ts"

/** How a name could be mentioned: the first name, the whole one, then with a number. */
export const handlesFor = (name: string): string[] => {
  const words = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
  const first = words[0] ?? ""
  const whole = words.join("-")
  return [...new Set([first, whole, `${first}2`, `${first}3`, `${first}4`])]
    .map((handle) => handle.slice(0, 32).replace(/-+$/, ""))
    .filter((handle) => handle.length >= 2)
}

/** Gives a newcomer the first of them that is free. Without one they can choose later, in their profile. */
export const claimHandle = async (client: Client, name: string) => {
  for (const handle of handlesFor(name)) {
    try {
      await client.me.update({ handle })
      return
    } catch (error) {
      if (!isApiError(error)) throw error
      if (error.status !== 400) return
    }
  }
}
