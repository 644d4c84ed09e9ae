import { describe, expect, test } from "bun:test"
import { mentionedHandles } from "../src/domain/mentions.ts"
import * as rules from "../src/domain/rules.ts"
import { isLocal, isSameOrigin } from "../src/http/origin.ts"

describe("mentions", () => {
  test.each<[string, string[]]>([
    ["@ada", ["ada"]],
    ["hi @Ada, @bob-2 and @c_3!", ["ada", "bob-2", "c_3"]],
    ["@ada @ADA @ada", ["ada"]],
    ['(@ada) [@bob] *@cid* "@dot"', ["ada", "bob", "cid", "dot"]],
    ["é@ada", ["ada"]],
    ["x@ada _@ada -@ada 9@ada", []],
    ["@@ada @ @! @-ada", ["-ada"]],
    ["https://x.example/@ada www.x.example/@ada ftp://@ada", []],
    ["see https://x.example @ada", ["ada"]],
    ["(https://x.example/@ada) @bob", ["bob"]],
    ["not-www.x @ada", ["ada"]],
    ["[@ada](https://x.example) @bob", ["bob"]],
    ["[@ada] (https://x.example)", ["ada"]],
    ["[one](two @ada", ["ada"]],
    ["[one][@ada](x)", []],
    ["[[@ada](x)", []],
    ["](@ada)", ["ada"]],
    ["[]( @ada )@bob", ["bob"]],
    ["", []],
    ["@", []],
  ])("%j names %j", (text, handles) => {
    expect(mentionedHandles(text)).toEqual(handles)
  })

  const mebibyte = (piece: string, end = "") => piece.repeat(Math.floor(1_048_576 / piece.length)) + end
  test.each([
    ["[", ["ada"]],
    ["[](", ["ada"]],
    ["[x", ["ada"]],
    ["](", ["ada"]],
    ["[]", ["ada"]],
    ["www.", []],
    ["www. ", ["ada"]],
    ["a.", ["ada"]],
    ["a+", ["ada"]],
    [":", ["ada"]],
    ["a:", ["ada"]],
    ["@a", ["a"]],
    ["@ ", ["ada"]],
    ["@", []],
    ["_a", ["ada"]],
  ] as [string, string[]][])("are found at the end of a mebibyte of %j", (piece, handles) => {
    const found = mentionedHandles(
      mebibyte(piece, piece === "www." || piece === "@" || piece === "@a" ? "@ada" : " @ada"),
    )
    expect(found.slice(0, 3)).toEqual(piece === "@a" ? ["a"] : handles)
    // Closed only at the very end, so that every open bracket might begin a link.
    expect(mentionedHandles(mebibyte(piece, " ](x) @bob")).at(-1)).toBe("bob")
  })
})

describe("rules for what people choose", () => {
  test("a slug keeps what is one already", () => {
    for (const slug of ["a", "general", "a-b", "2026", "a-1-b"]) expect(rules.slug(slug)).toBe(slug)
    expect(rules.slug("  Hello,  World! ")).toBe("hello-world")
    expect(rules.slug("--a--b--")).toBe("a-b")
    expect(rules.slug("日本")).toBe("")
    expect(rules.slug("Straße 1")).toBe("stra-e-1")
  })

  test("a handle has 2 to 32 plain characters, without its @", () => {
    expect(rules.handle(" @Ada_L-1 ")).toBe("ada_l-1")
    expect(rules.handle("")).toBe("")
    expect(rules.handle("a".repeat(32))).toHaveLength(32)
    for (const wrong of ["a", "a".repeat(33), "-ab", "_ab", "a b", "ä1", "@@ab", "a\nb"])
      expect(() => rules.handle(wrong)).toThrow("handle must have")
  })

  test("a name has at most 80 bytes, a cut falls between characters", () => {
    expect(rules.displayName(` ${"é".repeat(40)} `)).toBe("é".repeat(40))
    expect(() => rules.displayName("é".repeat(41))).toThrow("80 bytes")
    expect(() => rules.displayName(" \n")).toThrow("required")
    expect(rules.cut("🦀🦀🦀", 2)).toBe("🦀🦀")
    expect(rules.cut("abc", 3)).toBe("abc")
  })

  test("an e-mail address is the same however it is written", () => {
    expect(rules.emailAddress(" Ada@Example.ORG ")).toBe("ada@example.org")
    for (const wrong of ["", "ada", "@x", "ada@", "a b@x", "a@b@c", `${"a".repeat(250)}@x.org`])
      expect(() => rules.emailAddress(wrong)).toThrow("email")
    expect(rules.gravatar("ada@example.org")).not.toContain("ada@")
  })

  test("a picture comes by http or https only", () => {
    expect(rules.avatarUrl(" https://x.example/a.png ")).toBe("https://x.example/a.png")
    expect(rules.avatarUrl("")).toBe("")
    for (const wrong of [
      "javascript:alert(1)",
      "data:image/png;base64,x",
      "//x.example/a",
      "https://",
      "x",
      "http:///a",
    ])
      expect(() => rules.avatarUrl(wrong)).toThrow("avatar_url")
  })

  test("names sort without regard to case and accents", () => {
    expect(
      ["Zoë", "émile", "Éva", "adam"].toSorted((a, b) => (rules.sortName(a) < rules.sortName(b) ? -1 : 1)),
    ).toEqual(["adam", "émile", "Éva", "Zoë"])
  })
})

describe("where a request comes from", () => {
  const headers = (values: Record<string, string>) => new Headers(values)
  const config = { public_url: "https://chat.example.org" }

  test("is our own site, or another one", () => {
    const same = (values: Record<string, string>) => isSameOrigin(headers({ host: "10.0.0.1:8080", ...values }), config)
    expect(same({})).toBe(true)
    expect(same({ origin: "https://chat.example.org" })).toBe(true)
    expect(same({ origin: "http://10.0.0.1:8080" })).toBe(true)
    expect(same({ "sec-fetch-site": "none" })).toBe(true)
    for (const origin of [
      "null",
      "https://evil.example",
      "https://chat.example.org.evil.example",
      "http://chat.example.org",
      "http://10.0.0.1",
      "10.0.0.1:8080",
      "ftp://10.0.0.1:8080",
      "",
    ])
      expect({ origin, same: same({ origin }) }).toEqual({ origin, same: false })
    for (const site of ["cross-site", "same-site"]) expect(same({ "sec-fetch-site": site })).toBe(false)
  })

  test("is this machine only when nothing points elsewhere", () => {
    const local = (values: Record<string, string>, peer = "127.0.0.1") =>
      isLocal(headers({ host: "localhost:8080", ...values }), peer)
    expect(local({})).toBe(true)
    expect(local({}, "::1")).toBe(true)
    expect(local({}, "::ffff:127.0.0.1")).toBe(true)
    expect(local({ host: "app.localhost", origin: "http://app.localhost:5173" })).toBe(true)
    expect(local({ "x-forwarded-for": "127.0.0.1, ::1" })).toBe(true)
    expect(local({}, "10.0.0.9")).toBe(false)
    expect(isLocal(headers({ host: "localhost" }), undefined)).toBe(false)
    for (const [name, value] of [
      ["host", "chat.example.org"],
      ["host", "127.0.0.1.evil.example"],
      ["host", "localhost.evil.example"],
      ["host", "evil.example:127"],
      ["origin", "https://evil.example"],
      ["origin", "null"],
      ["sec-fetch-site", "cross-site"],
      ["x-forwarded-for", "127.0.0.1, 9.9.9.9"],
      ["x-forwarded-host", "chat.example.org"],
      ["x-real-ip", "9.9.9.9"],
      ["forwarded", "for=9.9.9.9;proto=https"],
      ["forwarded", 'for="[2001:db8::1]"'],
    ])
      expect({ name, value, local: local({ [name!]: value! }) }).toEqual({ name, value, local: false } as never)
  })
})
