import type { Call, Command } from "./argv.ts"
import { clientCommands } from "./commands-client.ts"
import { localCommands } from "./commands-local.ts"
import type { Io } from "./io.ts"

export type Given = Extract<Call, { kind: "run" }>
export type Run = (given: Pick<Given, "flags" | "args" | "text">, io: Io) => Promise<void>

/** A command and where its code is. Nothing of it is loaded before it is called, so that each starts fast. */
export type CommandEntry = Command & { load: () => Promise<Run> }

export const commands: readonly CommandEntry[] = [...localCommands, ...clientCommands]
