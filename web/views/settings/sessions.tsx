import { createSignal, Show } from "solid-js"
import { attempt, reason } from "../../actions/attempt.ts"
import { useApp } from "../../app.ts"
import { browserOf } from "../../browser.ts"
import { whenOf } from "../../time.ts"
import { Problem } from "../gate.tsx"
import { Icon } from "../icons.tsx"
import { Answered, createAnswer, Head, Lines, Setting } from "./parts.tsx"

/** Where I am signed in, and with which password. */
export const Sessions = () => {
  const { client, ui, state } = useApp()
  const answer = createAnswer(async () => (await client.me.sessions()).sessions)
  const end = (id: string) =>
    attempt(ui, "That session is still signed in", async () => {
      await client.me.endSession(id)
      await answer.load()
    })
  return (
    <>
      <Head title="Sessions" lead="Where you are signed in. Ending one takes effect at once." />
      <Answered answer={answer}>
        {(sessions) => (
          <Lines each={sessions()} none="You are signed in nowhere else.">
            {(one) => (
              <li class="list-line">
                <Icon name="Monitor" />
                <div>
                  <b>{browserOf(one.user_agent)}</b>
                  <span class="quiet">
                    {one.last_used_at ? `Last used ${whenOf(one.last_used_at)}` : `Since ${whenOf(one.created_at)}`}
                  </span>
                </div>
                <Show
                  when={!one.current}
                  fallback={
                    <span class="state is-ok">
                      <Icon name="Check" />
                      This one
                    </span>
                  }
                >
                  <button class="btn" type="button" onClick={() => void end(one.id)}>
                    End
                  </button>
                </Show>
              </li>
            )}
          </Lines>
        )}
      </Answered>
      <Show when={state.me?.password_enrolled}>
        <Password onChanged={() => void answer.load()} />
      </Show>
    </>
  )
}

const Password = (props: { onChanged: () => void }) => {
  const { client, ui } = useApp()
  const [current, setCurrent] = createSignal("")
  const [next, setNext] = createSignal("")
  const [problem, setProblem] = createSignal("")
  const change = async () => {
    setProblem("")
    try {
      await client.auth.changePassword({ current_password: current(), new_password: next() })
      setCurrent("")
      setNext("")
      ui.say("Password changed. Your other sessions have ended.")
      props.onChanged()
    } catch (error) {
      setProblem(reason(error))
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void change()
      }}
    >
      <h2>Password</h2>
      <p>Changing it ends every other session.</p>
      <Setting label="Present password" for="set-password">
        <input
          class="input"
          id="set-password"
          type="password"
          autocomplete="current-password"
          value={current()}
          onInput={(event) => setCurrent(event.currentTarget.value)}
        />
      </Setting>
      <Setting label="New password" for="set-new-password" note="8 characters or more.">
        <input
          class="input"
          id="set-new-password"
          type="password"
          autocomplete="new-password"
          minLength={8}
          maxLength={256}
          value={next()}
          onInput={(event) => setNext(event.currentTarget.value)}
        />
      </Setting>
      <Show when={problem()}>
        <Problem text={problem()} />
      </Show>
      <div class="page-tools">
        <button class="btn btn-primary" type="submit" disabled={current() === "" || next().length < 8}>
          Change password
        </button>
      </div>
    </form>
  )
}
