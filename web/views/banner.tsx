import { createEffect, createMemo, createSignal, onCleanup, Show } from "solid-js"
import { useApp } from "../app.ts"
import { Icon } from "./icons.tsx"

/** A cut shorter than this heals unseen. */
const patience = 1500

/** Says that the server cannot be heard, and what becomes of what is written. */
export const Banner = () => {
  const { connection, outbox, live } = useApp()
  const [shown, setShown] = createSignal(false)
  // From the first loss on: trying again is not being back.
  const cut = createMemo(() => connection() !== "open" && connection() !== "revoked")
  createEffect(() => {
    if (!cut()) {
      setShown(false)
      return
    }
    const timer = setTimeout(() => setShown(true), navigator.onLine ? patience : 0)
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
