import { createEffect, createSignal, For, on, onCleanup, onMount, Show } from "solid-js"
import { Dynamic } from "solid-js/web"
import { isApiError, type SearchHit } from "../../sdk/index.ts"
import { reason } from "../actions/attempt.ts"
import { useApp } from "../app.ts"
import { placeName } from "../names.ts"
import { Problem } from "./gate.tsx"
import { Hit } from "./hit.tsx"
import { Icon } from "./icons.tsx"
import { useNav } from "./nav.tsx"

/** Messages by their words: as one types, newest first, everywhere or in one place. */
const SearchPane = (props: { alone: boolean }) => {
  const { state, client } = useApp()
  const nav = useNav()
  const { question, setQuestion, scope, setScope, found, setFound, current, setCurrent, memory } = nav.search
  const [problem, setProblem] = createSignal("")
  const [busy, setBusy] = createSignal(false)
  let field!: HTMLInputElement
  let list!: HTMLDivElement
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked: AbortController | undefined

  if (memory.workspace !== state.workspaceId) {
    nav.search.forget()
    memory.workspace = state.workspaceId
  }

  const ask = async (cursor?: string) => {
    asked?.abort()
    const q = question().trim()
    if (q === "") return setFound(undefined)
    asked = new AbortController()
    const { signal } = asked
    const slow = setTimeout(() => setBusy(true), 300)
    const place = scope()
    try {
      const { results, next_cursor } = await client.search.messages(
        {
          workspace_id: state.workspaceId,
          q,
          sort: "newest",
          limit: "30",
          ...(place.startsWith("dm_") ? { direct_conversation_id: place } : place ? { channel_id: place } : {}),
          ...(cursor ? { cursor } : {}),
        },
        signal,
      )
      const before: SearchHit[] = cursor ? (found()?.hits ?? []) : []
      setFound({ hits: [...before, ...results], next: next_cursor, question: q })
      setProblem("")
      if (!cursor) list.scrollTop = 0
    } catch (error) {
      if (signal.aborted) return
      if (!isApiError(error)) throw error
      setProblem(reason(error))
    } finally {
      clearTimeout(slow)
      if (!signal.aborted) setBusy(false)
    }
  }

  createEffect(
    on(
      [question, scope],
      () => {
        clearTimeout(timer)
        timer = setTimeout(() => void ask(), 80)
      },
      { defer: true },
    ),
  )
  onMount(() => {
    list.scrollTop = memory.top
    const left = found() && current() ? document.getElementById(`hit-${current()}`) : null
    if (left) left.focus({ preventScroll: true })
    else {
      field.focus()
      field.select()
    }
  })
  onCleanup(() => {
    clearTimeout(timer)
    asked?.abort()
  })

  const hits = () => found()?.hits ?? []
  const here = () => nav.selection().place
  const chips = () => [...new Set([scope(), here()].filter(Boolean))]
  const note = () => {
    const count = hits().length
    if (count === 0) return ""
    return `${count}${found()?.next ? " or more" : ""} ${count === 1 ? "message" : "messages"}, newest first.${
      scope() ? "" : " Direct messages are searched from inside: open one and narrow the search to it."
    }`
  }

  const open = (hit: SearchHit) => {
    memory.top = list.scrollTop
    setCurrent(hit.id)
    void nav.jump(hit.id)
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return
    if (event.key === "Escape") {
      event.preventDefault()
      event.stopPropagation()
      nav.closePane()
      return
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp" && !(event.key === "Enter" && event.target === field))
      return
    const rows = [...list.querySelectorAll<HTMLElement>(".hit")]
    const at = rows.indexOf(document.activeElement as HTMLElement)
    event.preventDefault()
    if (event.key === "ArrowUp" && at <= 0) field.focus()
    else if (event.key === "Enter") rows[0]?.click()
    else rows[at + (event.key === "ArrowDown" ? 1 : -1)]?.focus()
  }

  return (
    <Dynamic
      component={props.alone ? "main" : "aside"}
      class="pane search-pane"
      aria-label="Search"
      onKeyDown={onKeyDown}
    >
      <header class="bar">
        <Show when={props.alone}>
          <h1 class="sr">Search</h1>
        </Show>
        <button class="icon only-narrow" type="button" aria-label="Back" onClick={() => nav.closePane()}>
          <Icon name="ArrowLeft" />
        </button>
        <search class="find">
          <Icon name="Search" />
          <input
            ref={field}
            type="search"
            aria-label="Search messages"
            placeholder="Search messages"
            autocomplete="off"
            enterkeyhint="search"
            maxLength={500}
            value={question()}
            onInput={(event) => setQuestion(event.currentTarget.value)}
          />
          <kbd class="not-narrow">esc</kbd>
        </search>
        <div class="bar-tools not-narrow">
          <button
            class="icon"
            type="button"
            aria-label="Close search"
            title="Close search"
            onClick={() => nav.closePane()}
          >
            <Icon name="X" />
          </button>
        </div>
      </header>
      {/* biome-ignore lint/a11y: a group of chips is no fieldset */}
      <div class="filters" role="group" aria-label="Where">
        <For each={chips()}>
          {(place) => (
            <button
              class="filter"
              classList={{ "is-set": scope() === place }}
              type="button"
              aria-pressed={scope() === place}
              onClick={() => setScope(scope() === place ? "" : place)}
            >
              <span class="cut">in {placeName(state, place)}</span>
              <Show when={scope() === place}>
                <Icon name="X" />
              </Show>
            </button>
          )}
        </For>
      </div>
      <p class="hits-note" role="status">
        {busy() ? "Searching…" : problem() ? "" : note()}
      </p>
      <Show when={problem()}>
        <div class="hits-note">
          <Problem text={problem()} />
          <button class="link" type="button" onClick={() => void ask()}>
            Try again
          </button>
        </div>
      </Show>
      <div ref={list} class="hits" tabindex="-1">
        <Show when={hits().length > 0}>
          <ol aria-label="Results">
            <For each={hits()}>
              {(hit) => (
                <li>
                  <Hit hit={hit} current={current() === hit.id} onOpen={() => open(hit)} />
                </li>
              )}
            </For>
          </ol>
        </Show>
        <Show when={found()?.next}>
          {(next) => (
            <p class="hits-more">
              <button class="btn" type="button" onClick={() => void ask(next())}>
                Show older
              </button>
            </p>
          )}
        </Show>
        <Show when={hits().length === 0 && !problem()}>
          <Show
            when={found()}
            fallback={
              <div class="blank">
                <b>Find a message</b>
                <p>By words that are in it, or its code. The newest come first.</p>
              </div>
            }
          >
            {(last) => (
              <div class="blank">
                <b>Nothing with “{last().question}”</b>
                <p>
                  {scope()
                    ? `Only ${placeName(state, scope())} was searched.`
                    : "The channels you can read were searched. Direct messages are searched from inside: open one first."}
                </p>
                <Show when={scope()}>
                  <button class="btn" type="button" onClick={() => setScope("")}>
                    Search everywhere
                  </button>
                </Show>
              </div>
            )}
          </Show>
        </Show>
      </div>
    </Dynamic>
  )
}

export default SearchPane
