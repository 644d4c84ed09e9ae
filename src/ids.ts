/** Ids, cursors, public route ids and secrets (contract: overview, "Identifiers"). */

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz"
const routeAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

let lastTime = 0
let lastRandom = new Uint8Array(10)

/** Base32 of the low `chars * 5` bits of a big-endian number given as bytes. */
const encode = (bytes: Uint8Array, chars: number, letters = alphabet): string => {
  let text = ""
  let bits = 0
  let value = 0
  for (let index = bytes.length - 1; text.length < chars; index--) {
    value |= (index >= 0 ? bytes[index]! : 0) << bits
    bits += 8
    while (bits >= 5 && text.length < chars) {
      text = letters[value & 31]! + text
      value >>>= 5
      bits -= 5
    }
  }
  return text
}

const encodeNumber = (value: number, chars: number): string => {
  let text = ""
  for (let rest = value; text.length < chars; rest = Math.floor(rest / 32)) text = alphabet[rest % 32]! + text
  return text
}

/** Adds one to a big-endian number in place; what overflows is dropped, as 80 random bits never do in one millisecond. */
const increment = (bytes: Uint8Array) => {
  for (let index = bytes.length - 1; index >= 0; index--) {
    bytes[index] = (bytes[index]! + 1) & 255
    if (bytes[index] !== 0) return
  }
}

/** `<prefix>_` and a ULID in lower case: sorts by time of making, and strictly within this process. */
export const newId = (prefix: string): string => {
  const time = Date.now()
  if (time > lastTime) {
    lastTime = time
    lastRandom = crypto.getRandomValues(new Uint8Array(10))
  } else increment(lastRandom)
  return `${prefix}_${encodeNumber(lastTime, 10)}${encode(lastRandom, 16)}`
}

/** What sorts before every id of this kind that is made from the moment on. */
export const firstId = (prefix: string, from: Date): string => `${prefix}_${encodeNumber(from.getTime(), 10)}`

/** `<prefix>_` and 130 random bits in base32: for whatever opens a door. Never ordered, never derived from anything. */
export const newSecret = (prefix: string): string =>
  `${prefix}_${Array.from(crypto.getRandomValues(new Uint8Array(26)), (byte) => alphabet[byte & 31]).join("")}`

/** A public route id: one letter (T, C, D or M) and 80 random bits. */
export const newRouteId = (letter: "T" | "C" | "D" | "M"): string =>
  letter + encode(crypto.getRandomValues(new Uint8Array(10)), 16, routeAlphabet)

/** The hex SHA-256 under which a secret is stored. */
export const hashSecret = (secret: string): string => new Bun.CryptoHasher("sha256").update(secret).digest("hex")

/** 13 characters that tell one workspace's cursors from another's. */
const cursorTag = (workspaceId: string): string =>
  encode(new Uint8Array(new Bun.CryptoHasher("sha256").update(workspaceId).digest().subarray(0, 9)), 13)

const tags = new Map<string, string>()
const tagOf = (workspaceId: string): string => {
  let tag = tags.get(workspaceId)
  if (tag === undefined) {
    if (tags.size > 10_000) tags.clear()
    tag = cursorTag(workspaceId)
    tags.set(workspaceId, tag)
  }
  return tag
}

/** The wire cursor of a place in a workspace's log: sorts as a string in the order of the log. */
export const cursorOf = (workspaceId: string, seq: number): string =>
  `cur_${encodeNumber(seq, 13)}${tagOf(workspaceId)}`

/** The place that a cursor of this workspace names; undefined when it is none of this workspace's. */
export const seqOfCursor = (workspaceId: string, cursor: string): number | undefined => {
  if (!/^cur_[0-9a-hjkmnp-tv-z]{26}$/.test(cursor) || cursor.slice(17) !== tagOf(workspaceId)) return undefined
  const seq = decodeNumber(cursor.slice(4, 17))
  return Number.isSafeInteger(seq) && seq > 0 ? seq : undefined
}

/** The last place of the log whose cursor is not greater, as a string, than any text that a caller may send. */
export const seqNotAfter = (workspaceId: string, text: string): number => {
  let low = 0
  let high = Number.MAX_SAFE_INTEGER
  while (low < high) {
    const middle = low + Math.ceil((high - low) / 2)
    if (cursorOf(workspaceId, middle) <= text) low = middle
    else high = middle - 1
  }
  return low
}

const decodeNumber = (text: string): number => {
  let value = 0
  for (const letter of text) value = value * 32 + alphabet.indexOf(letter)
  return value
}

/** Now, as every time on the wire and in the tables: RFC 3339, UTC, milliseconds. */
export const timestamp = (date = new Date()): string => date.toISOString()
