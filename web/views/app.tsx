import { type RouteSectionProps, useNavigate } from "@solidjs/router"
import { createSignal, onCleanup, onMount, Show } from "solid-js"
import { isApiError } from "../../sdk/index.ts"
import { AppProvider, createApp } from "../app.ts"
import { showLook } from "../look.ts"
import { createPush, onNotificationClick } from "../push.ts"
import { setTheme } from "../theme.ts"
import { Gate } from "./gate.tsx"
import { Workspace } from "./workspace.tsx"

/** A device that could not be registered again hears nothing until the next visit: no reason to disturb anybody. */
const quietly = (error: unknown) => {
  if (!isApiError(error) && !(error instanceof DOMException)) throw error
}

/** The app for whoever is signed in; everybody else is sent to sign in, and comes back here. */
export const AppView = (props: RouteSectionProps) => {
  const app = createApp()
  const [phase, setPhase] = createSignal<"starting" | "ready" | "failed">("starting")

  const start = async () => {
    setPhase("starting")
    const signedIn = await app.session.start().catch((error: unknown) => {
      if (!isApiError(error)) throw error
      return undefined
    })
    if (signedIn === undefined) setPhase("failed")
    else if (!signedIn) app.session.toSignIn()
    else {
      const mode = app.state.me?.appearance_preferences
      if (mode) setTheme(mode.color_mode ?? "system")
      if (mode) showLook(mode)
      app.drafts.restore()
      setPhase("ready")
      createPush(app).renew().catch(quietly)
    }
  }
  const navigate = useNavigate()
  onMount(() => void start())
  onCleanup(onNotificationClick((path) => navigate(path, { scroll: false })))
  onCleanup(() => app.live.close())

  return (
    <AppProvider value={app}>
      <Show when={phase() === "ready"}>
        <Workspace
          workspace={props.params.workspace ?? ""}
          target={props.params.target ?? ""}
          section={props.params.section ?? ""}
          query={props.location.query}
        />
      </Show>
      <Show when={phase() === "failed"}>
        <Gate title="The server does not answer" lead="Your drafts and unsent messages are kept on this device.">
          <button class="btn btn-primary btn-wide" type="button" onClick={() => void start()}>
            Try again
          </button>
        </Gate>
      </Show>
    </AppProvider>
  )
}
