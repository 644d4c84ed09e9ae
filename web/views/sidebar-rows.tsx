import { A } from "@solidjs/router"
import { Show } from "solid-js"
import { useApp } from "../app.ts"
import { channelName, conversationName, othersIn, pathOfPlace } from "../names.ts"
import { Avatar } from "./avatar.tsx"
import { Icon } from "./icons.tsx"
import { useNav } from "./nav.tsx"

const useRow = (id: () => string) => {
  const { state } = useApp()
  const nav = useNav()
  const target = () => state.channels[id()] ?? state.dms[id()]
  const current = () => nav.selection().place === id()
  return {
    current,
    unread: () => (current() ? 0 : (target()?.unread_count ?? 0)),
    href: () => pathOfPlace(state, id()),
    drafted: () => Boolean(state.drafts[id()]) && !current(),
    leave: () => nav.showList(false),
  }
}

/** A channel in the list: bold with a count when something is unread. */
export const ChannelRow = (props: { id: string }) => {
  const { state } = useApp()
  const row = useRow(() => props.id)
  const channel = () => state.channels[props.id]
  return (
    <Show when={channel()}>
      {(found) => (
        <li>
          <A
            class="row"
            classList={{ "is-unread": row.unread() > 0 }}
            href={row.href()}
            aria-current={row.current() ? "page" : undefined}
            title={channelName(found())}
            onClick={row.leave}
          >
            <Icon name={found().kind === "private" ? "Lock" : "Hash"} />
            <span class="row-name">{channelName(found())}</span>
            <Show when={found().kind === "private"}>
              <span class="sr">, private</span>
            </Show>
            <Draft shown={row.drafted()} />
            <Show when={row.unread() > 0}>
              <span class="row-count">
                {row.unread()}
                <span class="sr"> unread</span>
              </span>
            </Show>
          </A>
        </li>
      )}
    </Show>
  )
}

/** A conversation in the list, by the faces and names of the others. */
export const ConversationRow = (props: { id: string }) => {
  const { state } = useApp()
  const row = useRow(() => props.id)
  const conversation = () => state.dms[props.id]
  return (
    <Show when={conversation()}>
      {(found) => {
        const others = () => othersIn(found(), state.me?.id ?? "")
        return (
          <li>
            <A
              class="row"
              classList={{ "is-unread": row.unread() > 0 }}
              href={row.href()}
              aria-current={row.current() ? "page" : undefined}
              title={conversationName(found(), state)}
              onClick={row.leave}
            >
              <Show when={others().length === 1} fallback={<Icon name="Users" />}>
                <Avatar user={others()[0]?.id ?? ""} size="s" presence />
              </Show>
              <span class="row-name">{conversationName(found(), state)}</span>
              <Show when={others().length === 1 && state.online[others()[0]?.id ?? ""]}>
                <span class="sr">, here now</span>
              </Show>
              <Draft shown={row.drafted()} />
              <Show when={row.unread() > 0}>
                <span class="badge">
                  {row.unread()}
                  <span class="sr"> unread</span>
                </span>
              </Show>
            </A>
          </li>
        )
      }}
    </Show>
  )
}

const Draft = (props: { shown: boolean }) => (
  <Show when={props.shown}>
    <span class="row-note">
      <Icon name="Pencil" />
      <span class="sr">draft</span>
    </span>
  </Show>
)
