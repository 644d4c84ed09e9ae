import { createMemo, Show } from "solid-js"
import { useApp } from "../app.ts"
import { hue, initials, nameOf } from "../names.ts"
import { Icon } from "./icons.tsx"

/** A face: initials on the person's colour, a grey key for programs. Pictures only from this server. */
export const Avatar = (props: { user: string; size?: "s" | "l"; presence?: boolean }) => {
  const { state } = useApp()
  const user = () => state.users[props.user]
  const picture = createMemo(() => {
    const url = user()?.avatar_url ?? ""
    return url.startsWith("/api/") || url.startsWith(`${location.origin}/`) ? url : ""
  })
  return (
    <span
      class="avatar"
      classList={{
        "is-s": props.size === "s",
        "is-l": props.size === "l",
        "is-agent": user()?.kind === "bot",
        "avatar-presence": Boolean(props.presence && state.online[props.user]),
      }}
      data-hue={hue(props.user)}
      aria-hidden="true"
    >
      <Show when={!picture()} fallback={<img src={picture()} alt="" loading="lazy" />}>
        <Show when={user()?.kind === "bot"} fallback={initials(nameOf(user()))}>
          <Icon name="Bot" />
        </Show>
      </Show>
    </span>
  )
}
