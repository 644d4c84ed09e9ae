import type { JSX } from "solid-js"
import { Icon, Mark } from "./icons.tsx"

/** The page before the app: the keycap, a title, one thing to do. */
export const Gate = (props: { title: string; lead: JSX.Element; wide?: boolean; children?: JSX.Element }) => {
  document.title = `${props.title} · ClickClack`
  return (
    <main class="gate">
      <div class="gate-in" classList={{ "is-wide": props.wide }}>
        <Mark class="gate-mark" />
        <div>
          <h1>{props.title}</h1>
          <p class="quiet">{props.lead}</p>
        </div>
        {props.children}
      </div>
      <p class="gate-foot">ClickClack on {location.host}</p>
    </main>
  )
}

/** A labelled line of input, with its own error below. */
export const Field = (props: {
  id: string
  label: string
  value: string
  onInput: (value: string) => void
  type?: "text" | "email" | "url" | "password"
  autocomplete?: JSX.InputHTMLAttributes<HTMLInputElement>["autocomplete"]
  placeholder?: string
  hint?: string
  error?: string
  required?: boolean
  maxLength?: number
  first?: boolean
}) => (
  <div class="field">
    <label for={props.id}>{props.label}</label>
    <input
      class="input"
      id={props.id}
      type={props.type ?? "text"}
      value={props.value}
      autocomplete={props.autocomplete ?? "off"}
      placeholder={props.placeholder}
      required={props.required}
      maxLength={props.maxLength ?? 200}
      aria-invalid={props.error ? true : undefined}
      aria-describedby={props.error || props.hint ? `${props.id}-note` : undefined}
      ref={(element) => props.first && queueMicrotask(() => element.focus())}
      onInput={(event) => props.onInput(event.currentTarget.value)}
    />
    {props.error ? (
      <Problem id={`${props.id}-note`} text={props.error} />
    ) : props.hint ? (
      <p class="hint" id={`${props.id}-note`}>
        {props.hint}
      </p>
    ) : null}
  </div>
)

/** What went wrong, in the place where it can be put right. */
export const Problem = (props: { text: string; id?: string }) => (
  <p class="error" id={props.id} role="alert">
    <Icon name="CircleAlert" />
    {props.text}
  </p>
)
