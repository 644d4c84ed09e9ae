import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { createClient } from "../sdk/index.ts"
import { refusal, refused } from "./support/refused.ts"
import { type Person, personOn, startServer, type TestServer } from "./support/server.ts"

const secret = "correct horse battery"
const next = "another long secret"

for (const engine of ["sqlite", "postgres"] as const)
  describe(`a password (${engine})`, () => {
    let server: TestServer
    beforeAll(async () => {
      server = await startServer(engine, { CLICKCLACK_PASSWORD_AUTH_ENABLED: "true" })
    })
    afterAll(() => server.stop())

    const enrolled = async (name: string): Promise<Person> => {
      const person = await server.as(name)
      await server.services.admin.setPassword({ user: person.id }, secret)
      return person
    }
    const login = (identifier: string, password: string) =>
      createClient({ baseUrl: server.url }).auth.login(identifier, password)

    test("opens by address or handle in any case, and every other answer is the same", async () => {
      const ada = await enrolled("Ada")
      await ada.client.me.update({ handle: "ada-pw" })
      for (const identifier of [ada.email, ada.email.toUpperCase(), "ada-pw", " @ADA-pw "])
        expect((await login(identifier, secret)).user.id).toBe(ada.id)
      const bare = await server.as("Bare")
      const answers = [
        login(ada.email, "wrong"),
        login("nobody@example.org", secret),
        login("nobody", secret),
        login(bare.email, secret),
      ]
      expect(new Set((await Promise.all(answers.map(refusal))).map((told) => JSON.stringify(told))).size).toBe(1)
    })

    test("changed ends every other session at once, sockets too", async () => {
      const { workspace } = await server.room()
      const ben = await server.member(workspace, "Ben")
      await server.services.admin.setPassword({ user: ben.id }, secret)
      const { token } = await login(ben.email, secret)
      const other = personOn(server.url, { ...ben, token })
      const [here, there] = [await ben.listen(workspace), await other.listen(workspace)]
      await ben.client.auth.changePassword({ current_password: secret, new_password: next })
      expect(await there.ended).toEqual({ code: 1008, reason: "session revoked; sign in again" })
      expect(await refused(other.client.me.get())).toBe(401)
      expect((await ben.client.me.get()).user.id).toBe(ben.id)
      here.close()
    })

    test("changed by two at once is changed by one", async () => {
      const cal = await enrolled("Cal")
      const { token } = await login(cal.email, secret)
      const other = personOn(server.url, { ...cal, token })
      const tries = await Promise.allSettled(
        [cal, other].map(({ client }) => client.auth.changePassword({ current_password: secret, new_password: next })),
      )
      expect(tries.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"])
    })

    test("is tried five times, also when all tries come at the same moment", async () => {
      const dan = await enrolled("Dan")
      const tries = await Promise.all(Array.from({ length: 8 }, () => refused(login(dan.email, "wrong horse battery"))))
      expect(tries.filter((status) => status === 401)).toHaveLength(5)
      expect(await refused(login(dan.email, secret))).toBe(429)
    })
  })
