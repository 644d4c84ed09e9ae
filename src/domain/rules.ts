import { fail } from "../errors.ts"

/** Rules for texts that people choose (contract: overview, "Slugs, names, handles"). */

const encoder = new TextEncoder()
const bytes = (text: string) => encoder.encode(text).length

/** Lower case, every run outside of a-z and 0-9 one hyphen, none at the ends. */
export const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")

/** A needed name of at most 80 bytes, trimmed. */
export const displayName = (text: string, what = "display_name"): string => {
  const name = text.trim()
  if (!name) fail("invalid", `${what} is required`)
  if (bytes(name) > 80) fail("invalid", `${what} must be at most 80 bytes`)
  return name
}

/** Without its `@`, in lower case; empty means none. */
export const handle = (text: string): string => {
  const name = text.trim().replace(/^@/, "").toLowerCase()
  if (name && !/^[a-z0-9][a-z0-9_-]{1,31}$/.test(name))
    fail("invalid", "handle must have 2 to 32 letters a-z, digits, _ or -, and begin with a letter or digit")
  return name
}

/** An http or https address of at most 500 characters, or nothing. */
export const avatarUrl = (text: string): string => {
  const url = text.trim()
  if (!url) return ""
  if (url.length > 500 || !/^https?:\/\/[^\s/]+/i.test(url) || !URL.canParse(url))
    fail("invalid", "avatar_url must be an http or https address of at most 500 characters")
  return url
}

/** A name that another service gave, as far as it makes one; else the next. */
export const nameFrom = (...candidates: Array<string | undefined>): string => {
  for (const candidate of candidates) {
    const name = [...(candidate ?? "").replace(/[\p{Cc}\p{Cs}\s]+/gu, " ").trim()]
    while (bytes(name.join("")) > 80) name.pop()
    const text = name.join("").trim()
    if (text) return text
  }
  return "Somebody"
}

/** An e-mail address as people are recognised by it. */
export const emailAddress = (text: string): string => {
  const email = text.trim().toLowerCase()
  if (!/^[^\s@]+@[^\s@]+$/.test(email) || email.length > 254) fail("invalid", "email must be an e-mail address")
  return email
}

/** The picture that stands in until one is chosen; the address itself is never told. */
export const gravatar = (email: string): string =>
  `https://gravatar.com/avatar/${new Bun.CryptoHasher("sha256").update(email).digest("hex")}?d=identicon`

/** A name as it is sorted and searched: lower case, accents folded. */
export const sortName = (name: string): string => name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()

/** The first so many code points. */
export const cut = (text: string, points: number): string => {
  if (text.length <= points) return text
  return [...text.slice(0, points * 2)].slice(0, points).join("")
}

/** What somebody wrote, trimmed; blank is refused. */
export const messageBody = (text: string): string => {
  const body = text.trim()
  if (!body) fail("invalid", "message body is required")
  return body
}

/** A nonce, trimmed; blank means none. At most 128 code points, no NUL. */
export const nonce = (text: string | undefined): string | undefined => {
  const value = text?.trim()
  if (!value) return undefined
  if ([...value].length > 128 || value.includes("\0"))
    fail("invalid", "nonce must have at most 128 characters and no NUL")
  return value
}

/** A whole number inside the bounds, or the default when it is missing or none. */
export const lenientLimit = (
  text: string | undefined,
  fallback: number,
  most: number,
  above: number = most,
): number => {
  const value = text !== undefined && /^\d+$/.test(text) ? Number(text) : 0
  if (value < 1) return fallback
  return value > most ? above : value
}
