import { createResource, createSignal, Match, Show, Switch } from "solid-js"
import { isApiError } from "../../sdk/index.ts"
import { sentence } from "../actions/attempt.ts"
import { useApp } from "../app.ts"
import { createPush, type PushState } from "../push.ts"
import { Icon } from "./icons.tsx"

/** Whether this device is told of new messages while the app is closed. Says so where that cannot be. */
export const NotifyMe = () => {
  const app = useApp()
  const push = createPush(app)
  const [busy, setBusy] = createSignal(false)
  const [now, { mutate }] = createResource<PushState>(() =>
    push.state().catch((error: unknown) => {
      if (isApiError(error)) return "missing"
      throw error
    }),
  )

  const attempt = async (what: string, work: () => Promise<PushState | undefined>) => {
    setBusy(true)
    try {
      const next = await work()
      if (next) mutate(next)
    } catch (error) {
      if (!isApiError(error) && !(error instanceof DOMException)) throw error
      app.ui.say(`${what}: ${sentence(error.message)}`)
    } finally {
      setBusy(false)
    }
  }
  const test = () =>
    attempt("It could not be sent", async () => {
      await push.test()
      app.ui.say("Sent. It should appear within a few seconds.")
      return undefined
    })

  return (
    <Show
      when={now.latest !== undefined && now.latest !== "missing"}
      fallback={
        <Show when={now.latest}>
          <p class="quiet">This browser, or this server, cannot tell you of messages while ClickClack is closed.</p>
        </Show>
      }
    >
      <div class="list-line">
        <Icon name="Bell" />
        <div>
          This device
          <p class="dim">
            <Switch fallback="Hear of new messages here, also while ClickClack is closed.">
              <Match when={now.latest === "on"}>It hears of new messages, also while ClickClack is closed.</Match>
              <Match when={now.latest === "blocked"}>
                The browser blocks notifications from this page. Allow them in its settings first.
              </Match>
            </Switch>
          </p>
        </div>
        <Show when={now.latest === "off"}>
          <button
            class="btn"
            type="button"
            disabled={busy()}
            onClick={() => void attempt("Notifications stay off", push.turnOn)}
          >
            Turn on
          </button>
        </Show>
        <Show when={now.latest === "on"}>
          <button
            class="btn"
            type="button"
            disabled={busy()}
            onClick={() => void attempt("Notifications stay on", push.turnOff)}
          >
            Turn off
          </button>
        </Show>
      </div>
      <Show when={now.latest === "on"}>
        <div class="list-line">
          <div class="dim">See whether one arrives.</div>
          <button class="btn" type="button" disabled={busy()} onClick={() => void test()}>
            Send me one
          </button>
        </div>
      </Show>
    </Show>
  )
}
