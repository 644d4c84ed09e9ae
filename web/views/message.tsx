import { createSignal, For, Match, Show, Switch } from "solid-js"
import { useApp } from "../app.ts"
import { plain } from "../markdown.ts"
import { firstName, nameOf } from "../names.ts"
import { filesOf, namesOf, saysOnlyNames } from "../state/files.ts"
import { fullTime, timeOf, whenOf } from "../time.ts"
import { Attachments, SendingFiles } from "./attachments.tsx"
import { Avatar } from "./avatar.tsx"
import { Body } from "./body.tsx"
import { Editor } from "./editor.tsx"
import { Icon } from "./icons.tsx"
import { longPress } from "./long-press.ts"
import { MessageTools } from "./message-tools.tsx"
import { useNav } from "./nav.tsx"
import { Reactions } from "./reactions.tsx"

/** One message: a row. The tools appear over its edge when it is pointed at or has the focus. */
export const MessageRow = (props: { id: string; grouped: boolean; inThread?: boolean; target?: boolean }) => {
  const { state, ui } = useApp()
  const [near, setNear] = createSignal(false)
  const [held, setHeld] = createSignal(false)
  const message = () => state.messages[props.id]
  const author = () => state.users[message()?.author_id ?? ""]
  const at = () => message()?.created_at ?? ""
  const editing = () => ui.editing() === props.id
  const live = () => Boolean(message() && !message()?.deleted_at)

  return (
    <Show when={message()}>
      {(current) => (
        <article
          class="msg"
          classList={{
            "is-grouped": props.grouped,
            "is-target": props.target,
            "is-deleted": Boolean(current().deleted_at),
            "is-step": current().kind === "agent_commentary" || current().kind === "agent_tool",
          }}
          tabindex="-1"
          data-message={props.id}
          aria-label={`${nameOf(author())}, ${whenOf(at())}`}
          onPointerEnter={() => setNear(true)}
          onPointerLeave={() => setNear(false)}
          onFocusIn={() => setNear(true)}
          onFocusOut={(event) => {
            if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setNear(false)
          }}
          {...longPress(() => live() && ui.open({ kind: "actions", message: props.id }))}
        >
          <Head id={current().author_id} at={at()} grouped={props.grouped} edited={Boolean(current().edited_at)} />
          <Quoted id={props.id} />
          <Switch
            fallback={
              <Show when={!saysOnlyNames(current().body, current().attachments ?? [])}>
                <Body source={current().body} />
              </Show>
            }
          >
            <Match when={current().deleted_at}>
              <div class="body">
                <p>Message deleted.</p>
              </div>
            </Match>
            <Match when={editing()}>
              <Editor id={props.id} />
            </Match>
          </Switch>
          <Attachments message={props.id} />
          <Show when={props.grouped && current().edited_at && !current().deleted_at}>
            <span class="msg-mark is-after" title={fullTime(current().edited_at ?? "")}>
              edited
            </span>
          </Show>
          <Reactions id={props.id} />
          <Show when={!props.inThread}>
            <Replies id={props.id} />
          </Show>
          <Show when={live() && !editing() && (near() || held())}>
            <MessageTools id={props.id} onHold={setHeld} />
          </Show>
        </article>
      )}
    </Show>
  )
}

/** Face, name and time; a grouped row has only the time, at the left, when pointed at. */
export const Head = (props: { id: string; at: string; grouped: boolean; edited?: boolean; pending?: boolean }) => {
  const { state, ui } = useApp()
  const user = () => state.users[props.id]
  return (
    <Show
      when={!props.grouped}
      fallback={
        <time class="msg-gutter" dateTime={props.at} title={fullTime(props.at)}>
          {timeOf(props.at)}
        </time>
      }
    >
      <Avatar user={props.id} />
      <header class="msg-head">
        <button class="msg-author" type="button" onClick={() => ui.open({ kind: "person", user: props.id })}>
          {nameOf(user())}
        </button>
        <Show when={user()?.kind === "bot"}>
          <span class="tag">Bot</span>
        </Show>
        <time class="msg-time" dateTime={props.at} title={fullTime(props.at)}>
          {timeOf(props.at)}
        </time>
        <Show when={props.edited}>
          <span class="msg-mark">edited</span>
        </Show>
        <Show when={props.pending}>
          <span class="msg-mark">
            <Icon name="Clock" />
            sending
          </span>
        </Show>
      </header>
    </Show>
  )
}

/** What the message answers to, as plain words; a click goes there. */
const Quoted = (props: { id: string }) => {
  const { state } = useApp()
  const nav = useNav()
  const message = () => state.messages[props.id]
  const text = () => {
    const original = state.messages[message()?.quoted_message_id ?? ""]
    if (original?.deleted_at) return "Message deleted."
    return plain(message()?.quoted_body_snapshot ?? original?.body ?? "")
  }
  return (
    <Show when={!message()?.deleted_at && message()?.quoted_message_id}>
      {(quoted) => (
        <button class="quote" type="button" onClick={() => void nav.jump(quoted())}>
          <b>{nameOf(state.users[message()?.quoted_author_id ?? ""])}</b>
          <span>{text()}</span>
        </button>
      )}
    </Show>
  )
}

/** Who answered, how often, when last. */
const Replies = (props: { id: string }) => {
  const { state } = useApp()
  const nav = useNav()
  const thread = () => state.messages[props.id]?.thread_state
  return (
    <Show when={thread()?.reply_count}>
      {(count) => (
        <button
          class="replies"
          type="button"
          aria-expanded={nav.selection().thread === props.id}
          onClick={() => nav.openThread(props.id)}
        >
          <span class="faces">
            <For each={thread()?.last_reply_author_ids}>{(user) => <Avatar user={user} size="s" />}</For>
          </span>
          <b>{count() === 1 ? "1 reply" : `${count()} replies`}</b>
          <Show when={thread()?.last_reply_at}>{(at) => <span>last {lastAt(at())}</span>}</Show>
        </button>
      )}
    </Show>
  )
}

const lastAt = (at: string) => {
  const when = whenOf(at)
  return when.includes(",") ? when : `at ${when}`
}

/** A message on its way, or one that did not make it. */
export const SendingRow = (props: { nonce: string; grouped: boolean }) => {
  const { state, outbox, ui, connection } = useApp()
  const sending = () => state.outbox[props.nonce]
  const onlyNames = () => {
    const now = sending()
    const list = now ? filesOf(state, now) : []
    return list.length > 0 && now?.body === namesOf(list)
  }
  const copy = async () => {
    await navigator.clipboard.writeText(sending()?.body ?? "")
    ui.say("Text copied.")
  }
  return (
    <Show when={sending()}>
      {(current) => (
        <article
          class="msg"
          classList={{
            "is-grouped": props.grouped && current().state !== "failed",
            "is-pending": current().state !== "failed",
            "is-failed": current().state === "failed",
          }}
          tabindex="-1"
          aria-label={`${firstName(state.me ?? undefined)}, ${current().state === "failed" ? "not sent" : "sending"}`}
        >
          <Head
            id={current().user_id}
            at={current().created_at}
            grouped={props.grouped && current().state !== "failed"}
            pending={current().state !== "failed" && connection() !== "open"}
          />
          <Show when={!onlyNames()}>
            <Body source={current().body} />
          </Show>
          <SendingFiles nonce={props.nonce} />
          <Show when={current().state === "failed"}>
            <p class="msg-fail">
              <Icon name="CircleAlert" />
              Not sent: {current().error}
              <button type="button" onClick={() => outbox.retry(props.nonce)}>
                Retry
              </button>
              <button type="button" onClick={() => void copy()}>
                Copy
              </button>
              <button type="button" onClick={() => outbox.discard(props.nonce)}>
                Delete
              </button>
            </p>
          </Show>
        </article>
      )}
    </Show>
  )
}
