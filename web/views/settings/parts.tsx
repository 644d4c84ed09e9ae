import { Dialog } from "@kobalte/core/dialog"
import { createContext, createSignal, For, type JSX, onMount, Show, useContext } from "solid-js"
import { reason } from "../../actions/attempt.ts"
import { useApp } from "../../app.ts"
import { Problem } from "../gate.tsx"
import { Icon } from "../icons.tsx"

/** Something a page shows once the server has said it; or why it did not. */
export const createAnswer = <T,>(ask: () => Promise<T>) => {
  const [data, setData] = createSignal<T>()
  const [failed, setFailed] = createSignal("")
  const load = async () => {
    try {
      const answer = await ask()
      setData(() => answer)
      setFailed("")
    } catch (error) {
      setFailed(reason(error))
    }
  }
  onMount(() => void load())
  return { data, failed, load }
}

/** Bones while the answer is on its way, a sentence and another try when it failed, then the page. */
export const Answered = <T,>(props: {
  answer: { data: () => T | undefined; failed: () => string; load: () => Promise<void> }
  children: (data: () => T) => JSX.Element
}) => (
  <Show
    when={props.answer.data() !== undefined}
    fallback={
      <Show when={props.answer.failed()} fallback={<div class="bones" role="status" aria-label="Loading" />}>
        <div class="page-blank">
          <Problem text={props.answer.failed()} />
          <button class="btn" type="button" onClick={() => void props.answer.load()}>
            Try again
          </button>
        </div>
      </Show>
    }
  >
    {props.children(() => props.answer.data() as T)}
  </Show>
)

/** The head of a page: what it is, one line of why, the main thing to do. */
export const Head = (props: { title: string; lead: JSX.Element; children?: JSX.Element }) => (
  <div class="page-head">
    <div>
      <h1>{props.title}</h1>
      <p class="quiet">{props.lead}</p>
    </div>
    {props.children}
  </div>
)

/** A setting: its name, a grey line of why, the control at the right. */
export const Setting = (props: { label: string; for?: string; note?: JSX.Element; children: JSX.Element }) => (
  <div class="set">
    <div>
      <Show when={props.for} fallback={<span class="label">{props.label}</span>}>
        <label class="label" for={props.for}>
          {props.label}
        </label>
      </Show>
      <Show when={props.note}>
        <p>{props.note}</p>
      </Show>
    </div>
    <div class="set-side">{props.children}</div>
  </div>
)

/** A list, or the sentence that stands for an empty one. */
export const Lines = <T,>(props: { each: readonly T[]; none: string; children: (item: T) => JSX.Element }) => (
  <Show when={props.each.length > 0} fallback={<p class="page-blank quiet">{props.none}</p>}>
    <ul class="lines">
      <For each={props.each}>{props.children}</For>
    </ul>
  </Show>
)

export type Question = {
  title: string
  text?: JSX.Element
  yes: string
  /** The button is red: what it does cannot be taken back. */
  final?: boolean
  /** Must be typed first, for what is lost with everything in it. */
  repeat?: string
  /** One line that is asked for. */
  field?: { label: string; value: string; optional?: boolean }
  /** Shown once, to be copied; nothing else is asked then. */
  secret?: { text: string; label: string }[]
  form?: (close: () => void) => JSX.Element
  /** What it answers, when it is a function, is done after the dialog has closed. */
  run?: (value: string) => Promise<unknown>
}

const Context = createContext<(question: Question) => void>()
/** Asks before something happens, or shows what is shown once. */
export const useAsk = () => {
  const ask = useContext(Context)
  if (!ask) throw new Error("A page of settings stands outside of them.")
  return ask
}

export const AskProvider = (props: { children: JSX.Element }) => {
  const [question, setQuestion] = createSignal<Question>()
  let opener: Element | null = null
  const ask = (next: Question) => {
    if (!question()) opener = document.activeElement
    setQuestion(next)
  }
  const close = () => {
    setQuestion(undefined)
    const menu = opener?.closest("[role=menu]")?.getAttribute("aria-labelledby")
    const target = (menu ? document.getElementById(menu) : null) ?? opener
    opener = null
    if (target instanceof HTMLElement && target.isConnected) target.focus({ preventScroll: true })
  }
  return (
    <Context.Provider value={ask}>
      {props.children}
      <Show when={question()} keyed>
        {(current) => <Ask question={current} onClose={close} />}
      </Show>
    </Context.Provider>
  )
}

const Ask = (props: { question: Question; onClose: () => void }) => {
  const [value, setValue] = createSignal(props.question.field?.value ?? "")
  const [problem, setProblem] = createSignal("")
  const [busy, setBusy] = createSignal(false)
  const ready = () =>
    props.question.repeat !== undefined
      ? value().trim() === props.question.repeat
      : !props.question.field || props.question.field.optional || value().trim() !== ""
  const run = async () => {
    if (!ready() || busy()) return
    setBusy(true)
    try {
      const then = await props.question.run?.(value().trim())
      props.onClose()
      if (typeof then === "function") then()
    } catch (error) {
      setBusy(false)
      setProblem(reason(error))
    }
  }
  return (
    <Dialog open onOpenChange={(open) => !open && props.onClose()} preventScroll={false}>
      <Dialog.Portal>
        <Dialog.Overlay class="scrim-back" />
        <div class="scrim">
          <Dialog.Content class="dialog" onCloseAutoFocus={(event) => event.preventDefault()}>
            <Dialog.Title class="dialog-title">{props.question.title}</Dialog.Title>
            <Show when={props.question.text}>
              <div class="quiet">{props.question.text}</div>
            </Show>
            <Show when={!props.question.form} fallback={props.question.form?.(props.onClose)}>
              <form
                class="stack"
                onSubmit={(event) => {
                  event.preventDefault()
                  void run()
                }}
              >
                <For each={props.question.secret}>{(one) => <Secret text={one.text} label={one.label} />}</For>
                <Show when={props.question.field || props.question.repeat !== undefined}>
                  <div class="field">
                    <label for="ask-field">{props.question.field?.label ?? `Type ${props.question.repeat}`}</label>
                    <input
                      class="input"
                      id="ask-field"
                      autocomplete="off"
                      maxLength={500}
                      value={value()}
                      onInput={(event) => setValue(event.currentTarget.value)}
                    />
                  </div>
                </Show>
                <Show when={problem()}>
                  <Problem text={problem()} />
                </Show>
                <div class="dialog-tools">
                  <Show when={!props.question.secret}>
                    <button class="btn" type="button" onClick={props.onClose}>
                      {props.question.final ? "Keep" : "Cancel"}
                    </button>
                  </Show>
                  <button
                    class="btn"
                    classList={{
                      "btn-primary": !props.question.final,
                      "btn-danger is-final": props.question.final,
                    }}
                    type="submit"
                    disabled={!ready() || busy()}
                  >
                    {props.question.yes}
                  </button>
                </div>
              </form>
            </Show>
          </Dialog.Content>
        </div>
      </Dialog.Portal>
    </Dialog>
  )
}

/** Something to copy. */
export const Secret = (props: { text: string; label: string }) => {
  const { ui } = useApp()
  const copy = async () => {
    await navigator.clipboard.writeText(props.text)
    ui.say(`${props.label} copied.`)
  }
  return (
    <div class="secret">
      <code>{props.text}</code>
      <button class="btn" type="button" aria-label={`Copy: ${props.label}`} onClick={() => void copy()}>
        <Icon name="Copy" />
        Copy
      </button>
    </div>
  )
}
