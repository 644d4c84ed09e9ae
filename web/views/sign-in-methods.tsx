import { createSignal, For, Show } from "solid-js"
import { createClient, isApiError } from "../../sdk/index.ts"
import { reason } from "../actions/attempt.ts"
import { wanted } from "../actions/session.ts"
import { openIdName, type signInMethods, startOf } from "../page.ts"
import { Field } from "./gate.tsx"

type Methods = ReturnType<typeof signInMethods>

/** E-mail or handle, and a password. */
export const PasswordForm = () => {
  const client = createClient()
  const [identifier, setIdentifier] = createSignal("")
  const [password, setPassword] = createSignal("")
  const [problem, setProblem] = createSignal("")
  const [busy, setBusy] = createSignal(false)

  const enter = async () => {
    setBusy(true)
    setProblem("")
    try {
      await client.auth.login(identifier().trim(), password())
      location.replace(wanted())
    } catch (error) {
      setBusy(false)
      const status = isApiError(error) ? error.status : 0
      if (status === 401) setProblem("E-mail or password is not right.")
      else if (status === 429) setProblem("Too many tries. Wait a quarter of an hour, then try again.")
      else setProblem(reason(error))
    }
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void enter()
      }}
    >
      <Field
        id="identifier"
        label="E-mail or handle"
        autocomplete="username"
        value={identifier()}
        onInput={setIdentifier}
        required
        first
      />
      <Field
        id="password"
        label="Password"
        type="password"
        autocomplete="current-password"
        value={password()}
        onInput={setPassword}
        maxLength={1024}
        required
        error={problem()}
      />
      <button class="btn btn-primary btn-wide" type="submit" disabled={busy()}>
        Sign in
      </button>
    </form>
  )
}

/** A way to each service, and back. */
export const ProviderLinks = (props: { methods: Methods }) => {
  const providers = () => props.methods.filter((method) => method !== "password")
  const names = { github: "GitHub", openclaw: openIdName() }
  return (
    <Show when={providers().length > 0}>
      <Show when={props.methods.includes("password")}>
        <p class="or">or</p>
      </Show>
      <div class="stack">
        <For each={providers()}>
          {(method) => (
            <a class="btn btn-wide" href={startOf(method)} rel="external">
              Continue with {names[method]}
            </a>
          )}
        </For>
      </div>
    </Show>
  )
}
