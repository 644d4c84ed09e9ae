import { createSignal, Show } from "solid-js"
import { reason } from "../../actions/attempt.ts"
import { useApp } from "../../app.ts"
import { Avatar } from "../avatar.tsx"
import { Problem } from "../gate.tsx"
import { Head, Setting } from "./parts.tsx"
import { useWorkspace } from "./role.ts"

/** How others see me. */
export const Profile = () => {
  const { state, session, ui } = useApp()
  const { workspace } = useWorkspace()
  const [name, setName] = createSignal(state.me?.display_name ?? "")
  const [handle, setHandle] = createSignal(state.me?.handle ?? "")
  /** A picture that lies elsewhere is not loaded, so it is none. */
  const kept = () => {
    const url = state.me?.avatar_url ?? ""
    return url.startsWith("/api/") || url.startsWith(`${location.origin}/`) ? url : ""
  }
  const [picture, setPicture] = createSignal(kept())
  const [problem, setProblem] = createSignal("")
  const changed = () =>
    name().trim() !== (state.me?.display_name ?? "") ||
    handle().trim() !== (state.me?.handle ?? "") ||
    picture().trim() !== kept()

  const save = async () => {
    setProblem("")
    try {
      await session.update({
        display_name: name().trim(),
        handle: handle().trim(),
        ...(picture().trim() === kept() ? {} : { avatar_url: picture().trim() }),
      })
      ui.say("Profile saved.")
    } catch (error) {
      setProblem(reason(error))
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <Head title="Profile" lead={`How others see you in ${workspace()?.name ?? "the workspace"}.`}>
        <Avatar user={state.me?.id ?? ""} />
      </Head>
      <Setting label="Name" for="set-name">
        <input
          class="input"
          id="set-name"
          autocomplete="name"
          maxLength={80}
          required
          value={name()}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </Setting>
      <Setting label="Handle" for="set-handle" note="What people type after @.">
        <input
          class="input"
          id="set-handle"
          autocomplete="off"
          maxLength={60}
          value={handle()}
          onInput={(event) => setHandle(event.currentTarget.value)}
        />
      </Setting>
      <Setting
        label="Picture"
        for="set-picture"
        note="An address on this server; pictures of others are not loaded. Initials if you have none."
      >
        <input
          class="input"
          id="set-picture"
          autocomplete="off"
          maxLength={500}
          value={picture()}
          onInput={(event) => setPicture(event.currentTarget.value)}
        />
      </Setting>
      <Show when={problem()}>
        <Problem text={problem()} />
      </Show>
      <div class="page-tools">
        <button class="btn btn-primary" type="submit" disabled={!changed() || name().trim() === ""}>
          Save
        </button>
      </div>
    </form>
  )
}
