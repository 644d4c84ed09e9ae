import { afterEach, describe, expect, test } from "bun:test"
import { isPublic } from "../src/net/addresses.ts"
import { createCallback } from "../src/net/callback.ts"
import { proxyFor } from "../src/net/proxy.ts"
import { type Receiver, startReceiver } from "./support/receiver.ts"

const open: Receiver[] = []
const receiver = (...args: Parameters<typeof startReceiver>) => {
  const made = startReceiver(...args)
  open.push(made)
  return made
}
afterEach(async () => {
  for (const one of open.splice(0)) await one.stop()
})

const noEnv = {}
const call = { body: "{}", headers: {} }
const strict = createCallback({ allowPrivate: false, allowedHosts: [], env: noEnv })
const lenient = createCallback({ allowPrivate: true, allowedHosts: [], env: noEnv })

describe("an address", () => {
  test("is public unless it leads into a private network, to this machine or nowhere", () => {
    for (const address of ["1.1.1.1", "93.184.216.34", "172.15.0.1", "172.32.0.1", "100.63.0.1", "2606:4700::1111"])
      expect([address, isPublic(address)]).toEqual([address, true])
    for (const address of [
      ...[
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "127.9.9.9",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
      ],
      ...[
        "192.0.0.1",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.9",
        "224.0.0.1",
        "240.0.0.1",
      ],
      ...["255.255.255.255", "168.63.129.16", "::", "::1", "::ffff:127.0.0.1", "::ffff:1.1.1.1", "fe80::1", "fc00::1"],
      ...[
        "64:ff9b::7f00:1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "3fff::1",
        "ff02::1",
        "4000::1",
        "localhost",
        "",
      ],
    ])
      expect([address, isPublic(address)]).toEqual([address, false])
  })
})

describe("a callback", () => {
  test("reaches no private address, however it is written", async () => {
    const target = receiver()
    const { port } = new URL(target.url)
    for (const host of [
      "127.0.0.1",
      "127.1",
      "2130706433",
      "0x7f000001",
      "0177.0.0.1",
      "localhost",
      "a.localhost",
      "[::1]",
    ]) {
      const { status, error } = await strict({ ...call, url: `http://${host}:${port}/` })
      expect([host, status, error]).toEqual([host, 0, "the target is not a public address"])
    }
    expect(target.calls).toEqual([])
  })

  test("reaches no private address through a name, not even when only one of its addresses is private", async () => {
    const target = receiver()
    const { port } = new URL(target.url)
    for (const addresses of [["127.0.0.1"], ["1.1.1.1", "127.0.0.1"], ["::1"]]) {
      const resolve = async () => addresses
      const callback = createCallback({ allowPrivate: false, allowedHosts: [], env: noEnv, resolve })
      const { error } = await callback({ ...call, url: `http://rebind.example:${port}/` })
      expect(error).toBe("the target is not a public address")
    }
    expect(target.calls).toEqual([])
  })

  test("goes to the address that was checked, and asks for the name there", async () => {
    const target = receiver()
    const { port } = new URL(target.url)
    const asked: string[] = []
    const resolve = async (name: string) => {
      asked.push(name)
      return ["127.0.0.1"]
    }
    const callback = createCallback({ allowPrivate: false, allowedHosts: ["ci.internal"], env: noEnv, resolve })
    const answer = await callback({
      body: "{}",
      headers: { "X-Test": "1" },
      url: `http://ci.internal:${port}/build?x=1`,
    })
    expect(answer).toEqual({ status: 200, body: "ok", error: "" })
    expect(asked).toEqual(["ci.internal"])
    expect(target.calls[0]).toMatchObject({ method: "POST", path: "/build", body: "{}" })
    expect(target.calls[0]!.headers.get("host")).toBe(`ci.internal:${port}`)
    expect(target.calls[0]!.headers.get("content-type")).toBe("application/json")
    expect(target.calls[0]!.headers.get("x-test")).toBe("1")
  })

  test("goes to the next address where one takes no connection", async () => {
    const target = receiver()
    const { port } = new URL(target.url)
    const callback = createCallback({
      allowPrivate: true,
      allowedHosts: [],
      env: noEnv,
      resolve: async () => ["127.0.0.2", "127.0.0.1"],
    })
    expect((await callback({ ...call, url: `http://two.example:${port}/` })).status).toBe(200)
    expect(target.calls).toHaveLength(1)
  })

  test("follows no redirect, and reads 64 KiB of an answer and no more", async () => {
    const target = receiver(({ path }) =>
      path === "/long"
        ? new Response(new Uint8Array(200_000).fill(97))
        : new Response(null, { status: 307, headers: { Location: "/long" } }),
    )
    expect(await lenient({ ...call, url: `${target.url}/` })).toEqual({
      status: 307,
      body: "",
      error: "the target answered 307",
    })
    expect((await lenient({ ...call, url: `${target.url}/long` })).body).toHaveLength(65_536)
    expect(target.calls).toHaveLength(2)
  })

  test("tells in words what went wrong", async () => {
    const target = receiver(() => new Response("no\0thing", { status: 500 }))
    expect(await lenient({ ...call, url: target.url })).toEqual({
      status: 500,
      body: "no\ufffdthing",
      error: "the target answered 500",
    })
    await target.stop()
    expect((await lenient({ ...call, url: target.url })).error).toMatch(/^the call failed: /)
    const nowhere = createCallback({
      allowPrivate: false,
      allowedHosts: [],
      env: noEnv,
      resolve: () => Promise.reject(new Error("ENOTFOUND")),
    })
    expect((await nowhere({ ...call, url: "http://nowhere.example/" })).error).toBe(
      "the target's name could not be resolved",
    )
  })

  test("goes through the proxy of the environment, to which a name that is not known here is left", async () => {
    const proxy = receiver(() => new Response("through the proxy"))
    const env = { HTTP_PROXY: proxy.url, NO_PROXY: "intern.example" }
    const resolve = (name: string) =>
      name === "bad.example" ? Promise.resolve(["10.0.0.1"]) : Promise.reject(new Error("ENOTFOUND"))
    const callback = createCallback({ allowPrivate: false, allowedHosts: [], env, resolve })
    expect((await callback({ ...call, url: "http://far.example/x" })).body).toBe("through the proxy")
    expect(proxy.calls[0]!.headers.get("host")).toBe("far.example")
    for (const url of ["http://bad.example/", "http://localhost/", "http://10.0.0.1/", "http://x.intern.example/"])
      expect((await callback({ ...call, url })).status).toBe(0)
    expect(proxy.calls).toHaveLength(1)
  })
})

test("a proxy is the environment's, but for the hosts that it excepts", () => {
  const of = (url: string, env: Record<string, string>) => proxyFor(new URL(url), env)
  const env = { HTTPS_PROXY: "http://p:1", NO_PROXY: "a.example, .b.example,c.example:8443 127.0.0.1" }
  expect(of("https://d.example/", env)).toBe("http://p:1")
  expect(of("http://d.example/", env)).toBeUndefined()
  expect(of("https://d.example/", { https_proxy: "http://q:2" })).toBe("http://q:2")
  for (const url of ["https://a.example", "https://x.a.example", "https://x.b.example", "https://c.example:8443"])
    expect([url, of(url, env)]).toEqual([url, undefined])
  for (const url of ["https://xa.example", "https://c.example"])
    expect([url, of(url, env)]).toEqual([url, "http://p:1"])
  expect(of("https://d.example", { ...env, NO_PROXY: "*" })).toBeUndefined()
})
