import { createResource, createSignal, For, Show } from "solid-js"
import { attempt, reason } from "../actions/attempt.ts"
import { useApp } from "../app.ts"
import { setTheme, type Theme } from "../theme.ts"
import { whenOf } from "../time.ts"
import { Avatar } from "./avatar.tsx"
import { Field, Problem } from "./gate.tsx"
import { Icon, type IconName } from "./icons.tsx"
import { Modal } from "./modal.tsx"
import { NotifyMe } from "./notify-me.tsx"

const themes: { value: Theme; label: string }[] = [
  { value: "system", label: "Like the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
]

/** Me: how I am called, how it looks, where I am signed in. */
const Profile = () => {
  const { state, session, client, ui } = useApp()
  const [name, setName] = createSignal(state.me?.display_name ?? "")
  const [handle, setHandle] = createSignal(state.me?.handle ?? "")
  const [picture, setPicture] = createSignal(state.me?.avatar_url ?? "")
  const [problem, setProblem] = createSignal("")
  const [sessions, { refetch }] = createResource(
    () =>
      client.me.sessions().then(
        (answer) => answer.sessions,
        () => [],
      ),
    { initialValue: [] },
  )

  const save = async () => {
    setProblem("")
    try {
      await session.update({ display_name: name().trim(), handle: handle().trim(), avatar_url: picture().trim() })
      ui.close()
      ui.say("Profile saved.")
    } catch (error) {
      setProblem(reason(error))
    }
  }
  const choose = (theme: Theme) => {
    setTheme(theme)
    void attempt(ui, "The theme stays on this device only", () =>
      session.update({ appearance_preferences: { color_mode: theme } }),
    )
  }
  const end = (id: string) =>
    attempt(ui, "That session is still signed in", async () => {
      await client.me.endSession(id)
      await refetch()
    })

  return (
    <Modal title="You" first={() => document.getElementById("profile-name") ?? undefined}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <div class="who">
          <Avatar user={state.me?.id ?? ""} />
          <p class="small quiet">People see your initials, or a picture that this server keeps.</p>
        </div>
        <Field
          id="profile-name"
          label="Name"
          value={name()}
          onInput={setName}
          autocomplete="name"
          maxLength={80}
          required
        />
        <Field
          id="profile-handle"
          label="Handle"
          value={handle()}
          onInput={setHandle}
          hint={handle() ? `People mention you as @${handle()}.` : "With one, people can mention you."}
        />
        <Field
          id="profile-picture"
          label="Picture"
          value={picture()}
          onInput={setPicture}
          placeholder={`${location.origin}/…`}
          hint="An address. Pictures of other servers are not loaded here."
          maxLength={500}
        />
        <Show when={problem()}>
          <Problem text={problem()} />
        </Show>
        <fieldset>
          <legend class="label">Theme</legend>
          <div class="segment">
            <For each={themes}>
              {(theme) => (
                <label>
                  <input
                    type="radio"
                    name="theme"
                    checked={(state.me?.appearance_preferences?.color_mode ?? "system") === theme.value}
                    onChange={() => choose(theme.value)}
                  />
                  {theme.label}
                </label>
              )}
            </For>
          </div>
        </fieldset>
        <div class="dialog-tools">
          <button class="btn" type="button" onClick={ui.close}>
            Cancel
          </button>
          <button class="btn btn-primary" type="submit" disabled={name().trim() === ""}>
            Save
          </button>
        </div>
      </form>
      <NotifyMe />
      <h3 class="label">Signed in on</h3>
      <ul class="lines">
        <For each={sessions.latest}>
          {(one) => (
            <li class="list-line">
              <Icon name={"Monitor" satisfies IconName} />
              <div>
                {browserOf(one.user_agent)}
                <p class="dim">
                  {one.current
                    ? "This browser"
                    : one.last_used_at
                      ? `Last used ${whenOf(one.last_used_at)}`
                      : `Since ${whenOf(one.created_at)}`}
                </p>
              </div>
              <Show when={!one.current}>
                <button class="btn btn-danger" type="button" onClick={() => void end(one.id)}>
                  Sign out
                </button>
              </Show>
            </li>
          )}
        </For>
      </ul>
    </Modal>
  )
}

/** The browser's name out of what it calls itself. */
const browserOf = (agent: string) => {
  const browser = ["Edg", "OPR", "Firefox", "Chrome", "Safari"].find((name) => agent.includes(`${name}/`))
  const names: Record<string, string> = { Edg: "Edge", OPR: "Opera" }
  const system = ["Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux"].find((name) => agent.includes(name))
  if (!browser) return agent.split(" ")[0] || "Unknown browser"
  return `${names[browser] ?? browser}${system ? ` on ${system}` : ""}`
}

export default Profile
