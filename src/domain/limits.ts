/** Counts what happened under a key within the last so many milliseconds. */
export type Limiter = {
  /** Counts one more; false, and not counted, when the key has used up its limit. */
  take(key: string): boolean
  /** True when the key has used up its limit. */
  full(key: string): boolean
  /** Forgets what was counted for the key. */
  clear(key: string): void
}

/**
 * A sliding window in the memory of this process, for at most so many keys: where there are more, the one that was
 * quiet for longest is forgotten.
 */
export const slidingWindow = ({
  limit,
  windowMs,
  keys = 4_096,
  now = Date.now,
}: {
  limit: number
  windowMs: number
  keys?: number
  now?: () => number
}): Limiter => {
  const seen = new Map<string, number[]>()
  const recent = (key: string) => (seen.get(key) ?? []).filter((time) => time > now() - windowMs)
  return {
    take: (key) => {
      const times = recent(key)
      if (times.length >= limit) return false
      seen.delete(key)
      if (seen.size >= keys) seen.delete(seen.keys().next().value!)
      seen.set(key, [...times, now()])
      return true
    },
    full: (key) => recent(key).length >= limit,
    clear: (key) => void seen.delete(key),
  }
}
