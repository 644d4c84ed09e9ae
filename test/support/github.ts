import { afterAll, beforeAll, describe } from "bun:test"
import { type Account, type Browser, begun, browserAt, startGitHub, startKnown } from "./identity.ts"
import type { EngineName, TestServer } from "./server.ts"

export const githubStart = "/api/auth/github/start"

export type Me = { user: { id: string; display_name: string; handle: string; avatar_url: string } }
export type Workspaces = { workspaces: { id: string; slug: string; role: string }[] }

let people = 0

/** An account that GitHub has not seen before. */
export const account = (login: string, more: Partial<Account> = {}): Account => ({ id: ++people, login, ...more })

/** Who the browser is signed in as, and in which role where. */
export const me = async ({ browser }: { browser: Browser }) => {
  const { user }: Me = await browser.read("/api/me")
  const { workspaces }: Workspaces = await browser.read("/api/workspaces")
  return { ...user, workspaces, roles: Object.fromEntries(workspaces.map(({ slug, role }) => [slug, role])) }
}

/** A GitHub on this machine, and servers that sign people in there. */
const stageFor = (engine: EngineName) => {
  const github = startGitHub()
  const servers: TestServer[] = []
  return {
    github,
    /** A server with these organisations, where Olive was first unless it is to be empty. */
    serverWith: async (
      { allowed = "", moderators = "", empty = false } = {},
      env: Record<string, string> = {},
    ): Promise<TestServer> => {
      const orgs = { CLICKCLACK_GITHUB_ALLOWED_ORG: allowed, CLICKCLACK_GITHUB_MODERATOR_ORG: moderators }
      const server = await startKnown(engine, { ...github.env, ...orgs, ...env }, github.fetch)
      servers.push(server)
      if (!empty) await server.owner()
      return server
    },
    /** Takes an account through GitHub: how the callback answered, and the browser after it. */
    signIn: async (server: TestServer, who: Account, from = githubStart) => {
      github.know(who)
      const browser = browserAt(server.url)
      const { state } = await begun(browser, from)
      const callback = `/api/auth/github/callback?code=${who.login}&state=${state}`
      const response = await browser.visit(callback)
      return { browser, callback, response, status: response.status, to: response.headers.get("location") ?? "" }
    },
    stop: async () => {
      for (const server of servers) await server.stop()
      github.stop()
    },
  }
}

/** Runs the same tests with GitHub on both engines. */
export const onGitHub = (name: string, tests: (at: () => ReturnType<typeof stageFor>) => void): void => {
  for (const engine of ["sqlite", "postgres"] as const)
    describe(`${name} (${engine})`, () => {
      let stage: ReturnType<typeof stageFor> | undefined
      beforeAll(() => {
        stage = stageFor(engine)
      })
      afterAll(() => stage?.stop())
      tests(() => stage!)
    })
}
