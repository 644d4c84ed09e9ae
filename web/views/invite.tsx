import { createResource, createSignal, Show } from "solid-js"
import { createClient, isApiError } from "../../sdk/index.ts"
import { reason } from "../actions/attempt.ts"
import { claimHandle } from "../actions/handle.ts"
import { nameOf } from "../names.ts"
import { takeSecret } from "../secret.ts"
import { dateOf } from "../time.ts"
import { Field, Gate, Problem } from "./gate.tsx"

const article = { member: "a member", moderator: "a moderator", guest: "a guest" }

/** From an invite link to typing: a name and an e-mail, or one click for who is signed in. */
const InvitePage = () => {
  const client = createClient()
  const secret = takeSecret()
  const [name, setName] = createSignal("")
  const [email, setEmail] = createSignal("")
  const [problem, setProblem] = createSignal("")
  const [busy, setBusy] = createSignal(false)

  const look = async () => {
    try {
      const [{ invite }, me] = await Promise.all([
        client.invites.inspect(secret),
        client.me.get().then(
          ({ user }) => user,
          () => undefined,
        ),
      ])
      return { invite, me }
    } catch (error) {
      if (!isApiError(error)) throw error
      setProblem(
        error.status === 0 ? reason(error) : "This invite does not work any more. Ask whoever sent it for a new one.",
      )
      return undefined
    }
  }
  const [found] = createResource(look)

  const join = async (input: { display_name?: string; email?: string }) => {
    setBusy(true)
    setProblem("")
    try {
      const { workspace } = await client.invites.accept({ token: secret, ...input })
      if (input.display_name) await claimHandle(client, input.display_name)
      location.replace(`/app/${workspace.route_id}`)
    } catch (error) {
      setBusy(false)
      setProblem(reason(error))
    }
  }

  return (
    <Show
      when={found()}
      fallback={
        <Show when={!found.loading} fallback={<Gate title="Invite" lead="Looking at your invite…" />}>
          <Gate title="No invite here" lead={problem()}>
            <p class="small quiet">
              Already have an account?{" "}
              <a class="link" href="/sign-in" rel="external">
                Sign in
              </a>
            </p>
          </Gate>
        </Show>
      }
    >
      {(data) => (
        <Gate
          title={`Join ${data().invite.workspace_name}`}
          lead={`${data().invite.inviter_name} invited you as ${article[data().invite.role]}. The link works until ${dateOf(data().invite.expires_at)}.`}
        >
          <Show when={problem()}>
            <Problem text={problem()} />
          </Show>
          <Show
            when={data().me}
            fallback={
              <>
                <form
                  onSubmit={(event) => {
                    event.preventDefault()
                    void join({ display_name: name().trim(), email: email().trim() })
                  }}
                >
                  <Field
                    id="name"
                    label="Your name"
                    value={name()}
                    onInput={setName}
                    autocomplete="name"
                    maxLength={80}
                    required
                    first
                  />
                  <Field
                    id="email"
                    label="E-mail"
                    type="email"
                    value={email()}
                    onInput={setEmail}
                    autocomplete="username"
                    required
                    hint="Nobody else sees it. It is how you sign in again."
                  />
                  <button class="btn btn-primary btn-wide" type="submit" disabled={busy()}>
                    Join {data().invite.workspace_name}
                  </button>
                </form>
                <p class="small quiet">
                  Already have an account?{" "}
                  <a class="link" href="/sign-in" rel="external">
                    Sign in
                  </a>{" "}
                  and open the link again.
                </p>
              </>
            }
          >
            {(me) => (
              <button class="btn btn-primary btn-wide" type="button" disabled={busy()} onClick={() => void join({})}>
                Join as {nameOf(me())}
              </button>
            )}
          </Show>
        </Gate>
      )}
    </Show>
  )
}

export default InvitePage
