import { DropdownMenu } from "@kobalte/core/dropdown-menu"
import { createMemo, createSignal, For, type JSX, Show } from "solid-js"
import { useApp } from "../app.ts"
import { channelName, conversationName, nameOf } from "../names.ts"
import type { Channel } from "../state/index.ts"
import { read, write } from "../storage.ts"
import { Avatar } from "./avatar.tsx"
import { Icon, type IconName, Mark } from "./icons.tsx"
import { modKey } from "./keys.ts"
import { useNav } from "./nav.tsx"
import { ChannelRow, ConversationRow } from "./sidebar-rows.tsx"

/** Channels by section, then the private ones among them, then people. The order never moves by itself. */
export const sections = (channels: Channel[]) => {
  const open = channels.filter((channel) => !channel.archived_at)
  const names = [...new Set(open.map((channel) => channel.sidebar_section ?? ""))].sort()
  return names.map((name) => ({
    name: name || "Channels",
    channels: open
      .filter((channel) => (channel.sidebar_section ?? "") === name)
      .sort((a, b) => channelName(a).localeCompare(channelName(b))),
  }))
}

/** The workspace, what is in it, and me. */
export const Sidebar = (props: { alone: boolean }) => {
  const { state, ui } = useApp()
  const nav = useNav()
  const workspace = () => state.workspaces[state.workspaceId]
  const groups = createMemo(() => {
    const all = sections(Object.values(state.channels))
    return all.length > 0 ? all : [{ name: "Channels", channels: [] }]
  })
  const archived = createMemo(() => Object.values(state.channels).filter((channel) => channel.archived_at))
  const people = createMemo(() =>
    Object.values(state.dms)
      .map((conversation) => ({ id: conversation.id, name: conversationName(conversation, state) }))
      .sort((a, b) => a.name.localeCompare(b.name)),
  )
  const mayMake = () => workspace()?.role !== "guest"

  return (
    <nav class="sidebar" aria-label={workspace()?.name ?? "Workspace"}>
      <Show when={props.alone}>
        <h1 class="sr">{workspace()?.name}</h1>
      </Show>
      <div class="side-head">
        <WorkspaceMenu />
        <div class="bar-tools">
          <Show when={mayMake()}>
            <button
              class="icon"
              type="button"
              aria-label="New message"
              title="New message"
              onClick={() => ui.open({ kind: "start-dm" })}
            >
              <Icon name="SquarePen" />
            </button>
          </Show>
        </div>
      </div>
      <div class="side-scroll">
        <button
          class="side-jump"
          type="button"
          aria-keyshortcuts="Control+K Meta+K"
          onClick={() => ui.open({ kind: "switcher" })}
        >
          <Icon name="Search" />
          Jump to…<kbd>{modKey("K")}</kbd>
        </button>
        <For each={groups()}>
          {(group, index) => (
            <Group
              name={group.name}
              tool={
                index() === 0 && mayMake()
                  ? { label: "Create channel", run: () => ui.open({ kind: "create-channel" }) }
                  : undefined
              }
            >
              <For each={group.channels.map((channel) => channel.id)}>{(id) => <ChannelRow id={id} />}</For>
            </Group>
          )}
        </For>
        <Group
          name="Direct messages"
          tool={mayMake() ? { label: "New direct message", run: () => ui.open({ kind: "start-dm" }) } : undefined}
        >
          <For each={people().map((one) => one.id)}>{(id) => <ConversationRow id={id} />}</For>
        </Group>
        <Show when={archived().length > 0}>
          <Group name="Archived" closed>
            <For each={archived().map((channel) => channel.id)}>{(id) => <ChannelRow id={id} />}</For>
          </Group>
        </Show>
      </div>
      <div class="side-foot">
        <button class="side-me" type="button" onClick={() => nav.openSettings()}>
          <Avatar user={state.me?.id ?? ""} presence />
          <span class="cut">{nameOf(state.me ?? undefined)}</span>
          <span class="sr">: profile and settings</span>
        </button>
        <button class="icon" type="button" aria-label="Settings" title="Settings" onClick={() => nav.openSettings()}>
          <Icon name="Settings" />
        </button>
      </div>
    </nav>
  )
}

const WorkspaceMenu = () => {
  const { state, ui, session } = useApp()
  const nav = useNav()
  const workspace = () => state.workspaces[state.workspaceId]
  const manager = () => workspace()?.role === "owner" || workspace()?.role === "moderator"
  const item = (icon: IconName, label: string, run: () => void) => (
    <DropdownMenu.Item class="menu-item" onSelect={run}>
      <Icon name={icon} />
      {label}
    </DropdownMenu.Item>
  )
  return (
    <DropdownMenu placement="bottom-start" gutter={4} preventScroll={false}>
      <DropdownMenu.Trigger class="side-space">
        <Mark />
        <span class="cut">{workspace()?.name}</span>
        <Icon name="ChevronDown" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content class="menu">
          <Show when={manager()}>{item("UserPlus", "Invite people", () => ui.open({ kind: "invite" }))}</Show>
          <Show when={workspace()?.role !== "guest"}>
            {item("Hash", "Create channel", () => ui.open({ kind: "create-channel" }))}
            {item("Plus", "New workspace", () => ui.open({ kind: "create-workspace" }))}
          </Show>
          <Show when={manager()}>{item("Settings", "Workspace settings", () => nav.openSettings("overview"))}</Show>
          {item("Keyboard", "Keyboard shortcuts", () => ui.open({ kind: "shortcuts" }))}
          <DropdownMenu.Separator />
          {item("LogOut", "Sign out", () => void session.signOut())}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
  )
}

const Group = (props: {
  name: string
  closed?: boolean
  tool?: { label: string; run: () => void }
  children: JSX.Element
}) => {
  const key = `group:${props.name}`
  const [open, setOpen] = createSignal(read<boolean>(key) ?? !props.closed)
  const toggle = () => {
    setOpen(!open())
    write(key, open())
  }
  return (
    <section class="side-group">
      <h2 class="side-label">
        <button type="button" aria-expanded={open()} onClick={toggle}>
          <Icon name={open() ? "ChevronDown" : "ChevronRight"} />
          {props.name}
        </button>
        <Show when={props.tool}>
          {(tool) => (
            <button
              class="icon"
              type="button"
              aria-label={tool().label}
              title={tool().label}
              onClick={() => tool().run()}
            >
              <Icon name="Plus" />
            </button>
          )}
        </Show>
      </h2>
      <Show when={open()}>
        <ul>{props.children}</ul>
      </Show>
    </section>
  )
}
