import { version as released } from "../package.json"

/** What is running. `cli/build.ts` stamps the three into the binary; from source the commit is unknown and says so. */
export const version = process.env.CLICKCLACK_BUILD_VERSION ?? released
export const commit = process.env.CLICKCLACK_BUILD_COMMIT ?? "source"
export const date = process.env.CLICKCLACK_BUILD_DATE ?? "unbuilt"
