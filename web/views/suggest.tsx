import { createMemo, createSignal, For, Show } from "solid-js"
import { isApiError } from "../../sdk/index.ts"
import { useApp } from "../app.ts"
import type { Emoji } from "../emoji.ts"
import { channelName, nameOf } from "../names.ts"
import { read } from "../storage.ts"
import { Avatar } from "./avatar.tsx"
import { recency, type Trigger, triggerAt } from "./completion.ts"
import { Icon } from "./icons.tsx"
import { rank } from "./match.ts"
import { suggest } from "./typing.ts"

const most = 8
const titles = { "@": "People", "#": "Channels", ":": "Emoji", "/": "Commands" } as const

type Option = {
  /** What takes the place of the typed letters. */
  text: string
  title: string
  note: string
  user?: string
  sign?: string
  bot?: boolean
  lock?: boolean
}

type Place = { id: () => string; place: () => string; put: (from: number, to: number, text: string) => void }

/** What can be completed while one writes: people, channels, emoji, commands; the list and the keys that choose. */
export const createSuggest = ({ id, place, put }: Place) => {
  const app = useApp()
  const { state, commands, reactions } = app
  const [inside, setInside] = createSignal<{ place: string; users: Set<string> | undefined }>()
  const [at, setAt] = createSignal<Trigger>()
  const [index, setIndex] = createSignal(0)
  const [emoji, setEmoji] = createSignal<typeof import("../emoji.ts")>()

  const people = (query: string): Option[] => {
    const members = Object.keys(state.roles).flatMap((user) => state.users[user] ?? [])
    const ids = state.threads[id().replace("composer-", "")]?.ids ?? state.spans[place()]?.ids ?? []
    const recent = recency(ids.flatMap((one) => state.messages[one]?.author_id ?? []))
    return suggest(members, query, most, (user) =>
      user.id === state.me?.id ? Number.POSITIVE_INFINITY : recent(user.id),
    ).map((user) => ({
      text: `@${user.handle}`,
      title: nameOf(user),
      note: isOutside(user.id) ? `not in ${state.dms[place()] ? "this conversation" : "this channel"}` : user.handle,
      user: user.id,
      bot: user.kind === "bot",
    }))
  }

  const channels = (query: string): Option[] => {
    const recent = read<string[]>("recent") ?? []
    const all = Object.values(state.channels)
      .filter((channel) => !channel.archived_at)
      .map((channel) => {
        const found = recent.indexOf(channel.id)
        return { channel, name: channelName(channel), recent: found < 0 ? recent.length : found, unread: 0 }
      })
    return rank(all, query)
      .slice(0, most)
      .map(({ channel }) => ({
        text: `#${channel.name}`,
        title: channelName(channel),
        note: channel.kind === "private" ? "private" : "",
        lock: channel.kind === "private",
      }))
  }

  const signs = (query: string): Option[] =>
    (emoji()?.complete(query.replace(/:$/, ""), reactions.quick(), most) ?? []).map((found: Emoji) => ({
      text: found.emoji,
      title: found.codes[0] ?? found.words,
      note: "",
      sign: found.emoji,
    }))

  const calls = (query: string): Option[] =>
    state.commands.list
      .filter((command) => command.name.slice(1).startsWith(query))
      .slice(0, most)
      .map((command) => ({
        text: command.name,
        title: [command.name, command.hint].filter(Boolean).join(" "),
        note: command.description || nameOf(state.users[command.bot]),
        user: command.bot,
      }))

  const options = createMemo((): Option[] => {
    const now = at()
    if (!now) return []
    if (now.kind === "@") return people(now.query)
    if (now.kind === "#") return channels(now.query)
    return now.kind === ":" ? signs(now.query) : calls(now.query)
  })
  /** What is written out already has nothing left to offer: its Enter sends. */
  const open = () => {
    const [first, second] = options()
    return Boolean(second) || (first !== undefined && first.text.slice(1) !== at()?.query)
  }

  const look = (field: HTMLTextAreaElement) => {
    const found = field.selectionStart === field.selectionEnd ? triggerAt(field.value, field.selectionStart) : undefined
    if (found?.query !== at()?.query || found?.kind !== at()?.kind) setIndex(0)
    setAt(found)
    if (found?.kind === "/") void (found.query === "" ? commands.refresh() : commands.load())
    if (found?.kind === "@") void meet()
    if (found?.kind === ":") void spell(found)
  }
  /** Who is in a private channel must be asked for, once. */
  const meet = async () => {
    const id = place()
    if (inside()?.place === id || state.channels[id]?.kind !== "private") return
    setInside({ place: id, users: undefined })
    const members = await app.channels.members(id).catch((error: unknown) => {
      if (!isApiError(error)) throw error
      return undefined
    })
    if (place() === id && members) setInside({ place: id, users: new Set(members.map(({ user }) => user.id)) })
  }
  /** True for somebody who will not read what is written here. */
  const isOutside = (user: string) => {
    const conversation = state.dms[place()]
    if (conversation) return !conversation.members.some((one) => one.id === user)
    const known = inside()
    return known?.place === place() && known.users !== undefined && !known.users.has(user)
  }
  /** The second colon of `:tada:` needs no choosing. */
  const spell = async (found: Trigger) => {
    const known = emoji() ?? (await import("../emoji.ts"))
    setEmoji(known)
    const exact = found.query.endsWith(":") ? known.named(found.query.slice(0, -1)) : undefined
    if (exact && at() === found) choose({ text: exact.emoji, title: "", note: "" })
  }
  const choose = (option: Option | undefined) => {
    const target = at()
    setAt(undefined)
    if (target && option) put(target.from, target.to, `${option.text} `)
  }

  /** True when the key was for the list. */
  const onKey = (event: KeyboardEvent) => {
    if (!open() || event.ctrlKey || event.metaKey || event.altKey) return false
    const count = options().length
    if (event.key === "ArrowDown") setIndex((now) => (now + 1) % count)
    else if (event.key === "ArrowUp") setIndex((now) => (now + count - 1) % count)
    else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey) choose(options()[index()])
    else if (event.key === "Escape") setAt(undefined)
    else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }

  const View = () => (
    <Show when={open()}>
      <div class="menu suggest" role="listbox" id={`${id()}-suggest`} aria-label={titles[at()?.kind ?? "@"]}>
        <For each={options()}>
          {(option, n) => (
            // biome-ignore lint/a11y: the message box has the focus and the keys
            <div
              id={`${id()}-option-${n()}`}
              class="menu-item"
              role="option"
              tabindex="-1"
              aria-selected={n() === index()}
              onPointerDown={(event) => {
                event.preventDefault()
                choose(option)
              }}
            >
              <Show when={option.sign} fallback={<Face option={option} />}>
                <span class="suggest-sign">{option.sign}</span>
              </Show>
              <b class="cut">{option.title}</b>
              <Show when={option.bot}>
                <span class="tag">Bot</span>
              </Show>
              <span class="menu-note cut">{option.note}</span>
            </div>
          )}
        </For>
      </div>
      <p class="sr" role="status">
        {options().length === 1 ? "1 suggestion" : `${options().length} suggestions`}
      </p>
    </Show>
  )

  return {
    look,
    onKey,
    close: () => setAt(undefined),
    controls: () => (open() ? `${id()}-suggest` : undefined),
    active: () => (open() ? `${id()}-option-${index()}` : undefined),
    View,
  }
}

const Face = (props: { option: Option }) => (
  <Show when={props.option.user} fallback={<Icon name={props.option.lock ? "Lock" : "Hash"} />}>
    {(user) => <Avatar user={user()} size="s" />}
  </Show>
)
