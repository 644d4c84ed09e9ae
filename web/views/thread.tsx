import { createEffect, createMemo, on, onMount, Show } from "solid-js"
import { Dynamic } from "solid-js/web"
import { useApp } from "../app.ts"
import { placeName } from "../names.ts"
import { placeOf } from "../state/messages.ts"
import { queue } from "../state/outbox.ts"
import { Composer } from "./composer.tsx"
import { Icon } from "./icons.tsx"
import { MessageRow } from "./message.tsx"
import { useNav } from "./nav.tsx"
import { Timeline } from "./timeline.tsx"

const none: never[] = []

/** A thread beside the timeline, over it, or alone, as the window allows. */
export const ThreadPane = (props: { root: string; alone: boolean }) => {
  const { state, threads, messages } = useApp()
  const nav = useNav()
  const root = () => state.messages[props.root]
  const span = () => state.threads[props.root]
  const place = () => {
    const message = root()
    return message ? placeOf(message) : nav.selection().place
  }
  const pointed = () => {
    const id = nav.selection().message
    return id === props.root ? "" : id
  }

  const load = async () => {
    const id = pointed()
    const known = state.threads[props.root]
    if (id && !known?.ids.includes(id)) {
      const seq = (await messages.find(id))?.thread_seq
      if (seq) return threads.around(props.root, seq)
    }
    if (!known) await threads.latest(props.root)
  }
  createEffect(
    on(
      () => [props.root, pointed(), span() === undefined] as const,
      () => void load(),
    ),
  )
  onMount(() => queueMicrotask(() => document.getElementById(`composer-${props.root}`)?.focus()))

  const sending = createMemo(() => {
    const list = queue(state).filter((one) => one.root === props.root)
    return list.length > 0 ? list : none
  })
  const replies = () => root()?.thread_state?.reply_count ?? 0
  const lastMine = () =>
    span()?.ids.findLast((id) => state.messages[id]?.author_id === state.me?.id && !state.messages[id]?.deleted_at)

  return (
    <Dynamic component={props.alone ? "main" : "aside"} class="pane" aria-labelledby="thread-title">
      <header class="bar">
        <button
          class="icon only-narrow"
          type="button"
          aria-label={`Back to ${placeName(state, place())}`}
          onClick={() => nav.closeThread()}
        >
          <Icon name="ArrowLeft" />
        </button>
        <h2 class="bar-title" id="thread-title" aria-level={props.alone ? 1 : undefined}>
          Thread
        </h2>
        <p class="bar-topic">in {placeName(state, place())}</p>
        <div class="bar-tools">
          <button
            class="icon not-narrow"
            type="button"
            aria-label="Close thread"
            title="Close thread"
            onClick={() => nav.closeThread()}
          >
            <Icon name="X" />
          </button>
        </div>
      </header>
      <Show
        when={span()?.state !== "failed"}
        fallback={
          <div class="blank">
            <b>There is no thread here</b>
            <p>The message is gone, or it is not yours to read.</p>
          </div>
        }
      >
        <Timeline
          label="Replies"
          inThread
          span={span() ?? { ids: none, hasOlder: false, hasNewer: false, state: "loading", missed: 0 }}
          sending={sending()}
          newAfter={-1}
          target={pointed()}
          head={() => (
            <>
              <MessageRow id={props.root} grouped={false} inThread />
              <Show when={replies() > 0}>
                <div class="day">
                  <span>{replies() === 1 ? "1 reply" : `${replies()} replies`}</span>
                </div>
              </Show>
            </>
          )}
          load={{
            older: () => threads.older(props.root),
            newer: () => threads.newer(props.root),
            latest: () => threads.latest(props.root),
          }}
          onEnd={() => {}}
          unread={span()?.missed ?? 0}
          place={{ get: () => undefined, set: () => {} }}
        />
      </Show>
      <Composer
        place={place()}
        root={props.root}
        label="Reply…"
        lastMine={lastMine}
        onEscape={() => nav.closeThread()}
      />
    </Dynamic>
  )
}
