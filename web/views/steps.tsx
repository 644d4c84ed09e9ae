import { createSignal, For, Show } from "solid-js"
import { useApp } from "../app.ts"
import { plain } from "../markdown.ts"
import { nameOf } from "../names.ts"
import { durationOf, fullTime, whenOf } from "../time.ts"
import { Body } from "./body.tsx"
import { Icon } from "./icons.tsx"
import { Head } from "./message.tsx"

/** Which ones stand open, while rows come and go. */
const opened = new Set<string>()

/** What an agent did before it spoke: one quiet line, which opens in its place. */
export const StepsRow = (props: { steps: string[]; grouped: boolean; target: boolean }) => {
  const { state } = useApp()
  const first = () => state.messages[props.steps[0] ?? ""]
  const last = () => state.messages[props.steps.at(-1) ?? ""]
  const [open, setOpen] = createSignal(opened.has(props.steps[0] ?? "") || props.target)

  const words = () => {
    const count = props.steps.length === 1 ? "1 step" : `${props.steps.length} steps`
    const took = durationOf(first()?.created_at ?? "", last()?.created_at ?? "")
    return `${count}${took ? ` in ${took}` : ""}`
  }
  const change = (now: boolean) => {
    setOpen(now)
    if (now) opened.add(props.steps[0] ?? "")
    else opened.delete(props.steps[0] ?? "")
  }

  return (
    <Show when={first()}>
      {(step) => (
        <article
          class="msg"
          classList={{ "is-grouped": props.grouped, "is-target": props.target }}
          tabindex="-1"
          aria-label={`${nameOf(state.users[step().author_id])}, ${whenOf(step().created_at)}, ${words()}`}
        >
          <Head id={step().author_id} at={step().created_at} grouped={props.grouped} />
          <details class="steps" open={open()} onToggle={(event) => change(event.currentTarget.open)}>
            <summary>
              <Icon name="ChevronRight" />
              <span>
                {words()}: {plain(last()?.body ?? "")}
              </span>
            </summary>
            <Show when={open()}>
              <ol>
                <For each={props.steps}>{(id, n) => <Step id={id} next={props.steps[n() + 1]} />}</For>
              </ol>
            </Show>
          </details>
        </article>
      )}
    </Show>
  )
}

/** One of them: what was done, and how long until the next. */
const Step = (props: { id: string; next: string | undefined }) => {
  const { state } = useApp()
  const at = () => state.messages[props.id]?.created_at ?? ""
  const took = () => durationOf(at(), state.messages[props.next ?? ""]?.created_at ?? "")
  return (
    <li class="step">
      <Icon name={state.messages[props.id]?.kind === "agent_tool" ? "Terminal" : "MessageSquare"} />
      <Body source={state.messages[props.id]?.body ?? ""} />
      <time dateTime={at()} title={fullTime(at())}>
        {took()}
      </time>
    </li>
  )
}
