import { createSignal, For, Show } from "solid-js"
import { Icon } from "../icons.tsx"

type Bundle = { id: string; label: string; note: string; scopes: string[] }
const reading = ["workspaces", "channels", "messages", "threads", "dms", "realtime", "profile"].map(
  (noun) => `${noun}:read`,
)
const writing = [...reading, "messages:write", "threads:write", "dms:write", "uploads:write", "commands:write"]
/** What a bot may do, in three steps; each unfolds into its scopes. */
export const bundles: Bundle[] = [
  { id: "bot:read", label: "Read", note: "Channels, messages and conversations it is in.", scopes: reading },
  { id: "bot:write", label: "Read and write", note: "Also posts, replies, reacts and uploads.", scopes: writing },
  {
    id: "bot:admin",
    label: "Read, write and make channels",
    note: "Also creates and edits channels.",
    scopes: [...writing, "channels:write"],
  },
]

/** The scopes of a token in few words. */
export const may = (scopes: string[]) => {
  const bundle = bundles.findLast((each) => each.scopes.every((scope) => scopes.includes(scope)))
  const rest = scopes.filter((scope) => !bundle?.scopes.includes(scope) && scope !== "agent_activity:write")
  return [bundle?.label.toLowerCase() ?? "", ...rest, scopes.includes("agent_activity:write") ? "agent activity" : ""]
    .filter(Boolean)
    .join(", ")
}

/** Chooses a bundle, and whether the bot shows its steps. */
export const ScopePicker = (props: { value: string[]; onChange: (scopes: string[]) => void }) => {
  const [open, setOpen] = createSignal("")
  const chosen = () => bundles.find((each) => props.value.includes(each.id))?.id ?? "bot:write"
  const activity = () => props.value.includes("agent_activity:write")
  const set = (bundle: string, steps: boolean) => props.onChange([bundle, ...(steps ? ["agent_activity:write"] : [])])
  return (
    <fieldset class="choices">
      <legend class="label">It may</legend>
      <For each={bundles}>
        {(bundle) => (
          <div class="bundle">
            <label class="choice is-flat">
              <input
                class="radio"
                type="radio"
                name="bundle"
                checked={chosen() === bundle.id}
                onChange={() => set(bundle.id, activity())}
              />
              <span>
                {bundle.label}
                <small>{bundle.note}</small>
              </span>
            </label>
            <button
              class="icon"
              type="button"
              aria-expanded={open() === bundle.id}
              aria-label={`Scopes of ${bundle.label}`}
              onClick={() => setOpen(open() === bundle.id ? "" : bundle.id)}
            >
              <Icon name={open() === bundle.id ? "ChevronDown" : "ChevronRight"} />
            </button>
            <Show when={open() === bundle.id}>
              <p class="bundle-scopes">
                <For each={bundle.scopes}>{(scope) => <code class="tag">{scope}</code>}</For>
              </p>
            </Show>
          </div>
        )}
      </For>
      <label class="choice is-flat">
        <input
          class="check"
          type="checkbox"
          checked={activity()}
          onChange={(event) => set(chosen(), event.currentTarget.checked)}
        />
        <span>
          Show its steps
          <small>Agent activity: what it reads and runs, folded into one line.</small>
        </span>
      </label>
    </fieldset>
  )
}
