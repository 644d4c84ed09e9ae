import { createMemo, createResource, createSignal, For, Show } from "solid-js"
import { useApp } from "../app.ts"
import { nameOf } from "../names.ts"
import type { User } from "../state/index.ts"
import { Avatar } from "./avatar.tsx"
import { Icon } from "./icons.tsx"

/** Finds people in the whole directory; a click chooses. */
export const PeoplePicker = (props: {
  label: string
  without: string[]
  onPick: (user: User) => void
  action?: string
}) => {
  const { state, members } = useApp()
  const [question, setQuestion] = createSignal("")
  const [answer] = createResource(
    question,
    async (q) => (q.trim() === "" ? [] : members.search(q.trim()).catch(() => [])),
    { initialValue: [] },
  )
  const people = createMemo(() => {
    const q = question().trim().toLowerCase()
    const near = Object.keys(state.roles)
      .map((id) => state.users[id])
      .filter((user): user is User => Boolean(user))
      .filter((user) => `${user.display_name} ${user.handle}`.toLowerCase().includes(q))
    const far = answer.latest.map((member) => member.user)
    const all = new Map([...near, ...far].map((user) => [user.id, user]))
    return [...all.values()]
      .filter((user) => !props.without.includes(user.id) && !user.deleted_at)
      .sort((a, b) => nameOf(a).localeCompare(nameOf(b)))
      .slice(0, 30)
  })
  return (
    <>
      <div class="field">
        <label for="people">{props.label}</label>
        <input
          class="input"
          id="people"
          value={question()}
          placeholder="Name or handle"
          autocomplete="off"
          onInput={(event) => setQuestion(event.currentTarget.value)}
          onKeyDown={(event) => {
            const first = people()[0]
            if (event.key !== "Enter" || event.isComposing || !first) return
            event.preventDefault()
            props.onPick(first)
            setQuestion("")
          }}
        />
      </div>
      <ul class="pick">
        <For each={people()}>
          {(user) => (
            <li>
              <button
                class="menu-item"
                type="button"
                onClick={() => {
                  props.onPick(user)
                  setQuestion("")
                }}
              >
                <Avatar user={user.id} size="s" />
                <span class="cut">{nameOf(user)}</span>
                <span class="menu-note">{user.handle ? `@${user.handle}` : ""}</span>
                <Show when={props.action}>
                  <Icon name="Plus" />
                  <span class="sr">{props.action}</span>
                </Show>
              </button>
            </li>
          )}
        </For>
        <Show when={people().length === 0 && !answer.loading}>
          <li class="small quiet pick-none">
            {question() ? "Nobody of that name is here." : "Nobody else is here yet."}
          </li>
        </Show>
      </ul>
    </>
  )
}
