/**
 * `npm run check`: format, lint, types of every part, unit tests (`-- static` leaves these out). It goes on after a
 * failure, so that one run tells all.
 */
import { join } from "node:path"

const root = join(import.meta.dir, "..")
const bin = (name: string) => join(root, "node_modules/.bin", name)
const parts = ["tsconfig.json", "tsconfig.web.json", "tsconfig.cli.json", "tsconfig.sdk.json", "tsconfig.test.json"]
const unit = { name: "tests", command: [process.execPath, "test/run.ts", "unit"] }
const checks = [
  { name: "format and lint", command: [bin("biome"), "check", "--error-on-warnings"] },
  ...parts.map((part) => ({ name: `types of ${part}`, command: [bin("tsc"), "-p", part] })),
  ...(process.argv.includes("static") ? [] : [unit]),
]

const failed: string[] = []
for (const { name, command } of checks) {
  const child = Bun.spawn(command, { cwd: root, stdio: ["ignore", "inherit", "inherit"] })
  if ((await child.exited) !== 0) failed.push(name)
}
console.log(failed.length === 0 ? "All checks pass." : `Failed: ${failed.join(", ")}.`)
process.exit(failed.length === 0 ? 0 : 1)
