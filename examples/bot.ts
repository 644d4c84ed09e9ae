/** A bot that answers "@name ping" with "pong" and reacts. Run it: bun examples/bot.ts */
import { createBot } from "../sdk/index.ts"

const baseUrl = process.env.CLICKCLACK_URL ?? "http://localhost:8080"
const token = process.env.CLICKCLACK_TOKEN
if (!token) {
  console.error("Set CLICKCLACK_TOKEN to the token of a bot: clickclack admin bot create --help")
  process.exit(2)
}

const bot = await createBot({
  baseUrl,
  token,
  ...(process.env.CLICKCLACK_WORKSPACE && { workspace: process.env.CLICKCLACK_WORKSPACE }),
  onMessage: async (message, { reply, react }) => {
    const asked = new RegExp(`(^|[^\\w@-])@${bot.me.handle}\\s+ping(?![\\w-])`, "i").test(message.body)
    if (!asked) return
    await react("🏓")
    await reply(`pong, ${message.author?.display_name ?? "whoever you are"}`)
  },
  onState: (state, { reason }) => {
    console.log(reason ? `${state}: ${reason}` : state)
    if (state === "revoked") process.exit(1)
  },
})

console.log(`${bot.me.display_name} (@${bot.me.handle}) listens in ${bot.workspace.name}`)
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => {
    bot.close()
    process.exit(0)
  })
