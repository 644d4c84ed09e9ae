import { createSignal, Show } from "solid-js"
import { reason } from "../../actions/attempt.ts"
import { useApp } from "../../app.ts"
import { nameOf } from "../../names.ts"
import type { User } from "../../state/index.ts"
import { Problem } from "../gate.tsx"
import { PeoplePicker } from "../people-picker.tsx"
import { Head, Setting, useAsk } from "./parts.tsx"
import { useWorkspace } from "./role.ts"

/** What the workspace is called, whose it is, and its end. */
export const Overview = () => {
  const { client, ui, change } = useApp()
  const { id, workspace, owner } = useWorkspace()
  const ask = useAsk()
  const [name, setName] = createSignal(workspace()?.name ?? "")
  const [slug, setSlug] = createSignal(workspace()?.slug ?? "")
  const [problem, setProblem] = createSignal("")
  const changed = () => name().trim() !== workspace()?.name || slug().trim() !== workspace()?.slug

  const save = async () => {
    setProblem("")
    try {
      const answer = await client.workspaces.update(id(), { name: name().trim(), slug: slug().trim() })
      change((draft) => {
        draft.workspaces[id()] = { ...draft.workspaces[id()], ...answer.workspace, role: workspace()?.role }
      })
      setName(answer.workspace.name)
      setSlug(answer.workspace.slug)
      ui.say("Saved.")
    } catch (error) {
      setProblem(reason(error))
    }
  }
  const remove = () =>
    ask({
      title: `Delete ${workspace()?.name ?? ""}?`,
      text: "Every channel, message and file in it goes for everybody, for good.",
      yes: "Delete workspace",
      final: true,
      repeat: workspace()?.name ?? "",
      run: async () => {
        await client.workspaces.remove(id())
        window.location.assign("/app")
      },
    })
  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <Head title="Overview" lead="What the workspace is called." />
        <Setting label="Name" for="set-workspace">
          <input
            class="input"
            id="set-workspace"
            maxLength={80}
            required
            autocomplete="off"
            value={name()}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </Setting>
        <Setting label="Short name" for="set-slug" note="What programs call it: lower-case letters, digits, hyphens.">
          <input
            class="input"
            id="set-slug"
            maxLength={80}
            required
            autocomplete="off"
            value={slug()}
            onInput={(event) => setSlug(event.currentTarget.value)}
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
      <h2>Ownership</h2>
      <Show when={owner()} fallback={<p>Only the owner can hand the workspace over or delete it.</p>}>
        <p>The owner has the last word. You stay as a moderator.</p>
        <Setting label="Hand over" note="To another member.">
          <button
            class="btn"
            type="button"
            onClick={() => ask({ title: "Who shall own it?", yes: "", form: () => <Heir /> })}
          >
            Choose the new owner
          </button>
        </Setting>
        <Setting label="Delete the workspace" note="With everything in it. There is no way back.">
          <button class="btn btn-danger" type="button" onClick={remove}>
            Delete
          </button>
        </Setting>
      </Show>
    </>
  )
}

const Heir = () => {
  const { client, state, ui, change } = useApp()
  const { id, workspace } = useWorkspace()
  const ask = useAsk()
  const others = () => [
    state.me?.id ?? "",
    ...Object.values(state.users)
      .filter((user) => user.kind === "bot")
      .map((user) => user.id),
  ]
  const pick = (user: User) =>
    ask({
      title: `Make ${nameOf(user)} the owner?`,
      text: `${nameOf(user)} can then do everything in ${workspace()?.name ?? ""}, and you become a moderator. Only the new owner can give it back.`,
      yes: "Hand over",
      final: true,
      run: async () => {
        await client.workspaces.transfer(id(), user.id)
        change((draft) => {
          const mine = draft.workspaces[id()]
          if (mine) mine.role = "moderator"
        })
        ui.say(`${nameOf(user)} owns the workspace now.`)
      },
    })
  return <PeoplePicker label="Find a member" without={others()} onPick={pick} />
}
