import { For, Show } from "solid-js"
import { useApp } from "../app.ts"
import { nameOf } from "../names.ts"
import { Avatar } from "./avatar.tsx"
import { Body } from "./body.tsx"
import { Icon } from "./icons.tsx"

/** What commands answered to me alone; gone when dismissed or when the page is left. */
export const Whispers = (props: { place: string }) => {
  const { state, commands } = useApp()
  const list = () => state.commands.whispers.filter((one) => one.place === props.place)
  return (
    <div role="status">
      <For each={list()}>
        {(one) => (
          <div class="whisper" classList={{ "is-failed": one.failed }}>
            <Show when={!one.failed} fallback={<Icon name="CircleAlert" />}>
              <Avatar user={one.bot} size="s" />
            </Show>
            <div class="whisper-text">
              <p class="small quiet">
                <Show when={!one.failed} fallback={<>{one.command} did not work</>}>
                  {nameOf(state.users[one.bot])} answers {one.command}, only to you
                </Show>
              </p>
              <Body source={one.text} />
            </div>
            <button
              class="icon"
              type="button"
              aria-label="Dismiss"
              title="Dismiss"
              onClick={() => commands.dismiss(one.id)}
            >
              <Icon name="X" />
            </button>
          </div>
        )}
      </For>
    </div>
  )
}
