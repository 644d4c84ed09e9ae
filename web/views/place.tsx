import { createEffect, createMemo, createSignal, on, onCleanup, onMount, Show, untrack } from "solid-js"
import { useApp } from "../app.ts"
import { channelName, conversationName, othersIn, placeName } from "../names.ts"
import { queue } from "../state/outbox.ts"
import { readable } from "../state/reads.ts"
import { anchors } from "./anchors.ts"
import { createAttention } from "./attention.ts"
import { Avatar } from "./avatar.tsx"
import { Composer } from "./composer.tsx"
import { Empty } from "./empty.tsx"
import { Icon } from "./icons.tsx"
import { useNav } from "./nav.tsx"
import { PlaceTools } from "./place-tools.tsx"
import { Timeline } from "./timeline.tsx"

const none: never[] = []

/** A channel or conversation: its header, what was said, and where to answer. */
export const PlaceView = (props: { place: string }) => {
  const app = useApp()
  const nav = useNav()
  const { state } = app
  const here = createAttention()
  const [atEnd, setAtEnd] = createSignal(false)
  const target = () => readable(state, props.place)
  const span = () => state.spans[props.place]
  const [newAfter, setNewAfter] = createSignal(-1)
  /** A link to a root points at it here, also when its thread is open; a link to a reply points only there. */
  const pointed = createMemo(() => {
    const { thread, message } = nav.selection()
    return !thread || thread === message ? message : ""
  })

  const unread = () => target()?.unread_count ?? 0
  const openAt = () => {
    const seq = target()?.last_read_seq ?? 0
    setNewAfter(unread() > 0 && seq > 0 ? seq : -1)
    return seq
  }

  /** The linked message, else the first unread, else the end; nothing is asked for that is there. */
  const load = async () => {
    const seq = openAt()
    const id = pointed()
    if (id) {
      const message = await app.messages.find(id)
      if (message?.channel_seq && !state.spans[props.place]?.ids.includes(id))
        await app.messages.around(props.place, message.channel_seq)
      else if (!state.spans[props.place]) await app.messages.latest(props.place)
      return
    }
    const known = state.spans[props.place]
    if (known?.state === "ready" && (!known.hasNewer || anchors.has(props.place))) return
    if (newAfter() >= 0) await app.messages.around(props.place, seq + 1)
    else await app.messages.latest(props.place)
  }
  createEffect(
    on(
      () => [props.place, pointed(), state.spans[props.place] === undefined] as const,
      () => void load(),
    ),
  )

  // What comes while nobody looks stands under a New line; what is seen at the end is read.
  createEffect(
    on(unread, (now, before) => {
      if (now > 0 && before === 0 && !(here() && atEnd())) setNewAfter(target()?.last_read_seq ?? -1)
    }),
  )
  createEffect(() => {
    if (here() && atEnd() && unread() > 0) void app.reads.mark(props.place)
  })

  // Whoever comes by key or click wants to write; a finger would get its keyboard thrown up.
  onMount(() => {
    const idle = document.activeElement === null || document.activeElement === document.body
    if (idle && matchMedia("(pointer: fine)").matches && !app.ui.overlay())
      document.getElementById(`composer-${props.place}`)?.focus()
  })

  onCleanup(() => {
    if (!anchors.has(props.place)) app.messages.trim(props.place)
  })

  const sending = createMemo(() => {
    const list = queue(state).filter((one) => one.place === props.place && !one.root)
    return list.length > 0 ? list : none
  })
  const label = () => placeName(state, props.place)
  const lastMine = () =>
    span()?.ids.findLast((id) => state.messages[id]?.author_id === state.me?.id && !state.messages[id]?.deleted_at)
  const markRead = () => {
    setNewAfter(-1)
    void app.reads.mark(props.place)
  }

  return (
    <main class="main" aria-labelledby="title">
      <PlaceHeader place={props.place} />
      <Show
        when={span()?.state !== "failed"}
        fallback={<Failed onRetry={() => void app.messages.latest(props.place)} />}
      >
        <Timeline
          label={`Messages in ${label()}`}
          span={span() ?? { ids: none, hasOlder: false, hasNewer: false, state: "loading", missed: 0 }}
          sending={sending()}
          newAfter={newAfter()}
          target={pointed()}
          head={() => <Empty place={props.place} fresh={(target()?.last_seq ?? 0) === 0} />}
          load={{
            older: () => app.messages.older(props.place),
            newer: () => app.messages.newer(props.place),
            latest: () => app.messages.latest(props.place),
          }}
          onEnd={setAtEnd}
          unread={unread()}
          place={{
            get: () => untrack(() => anchors.get(props.place)),
            set: (anchor) => (anchor ? anchors.set(props.place, anchor) : anchors.delete(props.place)),
          }}
        />
      </Show>
      <Composer
        place={props.place}
        label={`Message ${label()}`}
        disabled={state.dms[props.place]?.can_send === false ? "Nobody else is here any more." : undefined}
        lastMine={lastMine}
        onEscape={markRead}
      />
    </main>
  )
}

/** 48 px: what it is called, and who is in it when not everybody is. */
const PlaceHeader = (props: { place: string }) => {
  const { state, ui } = useApp()
  const nav = useNav()
  const channel = () => state.channels[props.place]
  const conversation = () => state.dms[props.place]
  const others = () => {
    const found = conversation()
    return found ? othersIn(found, state.me?.id ?? "") : []
  }
  return (
    <header class="bar">
      <button class="icon only-narrow" type="button" aria-label="Back to channels" onClick={() => nav.showList(true)}>
        <Icon name="ArrowLeft" />
      </button>
      <span class="bar-mark">
        <Show when={conversation()} fallback={<Icon name={channel()?.kind === "private" ? "Lock" : "Hash"} />}>
          <Show when={others().length === 1} fallback={<Icon name="Users" />}>
            <Avatar user={others()[0]?.id ?? ""} size="s" presence />
          </Show>
        </Show>
      </span>
      <h1 class="bar-title" id="title">
        <Show when={conversation()} fallback={channelName(channel() ?? placeholder)}>
          {(found) => conversationName(found(), state)}
        </Show>
      </h1>
      <p class="bar-topic">
        <Show when={channel()?.kind === "private"}>Private: only its members see it</Show>
        <Show when={channel()?.archived_at}>Archived</Show>
        <Show when={others().length === 1 && state.online[others()[0]?.id ?? ""]}>Here now</Show>
      </p>
      <div class="bar-tools">
        <Show when={channel()?.kind === "private"}>
          <button
            class="icon"
            type="button"
            aria-label="Members of this channel"
            title="Members of this channel"
            onClick={() => ui.open({ kind: "members", channel: props.place })}
          >
            <Icon name="Users" />
          </button>
        </Show>
        <PlaceTools place={props.place} />
      </div>
    </header>
  )
}

const placeholder = { name: "", display_title: "" } as Parameters<typeof channelName>[0]

const Failed = (props: { onRetry: () => void }) => (
  <div class="blank">
    <b>The messages did not come</b>
    <p>The server did not answer. What you write is kept.</p>
    <button class="btn" type="button" onClick={props.onRetry}>
      Try again
    </button>
  </div>
)
