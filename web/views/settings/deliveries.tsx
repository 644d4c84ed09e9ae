import { createSignal, Show } from "solid-js"
import type { EventDeliveryAttempt } from "../../../sdk/index.ts"
import { attempt } from "../../actions/attempt.ts"
import { useApp } from "../../app.ts"
import { whenOf } from "../../time.ts"
import { Icon } from "../icons.tsx"
import { Answered, createAnswer, Lines } from "./parts.tsx"

/** What was sent to an address and what came back, newest first; each can be sent again. */
export const Deliveries = (props: { subscription: string }) => {
  const { client, ui } = useApp()
  const [next, setNext] = createSignal<string | null>(null)
  const [older, setOlder] = createSignal<EventDeliveryAttempt[]>([])
  const answer = createAnswer(async () => {
    const { deliveries, next_cursor } = await client.subscriptions.deliveries(props.subscription, { limit: 20 })
    setNext(next_cursor)
    setOlder([])
    return deliveries
  })
  const more = (before: string) =>
    attempt(ui, "The older ones did not come", async () => {
      const page = await client.subscriptions.deliveries(props.subscription, { limit: 20, before })
      setOlder((list) => [...list, ...page.deliveries])
      setNext(page.next_cursor)
    })
  const again = (one: EventDeliveryAttempt) =>
    attempt(ui, "It was not sent again", async () => {
      await client.subscriptions.redeliver(props.subscription, one.id)
      await answer.load()
    })
  const fine = (one: EventDeliveryAttempt) => one.response_status >= 200 && one.response_status < 300
  return (
    <div class="nested">
      <Answered answer={answer}>
        {(first) => (
          <Lines each={[...first(), ...older()]} none="Nothing was sent yet.">
            {(one) => (
              <li class="list-line">
                <div>
                  <code>{one.event_type}</code>
                  <p class="state" classList={{ "is-ok": fine(one), "is-danger": !fine(one) }}>
                    <Icon name={fine(one) ? "Check" : "CircleAlert"} />
                    {one.response_status > 0 ? one.response_status : "no answer"}
                    {one.error ? `: ${one.error}` : ""} · attempt {one.attempt} · {whenOf(one.created_at)}
                  </p>
                </div>
                <button class="btn" type="button" onClick={() => void again(one)}>
                  Send again
                </button>
              </li>
            )}
          </Lines>
        )}
      </Answered>
      <Show when={next()}>
        {(cursor) => (
          <p class="page-tools">
            <button class="btn" type="button" onClick={() => void more(cursor())}>
              Show older
            </button>
          </p>
        )}
      </Show>
    </div>
  )
}
