import type { Message } from "../sdk/index.ts"
import { usageError } from "./argv.ts"
import { connect } from "./client.ts"
import type { Run } from "./commands.ts"
import { exit, failure } from "./exit.ts"
import { duration, format, text } from "./flags.ts"
import { type Io, json, line } from "./io.ts"

const newCorrelationId = () => `corr_${Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("hex")}`

/** Resolves after the time, or at once when the command should end. */
const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener("abort", done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    if (signal.aborted) done()
    else signal.addEventListener("abort", done)
  })

/** Whether the agent's gateway says that it is well; "skipped" when nobody named it. */
const preflight = async (url: string | undefined, io: Io): Promise<"passed" | "skipped"> => {
  if (url === undefined) return "skipped"
  if (!URL.canParse(url)) throw usageError("--gateway-health-url must be a URL", ["canary"])
  const answer = await fetch(url, { signal: AbortSignal.any([AbortSignal.timeout(10_000), io.signal]) }).catch(
    (cause: unknown) => {
      throw Object.assign(failure("the gateway's health cannot be read", exit.network), { cause })
    },
  )
  if (!answer.ok) throw failure(`the gateway is not well: it answered ${answer.status}`)
  return "passed"
}

/** A person asks in the channel for a fixed word; an agent must quote the question and say exactly that. */
export const canary: Run = async ({ flags }, io) => {
  const how = format(flags)
  const timeout = duration(flags, "timeout", 120_000)
  const interval = duration(flags, "poll-interval", 1000)
  const correlation_id = text(flags, "correlation-id") ?? newCorrelationId()
  if (!/^[A-Za-z0-9._:-]{1,128}$/.test(correlation_id))
    throw usageError("--correlation-id must be 1 to 128 of A-Z, a-z, 0-9 and ._:-", ["canary"])
  const began = performance.now()
  const elapsed = () => Math.round(performance.now() - began)

  const { api, place } = await connect(flags, io, { headers: { "X-Correlation-ID": correlation_id } })
  const { user } = await api.me.get()
  if (user.kind === "bot") throw failure("a canary needs a person's session, not a bot's token")
  const { workspace, channel } = await place()
  const gateway_preflight = await preflight(
    text(flags, "gateway-health-url") ?? (io.env.OPENCLAW_GATEWAY_HEALTH_URL || undefined),
    io,
  )

  const word = `fakeco-canary-ok ${correlation_id}`
  const { message: question } = await api.messages.post(channel.id, {
    body: `Canary check: answer this message by quoting it and saying exactly this, and nothing else: ${word}`,
    nonce: `clickclack-canary:${crypto.randomUUID()}`,
  })
  const answers = (message: Message) =>
    message.author?.kind === "bot" && message.quoted_message_id === question.id && message.body.trim() === word

  let after_seq = question.channel_seq ?? 0
  for (;;) {
    const { messages } = await api.messages.list(channel.id, { after_seq, limit: 200 })
    const answer = messages.find(answers)
    if (answer) {
      const report = {
        status: "passed",
        correlation_id,
        run_id: text(flags, "run-id"),
        case_id: question.id,
        request_message_id: question.id,
        response_message_id: answer.id,
        workspace_id: workspace.id,
        channel_id: channel.id,
        gateway_preflight,
        elapsed_ms: elapsed(),
      }
      if (how === "json") io.out(json(report))
      else io.out(how === "plain" ? line(answer.id) : line(`canary passed in ${report.elapsed_ms} ms: ${answer.id}`))
      return
    }
    after_seq = messages.at(-1)?.channel_seq ?? after_seq
    const left = timeout - elapsed()
    if (left <= 0) throw failure(`no agent answered ${question.id} in ${Math.round(timeout)} ms`)
    if (io.signal.aborted) throw failure("interrupted")
    await pause(Math.min(interval, left), io.signal)
  }
}
