import { DropdownMenu } from "@kobalte/core/dropdown-menu"
import { createEffect, createSignal, For, on, Show } from "solid-js"
import { isApiError } from "../../sdk/index.ts"
import { attempt } from "../actions/attempt.ts"
import { useApp } from "../app.ts"
import { Icon, type IconName } from "./icons.tsx"
import { modKey } from "./keys.ts"
import { useNav } from "./nav.tsx"

/** What stands at the right of a header: pins, what notifies me, search. */
export const PlaceTools = (props: { place: string }) => {
  const { state, pins } = useApp()
  const nav = useNav()
  const channel = () => props.place.startsWith("chn_")
  const count = () => state.pins[props.place]?.length ?? 0

  // Pins and bell say what is so, once the messages are there.
  createEffect(
    on(
      () => channel() && state.spans[props.place]?.state === "ready" && !state.pins[props.place],
      (wanted) => {
        if (wanted)
          void pins.load(props.place).catch((error: unknown) => {
            if (!isApiError(error)) throw error
          })
      },
    ),
  )

  const toggle = (pane: "search" | "pins") =>
    nav.selection().pane === pane && !nav.selection().thread ? nav.closePane() : nav.openPane(pane)
  return (
    <>
      <Show when={channel()}>
        <button
          class="icon has-text"
          type="button"
          aria-label={count() === 1 ? "1 pinned message" : `${count()} pinned messages`}
          title="Pinned messages"
          aria-pressed={nav.selection().pane === "pins"}
          onClick={() => toggle("pins")}
        >
          <Icon name="Pin" />
          <Show when={count() > 0}>
            <span class="count">{count()}</span>
          </Show>
        </button>
        <Bell channel={props.place} />
      </Show>
      <button
        class="icon"
        type="button"
        aria-label="Search messages"
        title={`Search messages (${modKey("F")})`}
        aria-keyshortcuts="Control+F Meta+F"
        aria-pressed={nav.selection().pane === "search"}
        onClick={() => toggle("search")}
      >
        <Icon name="Search" />
      </button>
    </>
  )
}

type Preference = "all" | "mentions" | "muted"
const choices: { value: Preference; label: string; note: string; icon: IconName }[] = [
  { value: "all", label: "All messages", note: "Tell me about each one", icon: "Bell" },
  { value: "mentions", label: "Mentions only", note: "When somebody names me", icon: "AtSign" },
  { value: "muted", label: "Muted", note: "Nothing", icon: "BellOff" },
]

/** What of this channel notifies me: three choices with words. */
const Bell = (props: { channel: string }) => {
  const { client, ui } = useApp()
  const [preference, setPreference] = createSignal<Preference>()
  const load = () =>
    attempt(ui, "The bell could not be read", async () =>
      setPreference((await client.channels.notifications(props.channel)).preference),
    )
  const choose = async (value: Preference) => {
    const before = preference()
    setPreference(value)
    const done = await attempt(ui, "Notifications stay as they were", () =>
      client.channels.setNotifications(props.channel, value),
    )
    if (!done) setPreference(before)
  }
  return (
    <DropdownMenu
      placement="bottom-end"
      gutter={4}
      preventScroll={false}
      onOpenChange={(open) => open && !preference() && void load()}
    >
      <DropdownMenu.Trigger
        class="icon"
        aria-label={preference() === "muted" ? "Notifications: muted" : "Notifications"}
        title="Notifications"
      >
        <Icon name={preference() === "muted" ? "BellOff" : "Bell"} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content class="menu">
          <DropdownMenu.RadioGroup value={preference() ?? ""} onChange={(value) => void choose(value as Preference)}>
            <For each={choices}>
              {(choice) => (
                <DropdownMenu.RadioItem class="menu-item" value={choice.value} closeOnSelect>
                  <Icon name={choice.icon} />
                  <span>
                    {choice.label}
                    <small class="menu-sub">{choice.note}</small>
                  </span>
                  <DropdownMenu.ItemIndicator class="menu-check">
                    <Icon name="Check" />
                  </DropdownMenu.ItemIndicator>
                </DropdownMenu.RadioItem>
              )}
            </For>
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
  )
}
