import { defineConfig } from "drizzle-kit"

/** `bun run db:generate` runs drizzle-kit once for each engine: ENGINE=sqlite, ENGINE=postgres. */
const engine = process.env.ENGINE === "postgres" ? "postgres" : "sqlite"

export default defineConfig({
  dialect: engine === "postgres" ? "postgresql" : "sqlite",
  schema: `./drizzle/${engine}.ts`,
  out: `./drizzle/${engine}`,
})
