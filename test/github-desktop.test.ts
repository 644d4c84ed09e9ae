import { beforeAll, expect, test } from "bun:test"
import { outside } from "./support/database.ts"
import { account, type Me, onGitHub } from "./support/github.ts"
import { browserAt, sha256 } from "./support/identity.ts"
import type { TestServer } from "./support/server.ts"

const verifier = "v".repeat(64)

onGitHub("the desktop app", (at) => {
  let server: TestServer
  beforeAll(async () => {
    server = await at().serverWith()
  })
  const desktop = (protocol: number, challenge = sha256(verifier)) =>
    `/api/auth/github/desktop/start?desktop_protocol=${protocol}&code_challenge=${challenge}`
  const consume = (code: string, code_verifier: string, headers = {}) =>
    browserAt(server.url).visit("/api/auth/github/desktop/consume", {
      method: "POST",
      headers: { "Content-Type": "application/json", ...headers },
      body: JSON.stringify({ code, code_verifier }),
    })

  test("trades its code once, with its own verifier, by either protocol", async () => {
    for (const [protocol, address] of [
      [1, /^clickclack:\/\/auth\/callback\?code=([0-9a-f]{32})$/],
      [2, /^chat\.clickclack\.desktop:\/auth\/callback\?code=([\w-]{43})$/],
    ] as const) {
      const back = await at().signIn(server, account(`desk${protocol}`), desktop(protocol))
      expect([back.status, back.browser.jar.has("cc_session")]).toEqual([302, false])
      const code = address.exec(back.to)?.[1] ?? ""
      expect((await consume(code, "w".repeat(64))).status).toBe(400)
      expect((await consume(code, verifier, { Origin: "https://evil.example" })).status).toBe(403)
      const done = await consume(code, verifier)
      expect([done.status, await done.json()]).toEqual([200, { ok: true }])
      const Cookie = done.headers.getSetCookie()[0]?.split(";")[0] ?? ""
      const { user }: Me = await (await fetch(`${server.url}/api/me`, { headers: { Cookie } })).json()
      expect(user.display_name).toBe(`desk${protocol}`)
      expect((await consume(code, verifier)).status).toBe(400)
    }
  })

  test("is late after five minutes", async () => {
    const back = await at().signIn(server, account("slow"), desktop(2))
    await outside(server, "update desktop_oauth_grants set expires_at = '2020-01-01T00:00:00.000Z'")
    expect((await consume(new URL(back.to).searchParams.get("code") ?? "", verifier)).status).toBe(400)
  })

  test("waits when 4096 others have a code that they have not traded", async () => {
    const { id } = await server.owner()
    const rows = Array.from({ length: 4_096 }, (_, n) => `('fill${n}','${id}','c','2026','2999')`)
    await outside(
      server,
      `insert into desktop_oauth_grants (code_hash, user_id, challenge, created_at, expires_at) values ${rows.join()}`,
    )
    expect((await at().signIn(server, account("crowd"), desktop(2))).status).toBe(503)
    await outside(server, "update desktop_oauth_grants set expires_at = '2020'")
    expect((await at().signIn(server, account("crowd"), desktop(2))).status).toBe(302)
  })
})
