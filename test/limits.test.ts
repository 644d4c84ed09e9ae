import { expect, test } from "bun:test"
import { slidingWindow } from "../src/domain/limits.ts"

test("a key is refused once its limit is used up, until its oldest try is out of the window", () => {
  let now = 0
  const limiter = slidingWindow({ limit: 2, windowMs: 100, now: () => now })
  expect([limiter.take("a"), limiter.take("a"), limiter.take("a")]).toEqual([true, true, false])
  expect(limiter.take("b")).toBe(true)
  now = 99
  expect(limiter.full("a")).toBe(true)
  now = 100
  expect([limiter.take("a"), limiter.full("b")]).toEqual([true, false])
  limiter.clear("a")
  expect(limiter.full("a")).toBe(false)
})

test("no more keys are remembered than there is room for: the quietest is forgotten", () => {
  const limiter = slidingWindow({ limit: 1, windowMs: 1_000, keys: 2, now: () => 0 })
  expect([limiter.take("a"), limiter.take("b"), limiter.take("c")]).toEqual([true, true, true])
  expect([limiter.full("a"), limiter.full("b"), limiter.full("c")]).toEqual([false, true, true])
})
