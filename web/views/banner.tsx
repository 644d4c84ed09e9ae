import { createEffect, createSignal, onCleanup, Show } from "solid-js"
import { useApp } from "../app.ts"
import { Icon } from "./icons.tsx"

/** A cut shorter than this heals unseen. */
const patience = 1500

/** Says that the server cannot be heard, and what becomes of what is written. */
export const Banner = () => {
  const { connection, outbox, state, live } = useApp()
  const [shown, setShown] = createSignal(false)
  createEffect(() => {
    const cut = state.workspaceId !== "" && (connection() === "waiting" || connection() === "offline")
    if (connection() === "open") setShown(false)
    if (!cut || shown()) return
    const timer = setTimeout(() => setShown(true), connection() === "offline" ? 0 : patience)
    onCleanup(() => clearTimeout(timer))
  })
  const words = () => {
    const count = outbox.waiting()
    if (count === 0) return "Offline. You can read and write; it sends when you’re back."
    return `Offline — ${count === 1 ? "1 message" : `${count} messages`} will send when you’re back.`
  }
  return (
    <Show when={shown()}>
      <div class="banner" role="status">
        <Icon name="WifiOff" />
        <span>{words()}</span>
        <button class="btn" type="button" onClick={() => live.wake()}>
          Try now
        </button>
      </div>
    </Show>
  )
}
