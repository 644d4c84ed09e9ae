import { Show } from "solid-js"
import { useApp } from "../app.ts"
import { channelName, conversationName } from "../names.ts"
import { Icon } from "./icons.tsx"

/** What stands above the first message: where one is, and in a new place what to do first. */
export const Empty = (props: { place: string; fresh: boolean }) => {
  const { state, ui } = useApp()
  const channel = () => state.channels[props.place]
  const conversation = () => state.dms[props.place]
  const role = () => state.workspaces[state.workspaceId]?.role
  const curl = () =>
    `curl ${location.origin}/api/channels/${props.place}/messages \\\n  -H "Authorization: Bearer $CLICKCLACK_TOKEN" \\\n  -H "Content-Type: application/json" \\\n  -d '{"body":"Hello from the build"}'`
  const copy = async () => {
    await navigator.clipboard.writeText(curl())
    ui.say("Line copied.")
  }
  return (
    <section class="empty">
      <Show when={conversation()}>
        {(found) => (
          <>
            <h2>{conversationName(found(), state)}</h2>
            <p>Only the people in this conversation can read it.</p>
          </>
        )}
      </Show>
      <Show when={channel()}>
        {(found) => (
          <>
            <h2>
              #{channelName(found())}
              {props.fresh ? " is new" : ""}
            </h2>
            <p>
              {found().kind === "private"
                ? "Only its members can find and read it."
                : `Anyone in ${state.workspaces[state.workspaceId]?.name ?? "the workspace"} can read and write here.`}
              {props.fresh ? " Say hello, or:" : ""}
            </p>
            <Show when={props.fresh}>
              <ul class="todo">
                <Show when={found().kind === "private"}>
                  <li>
                    <Icon name="UserPlus" />
                    <div>
                      <b>Add people</b>
                      <p>Pick members of the workspace; nobody else sees this channel.</p>
                    </div>
                    <button
                      class="btn"
                      type="button"
                      onClick={() => ui.open({ kind: "members", channel: props.place })}
                    >
                      Add people
                    </button>
                  </li>
                </Show>
                <Show when={found().kind !== "private" && (role() === "owner" || role() === "moderator")}>
                  <li>
                    <Icon name="UserPlus" />
                    <div>
                      <b>Bring people in</b>
                      <p>You get a link to share. No mail server needed.</p>
                    </div>
                    <button class="btn" type="button" onClick={() => ui.open({ kind: "invite" })}>
                      Invite people
                    </button>
                  </li>
                </Show>
                <li>
                  <Icon name="Terminal" />
                  <div>
                    <b>Let a program say hello</b>
                    <p>
                      Whoever runs the server makes its token with <code>clickclack admin bot create</code>. Then:
                    </p>
                  </div>
                  <button class="btn" type="button" onClick={() => void copy()}>
                    Copy
                  </button>
                  <figure class="code">
                    <pre class="is-first" tabindex="0">
                      <code>{curl()}</code>
                    </pre>
                  </figure>
                </li>
              </ul>
            </Show>
          </>
        )}
      </Show>
    </section>
  )
}
