import { createSignal } from "solid-js"
import { reason } from "../actions/attempt.ts"
import { useApp } from "../app.ts"
import { Field } from "./gate.tsx"
import { Icon } from "./icons.tsx"
import { Modal } from "./modal.tsx"
import { useNav } from "./nav.tsx"

/** The name as the server will write it. */
export const slug = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")

const CreateChannel = () => {
  const { channels, ui } = useApp()
  const nav = useNav()
  const [name, setName] = createSignal("")
  const [kind, setKind] = createSignal<"public" | "private">("public")
  const [problem, setProblem] = createSignal("")
  const [busy, setBusy] = createSignal(false)

  const create = async () => {
    setBusy(true)
    try {
      const channel = await channels.create({ name: name().trim(), kind: kind() })
      ui.close()
      nav.openPlace(channel.id)
    } catch (error) {
      setBusy(false)
      const words = reason(error)
      setProblem(/unique|duplicate/i.test(words) ? "There is a channel with that name already." : words)
    }
  }

  return (
    <Modal title="Create a channel" first={() => document.getElementById("channel-name") ?? undefined}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault()
          void create()
        }}
      >
        <Field
          id="channel-name"
          label="Name"
          value={name()}
          onInput={(value) => {
            setName(value)
            setProblem("")
          }}
          placeholder="release-plans"
          maxLength={80}
          required
          hint={
            slug(name()) && slug(name()) !== name()
              ? `It will be called #${slug(name())}.`
              : "Short, and about one thing."
          }
          error={problem()}
        />
        <fieldset class="choices">
          <legend class="label">Who can see it</legend>
          <label class="choice">
            <input
              class="radio"
              type="radio"
              name="kind"
              checked={kind() === "public"}
              onChange={() => setKind("public")}
            />
            <Icon name="Hash" />
            <span>
              Everybody in the workspace
              <small>Anyone can find it and join in.</small>
            </span>
          </label>
          <label class="choice">
            <input
              class="radio"
              type="radio"
              name="kind"
              checked={kind() === "private"}
              onChange={() => setKind("private")}
            />
            <Icon name="Lock" />
            <span>
              Only people who are added
              <small>For everybody else it does not exist.</small>
            </span>
          </label>
        </fieldset>
        <div class="dialog-tools">
          <button class="btn" type="button" onClick={ui.close}>
            Cancel
          </button>
          <button class="btn btn-primary" type="submit" disabled={busy() || slug(name()) === ""}>
            Create channel
          </button>
        </div>
      </form>
    </Modal>
  )
}

export default CreateChannel
