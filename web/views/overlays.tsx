import { For, lazy, Match, Show, Suspense, Switch } from "solid-js"
import { useApp } from "../app.ts"

const CreateChannel = lazy(() => import("./create-channel.tsx"))
const CreateWorkspace = lazy(() => import("./create-workspace.tsx"))
const DeleteMessage = lazy(() => import("./delete-message.tsx"))
const InvitePeople = lazy(() => import("./invite-people.tsx"))
const MessageSheet = lazy(() => import("./message-sheet.tsx"))
const Person = lazy(() => import("./person.tsx"))
const RoomMembers = lazy(() => import("./room-members.tsx"))
const ShortcutSheet = lazy(() => import("./shortcut-sheet.tsx"))
const StartConversation = lazy(() => import("./start-conversation.tsx"))
const Switcher = lazy(() => import("./switcher.tsx"))
const Viewer = lazy(() => import("./viewer.tsx"))

/** The one thing that lies over the page. */
export const Overlays = () => {
  const { ui } = useApp()
  const is = <K extends string>(kind: K) => {
    const overlay = ui.overlay()
    return overlay?.kind === kind ? (overlay as Extract<typeof overlay, { kind: K }>) : undefined
  }
  return (
    <Suspense>
      <Show when={ui.overlay()}>
        <Switch>
          <Match when={is("create-channel")}>
            <CreateChannel />
          </Match>
          <Match when={is("create-workspace")}>
            <CreateWorkspace />
          </Match>
          <Match when={is("delete")}>{(overlay) => <DeleteMessage id={overlay().message} />}</Match>
          <Match when={is("invite")}>
            <InvitePeople />
          </Match>
          <Match when={is("actions")}>{(overlay) => <MessageSheet id={overlay().message} />}</Match>
          <Match when={is("react")}>{(overlay) => <MessageSheet id={overlay().message} reactOnly />}</Match>
          <Match when={is("person")}>{(overlay) => <Person id={overlay().user} />}</Match>
          <Match when={is("members")}>{(overlay) => <RoomMembers channel={overlay().channel} />}</Match>
          <Match when={is("shortcuts")}>
            <ShortcutSheet />
          </Match>
          <Match when={is("start-dm")}>
            <StartConversation />
          </Match>
          <Match when={is("viewer")}>
            {(overlay) => <Viewer message={overlay().message} upload={overlay().upload} />}
          </Match>
          <Match when={is("switcher")}>
            <Switcher />
          </Match>
        </Switch>
      </Show>
    </Suspense>
  )
}

/** Short words about what just happened. */
export const Toasts = () => {
  const { ui } = useApp()
  return (
    <div class="toasts" role="status">
      <For each={ui.toasts()}>{(toast) => <div class="toast">{toast.text}</div>}</For>
    </div>
  )
}
