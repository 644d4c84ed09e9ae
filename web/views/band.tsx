import { For, Show } from "solid-js"
import { useApp } from "../app.ts"
import { firstName, nameOf } from "../names.ts"
import { wordsOf } from "../state/progress.ts"
import { Avatar } from "./avatar.tsx"

/** Who is writing, and what agents are doing. Its line is always there, so that it moves nothing. */
export const Band = (props: { place: string }) => {
  const { state } = useApp()
  const turns = () => Object.values(state.progress[props.place] ?? {})
  const newest = () => turns().at(-1)
  const people = () =>
    Object.keys(state.typing[props.place] ?? {}).filter((id) => !turns().some((turn) => turn.user === id))
  const words = () => {
    const names = people().map((id) => firstName(state.users[id]))
    if (names.length === 0) return ""
    if (names.length === 1) return `${names[0]} is typing`
    return names.length === 2 ? `${names[0]} and ${names[1]} are typing` : "Several people are typing"
  }
  return (
    <div class="dock-band" aria-live="polite">
      <Show when={newest()}>
        {(turn) => (
          <p class="progress cut" title={wordsOf(turn())}>
            <span class="faces">
              <For each={[...new Set(turns().map((one) => one.user))].slice(-3)}>
                {(user) => <Avatar user={user} size="s" />}
              </For>
            </span>
            <b>{nameOf(state.users[turn().user])}</b> {wordsOf(turn())}
            <Show when={turns().length > 1}>, and {turns().length - 1} more at work</Show>
          </p>
        )}
      </Show>
      <Show when={words()}>
        <p class="cut">{words()}</p>
      </Show>
    </div>
  )
}
