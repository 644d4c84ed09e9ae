import { describe, expect, test } from "bun:test"
import { api, endpoints, nameOf } from "../src/api/index.ts"
import { parse } from "../src/api/parse.ts"
import { eventTypes } from "../src/events.ts"
import { docsPage } from "../src/http/docs.ts"
import { openapi } from "../src/http/openapi.ts"

const document = openapi(endpoints, { version: "1.2.3" })
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)
const refsIn = (node: unknown): string[] => {
  if (typeof node !== "object" || node === null) return []
  return Object.entries(node).flatMap(([key, value]) =>
    key === "$ref" && typeof value === "string" ? [value] : refsIn(value),
  )
}

describe("the OpenAPI document", () => {
  test("is a 3.1 document that survives JSON", () => {
    expect(document).toMatchObject({ openapi: "3.1.0", info: { title: "ClickClack", version: "1.2.3" } })
    expect(JSON.parse(JSON.stringify(document))).toEqual(document)
    for (const { path, operation } of operations) {
      expect(path).toStartWith("/")
      expect(operation.summary).not.toBe("")
      expect(Object.keys(operation.responses).length).toBeGreaterThan(1)
      for (const name of Object.keys(operation.responses)) expect(name).toMatch(/^([1-5]\d\d|default)$/)
    }
    for (const name of Object.keys(document.components.schemas)) expect(name).toMatch(/^[A-Za-z0-9._-]+$/)
  })

  test("names every endpoint once", () => {
    expect(operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`).sort()).toEqual(
      endpoints.map(({ method, path }) => `${method} ${path}`).sort(),
    )
    const ids = operations.map(({ operation }) => operation.operationId)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.sort()).toEqual(endpoints.map(nameOf).sort())
  })

  test("resolves every reference", () => {
    const refs = refsIn(document)
    expect(refs.length).toBeGreaterThan(100)
    for (const ref of refs) {
      const [, , kind, name = ""] = ref.split("/")
      expect([
        ref,
        name in (kind === "responses" ? document.components.responses : document.components.schemas),
      ]).toEqual([ref, true])
    }
  })

  test("declares the parameters of every path", () => {
    for (const { path, operation } of operations) {
      const inPath = operation.parameters.filter((parameter) => parameter.in === "path").map(({ name }) => name)
      expect(inPath).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ""))
    }
  })

  test("describes every durable event", () => {
    for (const type of eventTypes) expect(document.components.schemas).toHaveProperty([`event.${type}`])
  })

  test("says who may call", () => {
    expect(document.paths["/api/me"]?.get?.security).toEqual([{ bearer: [] }, { cookie: [] }])
    expect(document.paths["/api/me"]?.get?.description).toContain("profile:read")
    expect(document.paths["/healthz"]?.get?.security).toEqual([])
  })
})

describe("the reference page", () => {
  const page = docsPage(document, { stylesheet: "docs.css" })

  test("lists every endpoint and every object, with links that lead somewhere", () => {
    for (const endpoint of endpoints) expect(page).toContain(`id="${nameOf(endpoint)}"`)
    const targets = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))
    for (const [, id] of page.matchAll(/href="#([^"]+)"/g)) expect([id, targets.has(id)]).toEqual([id, true])
    expect(targets.size).toBe([...page.matchAll(/ id="/g)].length)
  })

  test("needs no script and no other host", () => {
    expect(page).not.toMatch(/<script|<style|style="|src="|href="https?:|onload=/)
  })
})

describe("request bodies", () => {
  const problem = (body: unknown) => {
    const parsed = parse(api.messages.post.body, body)
    return parsed.ok ? "" : parsed.problem
  }

  test("are told what is wrong in words", () => {
    expect(problem({ body: 5 })).toBe("body must be a string")
    expect(problem({})).toBe("body is required")
    expect(problem(null)).toBe("body is required")
    expect(problem([])).toBe("the request body must be a JSON object")
    expect(problem({ body: "x", kind: "shout" })).toBe("invalid message kind")
    const seq = parse(api.channels.read.body, { seq: -1 })
    expect(seq).toEqual({ ok: false, problem: "seq must be at least 0" })
    const role = parse(api.moderation.update.body, { role: "king" })
    expect(role).toEqual({ ok: false, problem: "role must be one of moderator, member, guest" })
  })

  test("may hold null for what is left out, and fields that nobody knows", () => {
    const parsed = parse(api.messages.post.body, { body: "x", nonce: null, kind: "", author_model: "y" })
    expect(parsed).toEqual({ ok: true, value: { body: "x" } })
  })
})
