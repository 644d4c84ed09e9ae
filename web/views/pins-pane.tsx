import { createEffect, createSignal, For, on, Show } from "solid-js"
import { Dynamic } from "solid-js/web"
import { isApiError } from "../../sdk/index.ts"
import { useApp } from "../app.ts"
import { plain } from "../markdown.ts"
import { nameOf, pathOfPlace, placeName } from "../names.ts"
import { fullTime, whenOf } from "../time.ts"
import { Avatar } from "./avatar.tsx"
import { Icon } from "./icons.tsx"
import { useNav } from "./nav.tsx"

/** What a channel keeps at hand: a click goes there, the button takes the pin out. */
const PinsPane = (props: { channel: string; alone: boolean }) => {
  const { state, pins } = useApp()
  const nav = useNav()
  const [failed, setFailed] = createSignal(false)
  const list = () => state.pins[props.channel]?.filter((id) => state.messages[id] && !state.messages[id]?.deleted_at)

  const load = async () => {
    setFailed(false)
    try {
      await pins.load(props.channel)
    } catch (error) {
      if (!isApiError(error)) throw error
      setFailed(true)
    }
  }
  createEffect(
    on(
      () => props.channel,
      (channel) => channel.startsWith("chn_") && void load(),
    ),
  )

  return (
    <Dynamic component={props.alone ? "main" : "aside"} class="pane" aria-labelledby="pins-title">
      <header class="bar">
        <button class="icon only-narrow" type="button" aria-label="Back" onClick={() => nav.closePane()}>
          <Icon name="ArrowLeft" />
        </button>
        <h2 class="bar-title" id="pins-title" aria-level={props.alone ? 1 : undefined}>
          Pinned
        </h2>
        <p class="bar-topic">in {placeName(state, props.channel)}</p>
        <div class="bar-tools">
          <button
            class="icon not-narrow"
            type="button"
            aria-label="Close pins"
            title="Close pins"
            onClick={() => nav.closePane()}
          >
            <Icon name="X" />
          </button>
        </div>
      </header>
      <Show
        when={!failed()}
        fallback={
          <div class="blank">
            <b>The pins did not come</b>
            <p>The server did not answer.</p>
            <button class="btn" type="button" onClick={() => void load()}>
              Try again
            </button>
          </div>
        }
      >
        <div class="hits" tabindex="-1">
          <Show when={list()?.length} fallback={<Nothing shown={list() !== undefined} />}>
            <ol aria-label="Pinned messages">
              <For each={list()}>{(id) => <Pinned id={id} channel={props.channel} />}</For>
            </ol>
          </Show>
        </div>
      </Show>
    </Dynamic>
  )
}

const Nothing = (props: { shown: boolean }) => (
  <Show when={props.shown}>
    <div class="blank">
      <b>Nothing is pinned here</b>
      <p>Pin what people ask for again and again: it is in the menu of every message.</p>
    </div>
  </Show>
)

const Pinned = (props: { id: string; channel: string }) => {
  const { state, pins } = useApp()
  const nav = useNav()
  const message = () => state.messages[props.id]
  return (
    <Show when={message()}>
      {(found) => (
        <li class="pinned">
          <a
            class="msg hit"
            classList={{ "is-current": nav.selection().message === props.id }}
            href={pathOfPlace(state, props.channel, `?message=${props.id}`)}
            onClick={(event) => {
              if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
              event.preventDefault()
              void nav.jump(props.id)
            }}
          >
            <Avatar user={found().author_id} />
            <span class="msg-head">
              <b class="msg-author">{nameOf(state.users[found().author_id])}</b>
              <time class="msg-time" dateTime={found().created_at} title={fullTime(found().created_at)}>
                {whenOf(found().created_at)}
              </time>
            </span>
            <span class="hit-text is-short">{plain(found().body)}</span>
          </a>
          <button
            class="icon"
            type="button"
            aria-label={`Unpin the message of ${nameOf(state.users[found().author_id])}`}
            title="Unpin"
            onClick={() => void pins.toggle(props.channel, props.id)}
          >
            <Icon name="X" />
          </button>
        </li>
      )}
    </Show>
  )
}

export default PinsPane
