import { createSignal, For, Show } from "solid-js"
import type { EventSubscription } from "../../../sdk/index.ts"
import { reason } from "../../actions/attempt.ts"
import { useApp } from "../../app.ts"
import { Field, Problem } from "../gate.tsx"
import { Icon } from "../icons.tsx"
import { Deliveries } from "./deliveries.tsx"
import { Answered, createAnswer, Head, Lines, useAsk } from "./parts.tsx"
import { useWorkspace } from "./role.ts"

/** Addresses that hear of events. */
export const Webhooks = () => {
  const { client } = useApp()
  const { id } = useWorkspace()
  const ask = useAsk()
  const answer = createAnswer(async () =>
    (await client.subscriptions.list(id())).event_subscriptions.filter((one) => !one.revoked_at),
  )
  const made = (one: EventSubscription, title: string) => {
    void answer.load()
    ask({
      title,
      text: "Every request is signed with it. Copy it now; it is not shown again.",
      secret: [{ text: one.signing_secret ?? "", label: "Signing secret" }],
      yes: "Done",
    })
  }
  return (
    <>
      <Head title="Webhooks" lead="We call your address after each event, signed, and keep every attempt for 30 days.">
        <button
          class="btn btn-primary"
          type="button"
          onClick={() =>
            ask({
              title: "New webhook",
              yes: "",
              form: (close) => <Make onMade={(one) => made(one, "The signing secret")} onClose={close} />,
            })
          }
        >
          <Icon name="Plus" />
          New webhook
        </button>
      </Head>
      <Answered answer={answer}>
        {(list) => (
          <Lines each={list()} none="Nobody is called yet.">
            {(one) => (
              <Line
                one={one}
                onChanged={() => void answer.load()}
                onSecret={(next) => made(next, "The new signing secret")}
              />
            )}
          </Lines>
        )}
      </Answered>
    </>
  )
}

const Line = (props: { one: EventSubscription; onChanged: () => void; onSecret: (one: EventSubscription) => void }) => {
  const { client } = useApp()
  const ask = useAsk()
  const [open, setOpen] = createSignal(false)
  const rotate = () =>
    ask({
      title: "Make a new secret?",
      text: `The old one is dead at once: ${props.one.callback_url} must learn the new one.`,
      yes: "New secret",
      final: true,
      run: async () => {
        const { event_subscription } = await client.subscriptions.rotateSecret(props.one.id)
        return () => props.onSecret(event_subscription)
      },
    })
  const revoke = () =>
    ask({
      title: "End this webhook?",
      text: `${props.one.callback_url} hears of nothing any more.`,
      yes: "End it",
      final: true,
      run: async () => {
        await client.subscriptions.revoke(props.one.id)
        props.onChanged()
      },
    })
  return (
    <li>
      <div class="list-line">
        <div>
          <code>{props.one.callback_url}</code>
          <p class="quiet">{props.one.event_types.includes("*") ? "Every event" : props.one.event_types.join(", ")}</p>
        </div>
        <button class="btn" type="button" aria-expanded={open()} onClick={() => setOpen(!open())}>
          Deliveries
        </button>
        <button class="btn" type="button" onClick={rotate}>
          New secret
        </button>
        <button class="btn btn-danger" type="button" onClick={revoke}>
          End
        </button>
      </div>
      <Show when={open()}>
        <Deliveries subscription={props.one.id} />
      </Show>
    </li>
  )
}

const Make = (props: { onMade: (one: EventSubscription) => void; onClose: () => void }) => {
  const { client } = useApp()
  const { id } = useWorkspace()
  const [address, setAddress] = createSignal("")
  const [chosen, setChosen] = createSignal(["message.created"])
  const [problem, setProblem] = createSignal("")
  const types = createAnswer(async () => (await client.events.types()).event_types)
  const toggle = (type: string) =>
    setChosen((list) => (list.includes(type) ? list.filter((each) => each !== type) : [...list, type]))
  const make = async () => {
    setProblem("")
    try {
      const { event_subscription } = await client.subscriptions.create(id(), {
        callback_url: address().trim(),
        event_types: chosen(),
      })
      props.onClose()
      props.onMade(event_subscription)
    } catch (error) {
      setProblem(reason(error))
    }
  }
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault()
        void make()
      }}
    >
      <Field
        id="hook-address"
        label="Address"
        type="url"
        value={address()}
        onInput={setAddress}
        placeholder="https://"
        maxLength={2000}
        required
        first
        hint="Reachable from the server; private addresses are refused unless whoever runs it allows them."
      />
      <fieldset class="choices is-scroll">
        <legend class="label">Events</legend>
        <label class="choice is-flat">
          <input class="check" type="checkbox" checked={chosen().includes("*")} onChange={() => toggle("*")} />
          <span>Every event</span>
        </label>
        <Show when={!chosen().includes("*")}>
          <For each={types.data()}>
            {(type) => (
              <label class="choice is-flat">
                <input class="check" type="checkbox" checked={chosen().includes(type)} onChange={() => toggle(type)} />
                <code>{type}</code>
              </label>
            )}
          </For>
        </Show>
      </fieldset>
      <Show when={problem()}>
        <Problem text={problem()} />
      </Show>
      <div class="dialog-tools">
        <button class="btn" type="button" onClick={props.onClose}>
          Cancel
        </button>
        <button class="btn btn-primary" type="submit" disabled={address().trim() === "" || chosen().length === 0}>
          Make it
        </button>
      </div>
    </form>
  )
}
