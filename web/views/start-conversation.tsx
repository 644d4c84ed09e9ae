import { createSignal, For, Show } from "solid-js"
import { reason } from "../actions/attempt.ts"
import { useApp } from "../app.ts"
import { nameOf } from "../names.ts"
import { Problem } from "./gate.tsx"
import { Icon } from "./icons.tsx"
import { Modal } from "./modal.tsx"
import { useNav } from "./nav.tsx"
import { PeoplePicker } from "./people-picker.tsx"

/** Chooses one or more people to write to. */
const StartConversation = () => {
  const { state, dms, ui } = useApp()
  const nav = useNav()
  const [chosen, setChosen] = createSignal<string[]>([])
  const [problem, setProblem] = createSignal("")
  const open = async () => {
    try {
      const conversation = await dms.start(chosen())
      ui.close()
      nav.openPlace(conversation.id)
    } catch (error) {
      setProblem(reason(error))
    }
  }
  return (
    <Modal title="New message" first={() => document.getElementById("people") ?? undefined}>
      <Show when={chosen().length > 0}>
        <ul class="chips" aria-label="Chosen">
          <For each={chosen()}>
            {(id) => (
              <li>
                <button
                  class="chip"
                  type="button"
                  aria-label={`Take out ${nameOf(state.users[id])}`}
                  onClick={() => setChosen((list) => list.filter((one) => one !== id))}
                >
                  {nameOf(state.users[id])}
                  <Icon name="X" />
                </button>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <PeoplePicker
        label="To"
        without={[...chosen(), state.me?.id ?? ""]}
        onPick={(user) => setChosen((list) => [...list, user.id])}
        action="Choose"
      />
      <Show when={problem()}>
        <Problem text={problem()} />
      </Show>
      <div class="dialog-tools">
        <button class="btn" type="button" onClick={ui.close}>
          Cancel
        </button>
        <button class="btn btn-primary" type="button" disabled={chosen().length === 0} onClick={() => void open()}>
          Open conversation
        </button>
      </div>
    </Modal>
  )
}

export default StartConversation
