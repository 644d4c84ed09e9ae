import { createSignal, Match, onMount, Show, Switch } from "solid-js"
import { createClient, isApiError } from "../../sdk/index.ts"
import { reason } from "../actions/attempt.ts"
import { wanted } from "../actions/session.ts"
import { signInMethods } from "../page.ts"
import { takeSecret } from "../secret.ts"
import { Field, Gate, Problem } from "./gate.tsx"
import { PasswordForm, ProviderLinks } from "./sign-in-methods.tsx"

/** A sign-in by e-mail alone is for development, and the server allows it from this machine only. */
const isLocal = ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname)

/** Signs in with the link somebody was given; without one, says how to get one. */
const SignIn = () => {
  const methods = signInMethods()
  const client = createClient()
  const secret = takeSecret()
  const [problem, setProblem] = createSignal("")
  const [email, setEmail] = createSignal("")
  const [local, setLocal] = createSignal(isLocal)
  const [busy, setBusy] = createSignal(secret !== "")

  const enter = async (token: string) => {
    setBusy(true)
    try {
      await client.auth.consumeMagicLink(token)
      location.replace(wanted())
    } catch (error) {
      setBusy(false)
      setProblem(
        isApiError(error) && error.status === 400
          ? "This link was used already, or it is too old. Ask for a new one."
          : reason(error),
      )
    }
  }

  const request = async () => {
    setBusy(true)
    setProblem("")
    try {
      const { token } = await client.auth.requestMagicLink({ email: email() })
      await enter(token)
    } catch (error) {
      setBusy(false)
      if (isApiError(error) && (error.status === 501 || error.status === 403)) setLocal(false)
      else setProblem(reason(error))
    }
  }

  onMount(async () => {
    if (secret) return enter(secret)
    const { needed } = await client.setup.status().catch(() => ({ needed: false }))
    if (needed) setProblem("Nobody is here yet. Open the set-up link that the server printed when it started.")
  })

  return (
    <Gate
      title="Sign in"
      lead={
        wanted() !== "/app"
          ? "Then we take you where you were going."
          : methods.length === 0
            ? "Open the link you were sent; it signs you in."
            : "Welcome back."
      }
    >
      <Show when={problem()}>
        <Problem text={problem()} />
      </Show>
      <Switch>
        <Match when={busy()}>
          <p role="status">Signing you in…</p>
        </Match>
        <Match when={methods.length > 0}>
          <Show when={methods.includes("password")}>
            <PasswordForm />
          </Show>
          <ProviderLinks methods={methods} />
          <p class="small quiet">
            No way in? Ask an owner for an invite, or whoever runs the server for a sign-in link.
          </p>
        </Match>
        <Match when={local()}>
          <form
            onSubmit={(event) => {
              event.preventDefault()
              void request()
            }}
          >
            <Field
              id="email"
              label="E-mail"
              type="email"
              autocomplete="username"
              value={email()}
              onInput={setEmail}
              required
              first
              hint="Works on a server started for development."
            />
            <button class="btn btn-primary btn-wide" type="submit">
              Sign in
            </button>
          </form>
          <p class="small quiet">
            Lost your link? An owner can send you an invite, and whoever runs the server can make one with{" "}
            <code>clickclack admin magic-link create</code>.
          </p>
        </Match>
        <Match when={!local()}>
          <p class="small quiet">
            No link? Ask an owner for an invite, or whoever runs the server for a sign-in link:{" "}
            <code>clickclack admin magic-link create</code>.
          </p>
        </Match>
      </Switch>
    </Gate>
  )
}

export default SignIn
