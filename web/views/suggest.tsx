import { createMemo, createSignal, For, Show } from "solid-js"
import { useApp } from "../app.ts"
import { nameOf } from "../names.ts"
import { Avatar } from "./avatar.tsx"
import { mentionAt, suggest } from "./typing.ts"

/** People to mention, as an @ is being written: what is found, the keys that choose, the list itself. */
export const createSuggest = (id: () => string, put: (from: number, to: number, text: string) => void) => {
  const { state } = useApp()
  const [at, setAt] = createSignal<{ from: number; to: number; query: string }>()
  const [index, setIndex] = createSignal(0)
  const people = createMemo(() => {
    const query = at()?.query
    if (query === undefined) return []
    const members = Object.keys(state.roles).flatMap((user) => state.users[user] ?? [])
    return suggest(members, query)
  })
  /** A handle that is written out has nothing left to offer: its Enter sends. */
  const open = () => people().length > 1 || (people()[0] !== undefined && people()[0]?.handle !== at()?.query)

  const look = (field: HTMLTextAreaElement) => {
    const found = field.selectionStart === field.selectionEnd ? mentionAt(field.value, field.selectionStart) : undefined
    if (found?.query !== at()?.query) setIndex(0)
    setAt(found && { ...found, to: field.selectionStart })
  }
  const choose = (handle: string | undefined) => {
    const target = at()
    setAt(undefined)
    if (target && handle) put(target.from, target.to, `@${handle} `)
  }

  /** True when the key was for the list. */
  const onKey = (event: KeyboardEvent) => {
    if (!open()) return false
    const count = people().length
    if (event.key === "ArrowDown") setIndex((now) => (now + 1) % count)
    else if (event.key === "ArrowUp") setIndex((now) => (now + count - 1) % count)
    else if ((event.key === "Enter" && !event.shiftKey) || event.key === "Tab") choose(people()[index()]?.handle)
    else if (event.key === "Escape") setAt(undefined)
    else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }

  const View = () => (
    <Show when={open()}>
      <div class="menu suggest" role="listbox" id={`${id()}-people`} aria-label="People">
        <For each={people()}>
          {(user, n) => (
            // biome-ignore lint/a11y: the message box has the focus and the keys
            <div
              id={`${id()}-person-${n()}`}
              class="menu-item"
              role="option"
              tabindex="-1"
              aria-selected={n() === index()}
              onPointerDown={(event) => {
                event.preventDefault()
                choose(user.handle)
              }}
            >
              <Avatar user={user.id} size="s" />
              <b class="cut">{nameOf(user)}</b>
              <Show when={user.kind === "bot"}>
                <span class="tag">Bot</span>
              </Show>
              <span class="menu-note">{user.handle}</span>
            </div>
          )}
        </For>
      </div>
    </Show>
  )

  return {
    look,
    onKey,
    close: () => setAt(undefined),
    controls: () => (open() ? `${id()}-people` : undefined),
    active: () => (open() ? `${id()}-person-${index()}` : undefined),
    View,
  }
}
