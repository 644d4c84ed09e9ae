import { For, Show } from "solid-js"
import type { SearchHit } from "../../sdk/index.ts"
import { useApp } from "../app.ts"
import { nameOf, pathOfPlace, placeName } from "../names.ts"
import { fullTime, whenOf } from "../time.ts"
import { Avatar } from "./avatar.tsx"

type Piece = { text: string; hit: boolean }

/** The snippet in pieces; the marks count code points, not the units of a string. */
export const piecesOf = (snippet: string, highlights: SearchHit["highlights"]): Piece[] => {
  const points = [...snippet]
  const pieces: Piece[] = []
  let at = 0
  for (const { start, end } of highlights) {
    if (start > at) pieces.push({ text: points.slice(at, start).join(""), hit: false })
    if (end > Math.max(start, at)) pieces.push({ text: points.slice(Math.max(start, at), end).join(""), hit: true })
    at = Math.max(at, end)
  }
  if (at < points.length) pieces.push({ text: points.slice(at).join(""), hit: false })
  return pieces
}

/** Without the signs of Markdown around words; the found words themselves stay as they are. */
const bare = (text: string) => text.replace(/\*\*|__|~~|`+/g, "")

/** One found message: a link to where it stands. */
export const Hit = (props: { hit: SearchHit; current: boolean; onOpen: () => void }) => {
  const { state } = useApp()
  const place = () => props.hit.channel_id ?? props.hit.direct_conversation_id ?? ""
  const where = () => {
    const name = placeName(state, place()) || (props.hit.channel_name ? `#${props.hit.channel_name}` : "")
    return props.hit.parent_message_id ? `Reply in ${name}` : name
  }
  const href = () =>
    pathOfPlace(
      state,
      place(),
      props.hit.parent_message_id
        ? `?thread=${props.hit.parent_message_id}&message=${props.hit.id}`
        : `?message=${props.hit.id}`,
    )
  return (
    <a
      class="msg hit"
      classList={{ "is-current": props.current }}
      id={`hit-${props.hit.id}`}
      href={href()}
      aria-current={props.current ? "true" : undefined}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
        event.preventDefault()
        props.onOpen()
      }}
    >
      <Avatar user={props.hit.author.id} />
      <span class="msg-head">
        <b class="msg-author">{nameOf(state.users[props.hit.author.id] ?? props.hit.author)}</b>
        <Show when={props.hit.author.kind === "bot"}>
          <span class="tag">Bot</span>
        </Show>
        <time class="msg-time" dateTime={props.hit.created_at} title={fullTime(props.hit.created_at)}>
          {whenOf(props.hit.created_at)}
        </time>
      </span>
      <span class="hit-where">{where()}</span>
      <span class="hit-text">
        <For each={piecesOf(props.hit.snippet, props.hit.highlights)}>
          {(piece) => (piece.hit ? <mark>{piece.text}</mark> : bare(piece.text))}
        </For>
      </span>
    </a>
  )
}
