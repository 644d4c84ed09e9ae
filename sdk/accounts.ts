import type { InputOf } from "../src/api/endpoint.ts"
import type { Api } from "../src/api/index.ts"
import { type Call, path } from "./request.ts"

type Auth = Api["auth"]
type Setup = Api["setup"]
type Me = Api["me"]
type Invites = Api["invites"]

export const accounts = (call: Call) => ({
  auth: {
    requestMagicLink: (input: InputOf<Auth["requestMagicLink"]>) =>
      call<Auth["requestMagicLink"]>("POST", "/api/auth/magic/request", { body: input }),
    /** Signs in; in a browser the cookie is set. */
    consumeMagicLink: (token: string) =>
      call<Auth["consumeMagicLink"]>("POST", "/api/auth/magic/consume", { body: { token } }),
    login: (identifier: string, password: string) =>
      call<Auth["login"]>("POST", "/api/auth/password/login", { body: { identifier, password } }),
    changePassword: (input: InputOf<Auth["changePassword"]>) =>
      call<Auth["changePassword"]>("POST", "/api/auth/password/change", { body: input }),
    consumeDesktopGrant: (input: InputOf<Auth["consumeDesktopGrant"]>) =>
      call<Auth["consumeDesktopGrant"]>("POST", "/api/auth/github/desktop/consume", { body: input }),
    logout: () => call<Auth["logout"]>("POST", "/api/auth/logout"),
  },
  setup: {
    status: () => call<Setup["status"]>("GET", "/api/setup"),
    complete: (input: InputOf<Setup["complete"]>) => call<Setup["complete"]>("POST", "/api/setup", { body: input }),
  },
  me: {
    get: () => call<Me["get"]>("GET", "/api/me"),
    update: (input: InputOf<Me["update"]>) => call<Me["update"]>("PATCH", "/api/me", { body: input }),
    bots: () => call<Me["bots"]>("GET", "/api/me/bots"),
    sessions: () => call<Me["sessions"]>("GET", "/api/me/sessions"),
    endSession: (sessionId: string) => call<Me["endSession"]>("DELETE", path`/api/me/sessions/${sessionId}`),
  },
  invites: {
    list: (workspaceId: string) => call<Invites["list"]>("GET", path`/api/workspaces/${workspaceId}/invites`),
    create: (workspaceId: string, input: InputOf<Invites["create"]> = {}) =>
      call<Invites["create"]>("POST", path`/api/workspaces/${workspaceId}/invites`, { body: input }),
    revoke: (inviteId: string) => call<Invites["revoke"]>("POST", path`/api/invites/${inviteId}/revoke`),
    inspect: (token: string) => call<Invites["inspect"]>("POST", "/api/invites/inspect", { body: { token } }),
    accept: (input: InputOf<Invites["accept"]>) =>
      call<Invites["accept"]>("POST", "/api/invites/accept", { body: input }),
  },
})
