/** Every JSON object of the API: a valibot schema and its type under one name. */
export * from "./objects/bots.ts"
export * from "./objects/channels.ts"
export * from "./objects/integrations.ts"
export * from "./objects/messages.ts"
export * from "./objects/users.ts"
export * from "./objects/workspaces.ts"
