import { describe, expect, test } from "bun:test"
import { cursorOf, firstId, hashSecret, newId, newRouteId, newSecret, seqNotAfter, seqOfCursor } from "../src/ids.ts"
import { randomFrom } from "./support/random.ts"

describe("an id", () => {
  test("is its kind and 26 characters that sort by the time of making, also within a millisecond", () => {
    const ids = Array.from({ length: 20_000 }, () => newId("msg"))
    for (const id of ids.slice(0, 100)) expect(id).toMatch(/^msg_[0-9a-hjkmnp-tv-z]{26}$/)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.toSorted()).toEqual(ids)
    const now = new Date()
    expect(newId("msg") >= firstId("msg", now)).toBe(true)
    expect(ids[0]! < firstId("msg", new Date(Date.now() + 60_000))).toBe(true)
  })

  test("on the public side is a letter and 80 random bits", () => {
    const ids = Array.from({ length: 1_000 }, () => newRouteId("C"))
    for (const id of ids) expect(id).toMatch(/^C[0-9A-HJKMNP-TV-Z]{16}$/)
    expect(new Set(ids).size).toBe(1_000)
    for (let at = 1; at < 17; at++) expect(new Set(ids.map((id) => id[at])).size).toBeGreaterThan(20)
  })
})

test("a secret is 26 random characters, which neither time nor a neighbour tells", () => {
  const secrets = Array.from({ length: 1_000 }, () => newSecret("sst"))
  for (const secret of secrets) expect(secret).toMatch(/^sst_[0-9a-hjkmnp-tv-z]{26}$/)
  for (let at = 4; at < 30; at++) expect(new Set(secrets.map((secret) => secret[at])).size).toBe(32)
  expect(hashSecret("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
})

describe("a cursor", () => {
  const [here, there] = [newId("wsp"), newId("wsp")]

  test("sorts as text in the order of the log", () => {
    const random = randomFrom(1)
    const places = [1, 2, 9, 31, 32, 33, 1023, 1024, 2 ** 31, 2 ** 32 + 1, 2 ** 52, Number.MAX_SAFE_INTEGER]
    const all = [...places, ...Array.from({ length: 500 }, () => 1 + random.below(1_000_000))].toSorted((a, b) => a - b)
    const cursors = all.map((place) => cursorOf(here, place))
    expect(cursors.toSorted()).toEqual(cursors)
    for (const cursor of cursors) expect(cursor).toMatch(/^cur_[0-9a-hjkmnp-tv-z]{26}$/)
    expect(cursors.map((cursor) => seqOfCursor(here, cursor))).toEqual(all)
  })

  test("means nothing in another workspace, and nothing when it is none", () => {
    expect(seqOfCursor(there, cursorOf(here, 7))).toBeUndefined()
    const good = cursorOf(here, 7)
    for (const bad of [
      "",
      "cur_",
      "nonsense",
      good.toUpperCase(),
      `${good}0`,
      good.slice(0, -1),
      ` ${good}`,
      `${good}\n`,
      cursorOf(here, 0),
    ])
      expect(seqOfCursor(here, bad)).toBeUndefined()
    expect(seqOfCursor(here, `cur_${"z".repeat(13)}${good.slice(17)}`)).toBeUndefined()
  })

  test("that is any text stands between two places as that text does", () => {
    for (const place of [1, 2, 32, 1_000_000, 2 ** 40]) {
      const cursor = cursorOf(here, place)
      expect(seqNotAfter(here, cursor)).toBe(place)
      expect(seqNotAfter(here, cursor.slice(0, -1))).toBe(place - 1)
      expect(seqNotAfter(here, `${cursor}!`)).toBe(place)
    }
    expect(seqNotAfter(here, "")).toBe(0)
    expect(seqNotAfter(here, "a")).toBe(0)
    expect(seqNotAfter(here, "zzz")).toBe(Number.MAX_SAFE_INTEGER)
    expect(seqNotAfter(here, "💥")).toBe(Number.MAX_SAFE_INTEGER)
  })
})
