import { createEffect, createMemo, createSignal, For, Show } from "solid-js"
import { attempt } from "../actions/attempt.ts"
import { useApp } from "../app.ts"
import { channelName, conversationName, nameOf, othersIn, pathOfPlace } from "../names.ts"
import { read } from "../storage.ts"
import { Avatar } from "./avatar.tsx"
import { Icon, type IconName } from "./icons.tsx"
import { withMod } from "./keys.ts"
import { rank } from "./match.ts"
import { Modal } from "./modal.tsx"
import { useNav } from "./nav.tsx"

type Option = {
  id: string
  name: string
  note: string
  icon?: IconName
  face?: string
  unread: number
  recent: number
  path?: string
  run: () => void
}

/** Goes anywhere by a few letters: channels, people, and what can be done. */
const Switcher = () => {
  const { state, ui, dms } = useApp()
  const nav = useNav()
  const [question, setQuestion] = createSignal("")
  const [at, setAt] = createSignal(0)
  let field!: HTMLInputElement
  const recent = read<string[]>("recent") ?? []
  const role = state.workspaces[state.workspaceId]?.role

  const all = createMemo<Option[]>(() => {
    const me = state.me?.id ?? ""
    const place = (id: string) => ({
      recent: recent.includes(id) ? recent.indexOf(id) : 99,
      unread: (state.channels[id] ?? state.dms[id])?.unread_count ?? 0,
      path: pathOfPlace(state, id),
      run: () => nav.openPlace(id),
    })
    const channels = Object.values(state.channels).map((channel) => ({
      id: channel.id,
      name: channelName(channel),
      note: channel.archived_at ? "archived" : channel.kind === "private" ? "private channel" : "channel",
      icon: (channel.kind === "private" ? "Lock" : "Hash") as IconName,
      ...place(channel.id),
    }))
    const conversations = Object.values(state.dms).map((conversation) => {
      const others = othersIn(conversation, me)
      return {
        id: conversation.id,
        name: conversationName(conversation, state),
        note: "conversation",
        ...(others.length === 1 ? { face: others[0]?.id } : { icon: "Users" as IconName }),
        ...place(conversation.id),
      }
    })
    const known = new Set(
      Object.values(state.dms).flatMap((each) => (each.members.length <= 2 ? each.members.map((user) => user.id) : [])),
    )
    const people = Object.keys(state.roles)
      .filter((id) => id !== me && !known.has(id) && role !== "guest")
      .map((id) => ({
        id,
        name: nameOf(state.users[id]),
        note: state.users[id]?.kind === "bot" ? "bot" : "person",
        face: id,
        unread: 0,
        recent: 99,
        run: () =>
          void attempt(ui, "The conversation did not open", async () => nav.openPlace((await dms.start([id])).id)),
      }))
    const command = (name: string, icon: IconName, run: () => void): Option => ({
      id: `command-${icon}`,
      name,
      note: "",
      icon,
      unread: 0,
      recent: 100,
      run,
    })
    const commands = [
      ...(role === "guest"
        ? []
        : [
            command("Create a channel", "Hash", () => ui.open({ kind: "create-channel" })),
            command("New message", "SquarePen", () => ui.open({ kind: "start-dm" })),
          ]),
      ...(role === "owner" || role === "moderator"
        ? [command("Invite people", "UserPlus", () => ui.open({ kind: "invite" }))]
        : []),
      command("Search messages", "Search", () => nav.openPane("search")),
      command("Settings", "Settings", () => nav.openSettings()),
      command("Keyboard shortcuts", "Keyboard", () => ui.open({ kind: "shortcuts" })),
    ]
    return [...channels, ...conversations, ...people, ...commands]
  })

  const options = createMemo(() => rank(all(), question()).slice(0, 12))
  createEffect(() => {
    question()
    setAt(0)
  })

  const choose = (option: Option | undefined) => {
    if (!option) return
    ui.close()
    queueMicrotask(option.run)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return
    const count = options().length
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault()
      setAt((now) => (now + (event.key === "ArrowDown" ? 1 : -1) + count) % Math.max(1, count))
      document.getElementById(`found-${at()}`)?.scrollIntoView({ block: "nearest" })
    }
    if (event.key !== "Enter") return
    event.preventDefault()
    const option = options()[at()]
    if (withMod(event) && option?.path) window.open(option.path, "_blank", "noopener")
    else choose(option)
  }

  return (
    <Modal title="Jump to" hideTitle class="palette" first={() => field}>
      <div class="palette-field">
        <Icon name="Search" />
        <input
          ref={field}
          role="combobox"
          aria-expanded="true"
          aria-controls="found"
          aria-autocomplete="list"
          aria-activedescendant={options().length > 0 ? `found-${at()}` : undefined}
          aria-label="Jump to a channel, person or command"
          placeholder="Jump to a channel, person or command"
          autocomplete="off"
          value={question()}
          onInput={(event) => setQuestion(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <kbd>esc</kbd>
      </div>
      <div class="palette-list" role="listbox" id="found" aria-label="Results">
        <For each={options()}>
          {(option, index) => (
            // biome-ignore lint/a11y: the field above has the focus and the keys
            <div
              id={`found-${index()}`}
              role="option"
              tabindex="-1"
              aria-selected={index() === at()}
              class="menu-item"
              classList={{ "is-unread": option.unread > 0 }}
              onPointerMove={() => setAt(index())}
              onClick={() => choose(option)}
            >
              <Show when={option.face} fallback={<Icon name={option.icon ?? "ArrowRight"} />}>
                {(face) => <Avatar user={face()} size="s" />}
              </Show>
              <span class="cut">{option.name}</span>
              <Show when={option.unread > 0}>
                <span class="badge">
                  {option.unread}
                  <span class="sr"> unread</span>
                </span>
              </Show>
              <span class="menu-note">{option.note}</span>
            </div>
          )}
        </For>
      </div>
      <Show when={options().length === 0}>
        <p class="palette-none">
          Nothing is called “{question()}”.{" "}
          <button
            class="link"
            type="button"
            onClick={() => {
              const words = question()
              ui.close()
              nav.search.setQuestion(words)
              nav.openPane("search")
            }}
          >
            Search messages for it
          </button>
        </p>
      </Show>
      <p class="palette-foot">
        <span>↑↓ move</span>
        <span>⏎ open</span>
      </p>
    </Modal>
  )
}

export default Switcher
