import { createEffect, createMemo, createSignal, type JSX, on, onCleanup, Show } from "solid-js"
import { Virtualizer, type VirtualizerHandle } from "virtua/solid"
import { useApp } from "../app.ts"
import type { Sending, Span } from "../state/index.ts"
import { dayLabel } from "../time.ts"
import type { Anchor } from "./anchors.ts"
import { Icon } from "./icons.tsx"
import { type Row, rowsOf } from "./rows.ts"
import { Bones, RowView } from "./timeline-rows.tsx"
import { moveAmongMessages } from "./walk.ts"

type Props = {
  label: string
  span: Span
  sending: Sending[]
  /** The New line stands after this sequence; below zero there is none. */
  newAfter: number
  /** The message that a link pointed at. */
  target: string
  /** What stands above the first message, when nothing is older. */
  head: () => JSX.Element
  inThread?: boolean
  load: { older: () => Promise<void>; newer: () => Promise<void>; latest: () => Promise<void> }
  onEnd: (atEnd: boolean) => void
  /** How many unread are below. */
  unread: number
  /** Where the list was left, and where to leave it. */
  place: { get: () => Anchor | undefined; set: (anchor: Anchor | undefined) => void }
}

/** Where a row shall stand: its place and size, and the height of what is seen, give the scroll position. */
type Aim = {
  key: string
  put: (offset: number, size: number, seen: number) => number
  timer: ReturnType<typeof setTimeout> | undefined
}

const centred: Aim["put"] = (offset, size, seen) => offset - (seen - size) / 2
/** Under the upper edge, with the line before it still to be read. */
const below: Aim["put"] = (offset) => offset - 56

const headKey = "head"

const holds = (row: Row, id: string) => row.id === id || Boolean(row.steps?.includes(id))

/** The list of messages: drawn only where it is seen, loaded towards where it is scrolled, still while it grows. */
export const Timeline = (props: Props) => {
  const { state } = useApp()
  const [atEnd, setAtEnd] = createSignal(false)
  const [day, setDay] = createSignal("")
  const [placed, setPlaced] = createSignal(false)
  let list: VirtualizerHandle | undefined
  /** A jump is under way: where the list stands until it ends means nothing. */
  let aiming: Aim | undefined
  let lastOffset = 0
  let lastSize = 0
  /** Since the list was at its end, somebody has turned a wheel or moved a finger on it. */
  let hand = false
  /** The message that a link pointed at and that was shown. */
  let reached = ""
  let frame!: HTMLDivElement

  const rows = createMemo(() => rowsOf(state, props.span.ids, props.sending, props.newAfter, !props.inThread))
  const data = createMemo<{ keys: string[]; shift: boolean }>(
    (before) => {
      const keys = [...(props.span.hasOlder ? [] : [headKey]), ...rows().keys()]
      // Growth at the start keeps the distance to the end.
      const shift = before.keys.length > 0 && before.keys.at(-1) === keys.at(-1) && before.keys[0] !== keys[0]
      return { keys, shift }
    },
    { keys: [], shift: false },
  )

  /** Puts a row somewhere, and again whenever sizes change, until the list has been still for a moment. */
  const aim = (key: string, put: Aim["put"]) => {
    letGo()
    aiming = { key, put, timer: undefined }
    correct()
  }
  const correct = () => {
    if (!aiming || !list) return
    clearTimeout(aiming.timer)
    aiming.timer = setTimeout(arrive, 150)
    const index = data().keys.indexOf(aiming.key)
    frame.scrollTop = aiming.put(list.getItemOffset(index), list.getItemSize(index), list.viewportSize)
  }
  const arrive = () => {
    letGo()
    hand = false
    look()
  }
  /** A hand on the wheel ends every jump of ours. */
  const letGo = () => {
    clearTimeout(aiming?.timer)
    aiming = undefined
    hand = true
  }
  const toEnd = () => {
    letGo()
    hand = false
    if (rows().size === 0) return
    frame.scrollTop = frame.scrollHeight
    lastOffset = frame.scrollTop
  }

  const look = () => {
    if (!list || !placed() || aiming || list.viewportSize === 0) return
    const { scrollOffset, viewportSize, scrollSize } = list
    const end = scrollSize - scrollOffset - viewportSize < 32 && !props.span.hasNewer
    // Whoever was at the end and did not move lost it to something that grew: they stay.
    const moved = hand || (scrollOffset < lastOffset - 1 && scrollSize === lastSize)
    lastOffset = scrollOffset
    lastSize = scrollSize
    if (atEnd() && !end && !props.span.hasNewer && !moved) return toEnd()
    if (end) hand = false
    setAtEnd(end)
    const index = list.findItemIndex(scrollOffset + 1)
    const key = data().keys[index] ?? ""
    const row = rows().get(key)
    setDay(row && !props.inThread && scrollOffset > 4 ? dayLabel(row.at) : "")
    props.place.set(end ? undefined : { key, offset: scrollOffset - list.getItemOffset(index) })
    if (props.span.state !== "ready") return
    if (props.span.hasOlder && scrollOffset < viewportSize) void props.load.older()
    if (props.span.hasNewer && scrollSize - scrollOffset - viewportSize < viewportSize) void props.load.newer()
  }

  createEffect(() => props.onEnd(placed() && atEnd()))

  const keyOf = (test: (row: Row) => boolean) =>
    data().keys.find((key) => {
      const row = rows().get(key)
      return row ? test(row) : false
    })

  /** The first position: the linked message, the first unread, where it was left, or the end. */
  const settle = () => {
    if (!list || list.viewportSize === 0 || placed() || props.span.state !== "ready") return
    const target = props.target && keyOf((row) => holds(row, props.target))
    const fresh = keyOf((row) => row.isNew)
    const left = props.place.get()
    setPlaced(true)
    if (target) reached = props.target
    if (target) aim(target, centred)
    else if (fresh) aim(fresh, below)
    else if (left && data().keys.includes(left.key)) aim(left.key, (offset) => offset + left.offset)
    else {
      setAtEnd(true)
      toEnd()
    }
  }

  createEffect(() => {
    if (props.span.state === "ready" && !placed()) requestAnimationFrame(settle)
  })
  // A link that is followed while the list is shown: once its message is here, and only once.
  createEffect(
    on([() => props.target, () => props.target && keyOf((row) => holds(row, props.target))], ([target, key]) => {
      if (!target) reached = ""
      if (!key || reached === target || !placed()) return
      reached = target
      // The list first keeps its place in what has just been loaded.
      requestAnimationFrame(() => aim(key, centred))
    }),
  )
  // Whoever is at the end stays there; whoever reads above is left alone, except that one's own words are shown.
  createEffect(
    on(
      () => data().keys.at(-1),
      () => {
        if (placed() && atEnd()) queueMicrotask(toEnd)
        requestAnimationFrame(look)
      },
      { defer: true },
    ),
  )
  createEffect(
    on(
      () => props.sending.length,
      (now, before) => {
        if (now > (before ?? 0) && placed()) void latest()
      },
      { defer: true },
    ),
  )
  onCleanup(() => {
    clearTimeout(aiming?.timer)
    props.onEnd(false)
  })

  const latest = async () => {
    if (props.span.hasNewer) await props.load.latest()
    setAtEnd(true)
    queueMicrotask(toEnd)
  }

  return (
    <div class="timeline-frame">
      <Show when={day()}>
        <div class="day is-stuck" aria-hidden="true">
          <span>{day()}</span>
        </div>
      </Show>
      <div
        ref={frame}
        class="timeline"
        classList={{ "is-top": props.inThread || rows().size === 0, "is-unplaced": !placed() }}
        role="log"
        aria-live={atEnd() ? "polite" : "off"}
        aria-label={props.label}
        aria-busy={props.span.state === "loading"}
        tabindex="0"
        onWheel={(event) => event.deltaY < 0 && letGo()}
        onTouchMove={letGo}
        onPointerDown={letGo}
        onKeyDown={(event) => moveAmongMessages(event, frame)}
      >
        <Show when={props.span.state !== "loading" || props.sending.length > 0} fallback={<Bones />}>
          <Virtualizer
            ref={(handle) => {
              list = handle
            }}
            as="ol"
            item="li"
            data={data().keys}
            shift={data().shift}
            bufferSize={400}
            onScroll={() => (aiming ? correct() : look())}
            onResize={() => {
              if (!placed()) settle()
              else if (aiming) correct()
              else if (atEnd()) toEnd()
              else look()
            }}
          >
            {(key) => (
              <Show when={key !== headKey} fallback={props.head()}>
                <RowView row={rows().get(key)} inThread={props.inThread} target={props.target} />
              </Show>
            )}
          </Virtualizer>
        </Show>
      </div>
      <div class="float">
        <Show when={placed() && !atEnd() && rows().size > 0}>
          <button
            class="pill"
            classList={{ "is-quiet": props.unread === 0 }}
            type="button"
            onClick={() => void latest()}
          >
            <Icon name="ArrowDown" />
            {props.unread === 0 ? "Latest" : props.unread === 1 ? "1 new message" : `${props.unread} new messages`}
          </button>
        </Show>
      </div>
    </div>
  )
}
