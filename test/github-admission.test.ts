import { describe, expect, test } from "bun:test"
import { outside } from "./support/database.ts"
import { account, me, onGitHub } from "./support/github.ts"
import { personOn } from "./support/server.ts"

onGitHub("GitHub", (at) => {
  describe("organisations", () => {
    test("an allowed one opens the default workspace, to whoever is really in it", async () => {
      const server = await at().serverWith({ allowed: "acme" })
      expect((await me(await at().signIn(server, account("in", { orgs: ["acme"] })))).roles).toEqual({
        clickclack: "member",
      })
      for (const orgs of [["other"], ["acme?"], []]) {
        const out = await at().signIn(server, account(`out${orgs}`.replace(/\W/g, ""), { orgs }))
        expect([out.status, out.browser.jar.has("cc_session")]).toEqual([403, false])
      }
      expect(await outside(server, "select id from users where display_name like 'out%'")).toEqual([])
    })

    test("one that does not let the app look vouches for nobody", async () => {
      at().github.hide("shy")
      const server = await at().serverWith({ allowed: "shy" })
      expect((await at().signIn(server, account("shy-member", { orgs: ["shy"] }))).status).toBe(403)
      at().github.hide("")
    })

    test("the moderators' one raises its members at their next sign-in, and lowers nobody", async () => {
      const server = await at().serverWith({ moderators: "mods" })
      const mara = account("mara")
      expect((await me(await at().signIn(server, mara))).roles).toEqual({ guests: "guest" })
      const heard = await server.owner()
      const workspace = (await me(await at().signIn(server, mara))).workspaces[0]?.id ?? ""
      const ears = await heard.listen(workspace)
      const raised = await me(await at().signIn(server, { ...mara, orgs: ["mods"] }))
      expect(raised.roles).toEqual({ guests: "moderator" })
      const event = await ears.heard(({ type }) => type === "member.moderation_updated")
      expect(event.payload).toMatchObject({ user_id: raised.id, role: "moderator" })
      ears.close()
      expect((await me(await at().signIn(server, mara))).roles).toEqual({ guests: "moderator" })
    })

    test("approval by a moderator outlasts the next sign-in, and so does a block", async () => {
      const server = await at().serverWith({ moderators: "mods" })
      const gus = account("gus")
      const { id, workspaces } = await me(await at().signIn(server, gus))
      const owner = await server.owner()
      const path = `/api/workspaces/${workspaces[0]?.id}/moderation/members/${id}`
      await owner.call("PATCH", path, { role: "member", blocked: true })
      expect((await me(await at().signIn(server, gus))).roles).toEqual({ guests: "member" })
      const { members } = (await owner.call("GET", path.replace(/\/[^/]+$/, ""))).body as unknown as {
        members: { user: { id: string }; blocked_at?: string }[]
      }
      expect(members.find(({ user }) => user.id === id)?.blocked_at).toBeString()
    })

    test("with both, being a moderator elsewhere does not replace being in the allowed one", async () => {
      const server = await at().serverWith({ allowed: "acme", moderators: "mods" })
      expect((await at().signIn(server, account("modonly", { orgs: ["mods"] }))).status).toBe(403)
      expect((await me(await at().signIn(server, account("both", { orgs: ["mods", "acme"] })))).roles).toEqual({
        guests: "moderator",
      })
    })
  })

  describe("an empty server", () => {
    test("belongs to the first of the allowed organisation", async () => {
      const server = await at().serverWith({ allowed: "acme", empty: true })
      expect((await me(await at().signIn(server, account("first", { orgs: ["acme"] })))).roles).toEqual({
        clickclack: "owner",
      })
      expect((await me(await at().signIn(server, account("second", { orgs: ["acme"] })))).roles).toEqual({
        clickclack: "member",
      })
    })

    test("does not belong to a stranger whom only GitHub knows", async () => {
      const server = await at().serverWith({ empty: true })
      const both = await Promise.all(["s1", "s2"].map((login) => at().signIn(server, account(login))))
      for (const back of both) expect((await me(back)).roles).toEqual({ guests: "member" })
      const email = "op@example.org"
      const { user, token } = await server.services.signIns.enter({ provider: "access", email, name: "Op" })
      const { workspaces } = await personOn(server.url, { id: user.id, email, token }).client.workspaces.list()
      expect(workspaces.map(({ slug, role }) => [slug, role])).toEqual([["clickclack", "owner"]])
    })
  })
})
