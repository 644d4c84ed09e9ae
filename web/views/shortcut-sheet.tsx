import { For } from "solid-js"
import { isMac } from "./keys.ts"
import { Modal } from "./modal.tsx"
import { shortcutList } from "./shortcuts.ts"

const ShortcutSheet = () => (
  <Modal title="Keyboard shortcuts">
    <dl class="keys">
      <For each={shortcutList}>
        {([keys, what]) => (
          <div>
            <dt>
              <kbd>{keys.replace("Mod", isMac ? "⌘" : "Ctrl")}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        )}
      </For>
    </dl>
  </Modal>
)

export default ShortcutSheet
