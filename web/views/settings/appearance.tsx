import { For } from "solid-js"
import { attempt } from "../../actions/attempt.ts"
import { useApp } from "../../app.ts"
import { showLook } from "../../look.ts"
import { setTheme, type Theme } from "../../theme.ts"
import { Avatar } from "../avatar.tsx"
import { Head, Setting } from "./parts.tsx"

type Board = "signal" | "ember" | "moss" | "iris"
type Density = "comfortable" | "compact"
const themes: [Theme, string][] = [
  ["light", "Light"],
  ["dark", "Dark"],
  ["system", "System"],
]
const boards: [Board, string][] = [
  ["signal", "Signal"],
  ["ember", "Ember"],
  ["moss", "Moss"],
  ["iris", "Iris"],
]
const densities: [Density, string][] = [
  ["comfortable", "Comfortable"],
  ["compact", "Compact"],
]

/** How it looks, on every device: each choice shows at once. */
export const Appearance = () => {
  const { state, session, ui } = useApp()
  const look = () => state.me?.appearance_preferences ?? {}
  const save = (patch: { color_mode?: Theme; board_theme?: Board; density?: Density }) => {
    if (patch.color_mode) setTheme(patch.color_mode)
    showLook({ ...look(), ...patch })
    void attempt(ui, "This look stays on this device only", () => session.update({ appearance_preferences: patch }))
  }
  return (
    <>
      <Head title="Appearance" lead="Kept on the server, so every device looks the same." />
      <Setting label="Theme">
        <div class="segment" role="radiogroup" aria-label="Theme">
          <For each={themes}>
            {([value, label]) => (
              <label>
                <input
                  type="radio"
                  name="theme"
                  checked={(look().color_mode ?? "system") === value}
                  onChange={() => save({ color_mode: value })}
                />
                {label}
              </label>
            )}
          </For>
        </div>
      </Setting>
      <Setting label="Accent" note="For buttons, focus and unread marks.">
        <div class="swatches" role="radiogroup" aria-label="Accent">
          <For each={boards}>
            {([value, label]) => (
              <label class="swatch" data-board={value}>
                <input
                  type="radio"
                  name="board"
                  checked={(look().board_theme ?? "signal") === value}
                  onChange={() => save({ board_theme: value })}
                />
                <i />
                {label}
              </label>
            )}
          </For>
        </div>
      </Setting>
      <Setting label="Density">
        <div class="segment" role="radiogroup" aria-label="Density">
          <For each={densities}>
            {([value, label]) => (
              <label>
                <input
                  type="radio"
                  name="density"
                  checked={(look().density ?? "comfortable") === value}
                  onChange={() => save({ density: value })}
                />
                {label}
              </label>
            )}
          </For>
        </div>
      </Setting>
      <h2>Preview</h2>
      <div class="preview">
        <article class="msg">
          <Avatar user={state.me?.id ?? ""} />
          <header class="msg-head">
            <b class="msg-author">{state.me?.display_name}</b>
            <span class="msg-time">09:46</span>
          </header>
          <div class="body">
            <p>The tide is out, the pier is quiet.</p>
          </div>
        </article>
        <article class="msg is-grouped">
          <div class="body">
            <p>
              Next boat in <code>12 min</code>.
            </p>
          </div>
        </article>
        <p class="preview-marks">
          <span class="badge">3</span>
          <span class="btn btn-primary">Send</span>
        </p>
      </div>
    </>
  )
}
