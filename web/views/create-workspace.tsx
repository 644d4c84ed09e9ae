import { useNavigate } from "@solidjs/router"
import { createSignal } from "solid-js"
import { reason } from "../actions/attempt.ts"
import { useApp } from "../app.ts"
import { Field } from "./gate.tsx"
import { Modal } from "./modal.tsx"

const CreateWorkspace = () => {
  const { workspaces, ui } = useApp()
  const navigate = useNavigate()
  const [name, setName] = createSignal("")
  const [problem, setProblem] = createSignal("")

  const create = async () => {
    try {
      const workspace = await workspaces.create(name().trim())
      ui.close()
      navigate(`/app/${workspace.route_id}`)
    } catch (error) {
      setProblem(reason(error))
    }
  }

  return (
    <Modal title="New workspace" first={() => document.getElementById("workspace-name") ?? undefined}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault()
          void create()
        }}
      >
        <Field
          id="workspace-name"
          label="Name"
          value={name()}
          onInput={setName}
          maxLength={80}
          required
          hint="You become its owner. It has its own people and channels."
          error={problem()}
        />
        <div class="dialog-tools">
          <button class="btn" type="button" onClick={ui.close}>
            Cancel
          </button>
          <button class="btn btn-primary" type="submit" disabled={name().trim() === ""}>
            Create workspace
          </button>
        </div>
      </form>
    </Modal>
  )
}

export default CreateWorkspace
