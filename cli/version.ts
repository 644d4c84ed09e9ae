import { commit, date, version as number } from "../src/version.ts"
import type { Run } from "./commands.ts"

/** What is running, on one line. */
export const version: Run = async (_, io) => io.out(`clickclack ${number} (${commit}, ${date})\n`)
