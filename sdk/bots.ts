import type { InputOf } from "../src/api/endpoint.ts"
import type { Api } from "../src/api/index.ts"
import { type Call, path } from "./request.ts"

type Bots = Api["bots"]

export const robots = (call: Call) => ({
  bots: {
    list: (workspaceId: string) => call<Bots["list"]>("GET", path`/api/workspaces/${workspaceId}/bots`),
    create: (workspaceId: string, input: InputOf<Bots["create"]>) =>
      call<Bots["create"]>("POST", path`/api/workspaces/${workspaceId}/bots`, { body: input }),
    commands: (workspaceId: string) => call<Bots["commands"]>("GET", path`/api/workspaces/${workspaceId}/bot-commands`),
    leave: (workspaceId: string, botId: string) =>
      call<Bots["leave"]>("DELETE", path`/api/workspaces/${workspaceId}/bots/${botId}/membership`),
    tokens: (workspaceId: string, botId: string) =>
      call<Bots["tokens"]>("GET", path`/api/workspaces/${workspaceId}/bots/${botId}/tokens`),
    createToken: (workspaceId: string, botId: string, input: InputOf<Bots["createToken"]> = {}) =>
      call<Bots["createToken"]>("POST", path`/api/workspaces/${workspaceId}/bots/${botId}/tokens`, { body: input }),
    createSetupCode: (workspaceId: string, botId: string, input: InputOf<Bots["createSetupCode"]> = {}) =>
      call<Bots["createSetupCode"]>("POST", path`/api/workspaces/${workspaceId}/bots/${botId}/setup-codes`, {
        body: input,
      }),
    claimSetupCode: (code: string) =>
      call<Bots["claimSetupCode"]>("POST", "/api/bot-setup-codes/claim", { body: { code } }),
    remove: (botId: string) => call<Bots["remove"]>("DELETE", path`/api/bots/${botId}`),
    soleTokens: (botId: string) => call<Bots["soleTokens"]>("GET", path`/api/bots/${botId}/tokens`),
    createSoleToken: (botId: string, input: InputOf<Bots["createSoleToken"]> = {}) =>
      call<Bots["createSoleToken"]>("POST", path`/api/bots/${botId}/tokens`, { body: input }),
    replaceCommands: (commands: InputOf<Bots["replaceCommands"]>["commands"]) =>
      call<Bots["replaceCommands"]>("PUT", "/api/bots/self/commands", { body: { commands } }),
    revokeToken: (tokenId: string) => call<Bots["revokeToken"]>("POST", path`/api/bot-tokens/${tokenId}/revoke`),
  },
})
