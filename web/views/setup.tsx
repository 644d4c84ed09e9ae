import { createSignal, Show } from "solid-js"
import { createClient, isApiError } from "../../sdk/index.ts"
import { reason } from "../actions/attempt.ts"
import { claimHandle } from "../actions/handle.ts"
import { takeSecret } from "../secret.ts"
import { Field, Gate, Problem } from "./gate.tsx"

/** The first person names the team and themselves, and lands in its first channel. */
const SetUp = () => {
  const client = createClient()
  const secret = takeSecret()
  const [team, setTeam] = createSignal("")
  const [name, setName] = createSignal("")
  const [email, setEmail] = createSignal("")
  const [problem, setProblem] = createSignal("")
  const [busy, setBusy] = createSignal(false)

  const create = async () => {
    setBusy(true)
    setProblem("")
    try {
      const { workspace, channel } = await client.setup.complete({
        token: secret,
        display_name: name().trim(),
        email: email().trim(),
        ...(team().trim() ? { workspace_name: team().trim() } : {}),
      })
      await claimHandle(client, name().trim())
      location.replace(`/app/${workspace.route_id}/${channel.route_id}`)
    } catch (error) {
      setBusy(false)
      const used = isApiError(error) && (error.status === 403 || error.status === 404 || error.status === 409)
      setProblem(used ? `${reason(error)} If the server is set up already, sign in instead.` : reason(error))
    }
  }

  return (
    <Gate title="Your server is running" lead="Nobody is here yet, so you become its owner." wide>
      <Show
        when={secret}
        fallback={<Problem text="This page needs the whole set-up link, as the server printed it when it started." />}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault()
            void create()
          }}
        >
          <ol class="wizard">
            <li aria-current="step">
              <b>Name the team and yourself</b>
              <div class="stack">
                <Field
                  id="team"
                  label="Team"
                  value={team()}
                  onInput={setTeam}
                  autocomplete="organization"
                  maxLength={80}
                  required
                  first
                />
                <Field
                  id="name"
                  label="Your name"
                  value={name()}
                  onInput={setName}
                  autocomplete="name"
                  maxLength={80}
                  required
                />
                <Field
                  id="email"
                  label="E-mail"
                  type="email"
                  value={email()}
                  onInput={setEmail}
                  autocomplete="username"
                  required
                />
                <Show when={problem()}>
                  <Problem text={problem()} />
                </Show>
                <div>
                  <button class="btn btn-primary" type="submit" disabled={busy()}>
                    Create {team().trim() || "the team"}
                  </button>
                </div>
              </div>
            </li>
            <li>
              <b>Invite people</b>
              <span class="small quiet">You get a link to share. No mail server needed.</span>
            </li>
            <li>
              <b>Let a program say hello</b>
              <span class="small quiet">One curl line with your address, ready to paste.</span>
            </li>
          </ol>
        </form>
      </Show>
    </Gate>
  )
}

export default SetUp
