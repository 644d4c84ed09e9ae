import { type SearchParams, useNavigate } from "@solidjs/router"
import { createEffect, createMemo, createSignal, lazy, Match, on, Show, Suspense, Switch, untrack } from "solid-js"
import { isApiError } from "../../sdk/index.ts"
import { useApp } from "../app.ts"
import { channelName, conversationName } from "../names.ts"
import { sorted } from "../state/workspaces.ts"
import { read, write } from "../storage.ts"
import { Banner } from "./banner.tsx"
import { Gate } from "./gate.tsx"
import { createMedia, narrowQuery } from "./media.ts"
import { Missing } from "./missing.tsx"
import { createNav, NavProvider, type Pane, type Selection } from "./nav.tsx"
import { Overlays, Toasts } from "./overlays.tsx"
import { PlaceView } from "./place.tsx"
import { Rail } from "./rail.tsx"
import { useShortcuts } from "./shortcuts.ts"
import { Sidebar } from "./sidebar.tsx"
import { ThreadPane } from "./thread.tsx"

const SearchPane = lazy(() => import("./search-pane.tsx"))
const Settings = lazy(() => import("./settings/index.tsx"))
const PinsPane = lazy(() => import("./pins-pane.tsx"))

type Props = { workspace: string; target: string; section: string; query: SearchParams }
type Found = { place: string; thread: string; missing: boolean }

const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value) ?? ""
const panes: Pane[] = ["search", "pins"]
const nowhere: Found = { place: "", thread: "", missing: false }

/** One workspace: finds what the address means, and stands the columns beside each other. */
export const Workspace = (props: Props) => {
  const app = useApp()
  const { state, ui } = app
  const navigate = useNavigate()
  const [list, showList] = createSignal(false)
  const narrow = createMedia(narrowQuery)
  const [ready, setReady] = createSignal("")
  const [found, setFound] = createSignal<Found>(nowhere)

  const workspace = createMemo(() =>
    Object.values(state.workspaces).find((each) => each.route_id === props.workspace || each.id === props.workspace),
  )

  // Without a name, the workspace of last time; then its socket.
  createEffect(() => {
    if (props.workspace) return
    const last = read<string>("last")
    const to = Object.values(state.workspaces).find((each) => each.id === last) ?? sorted(state.workspaces)[0]
    if (to) navigate(`/app/${to.route_id}`, { replace: true })
  })
  createEffect(
    on(
      () => workspace()?.id,
      (id) => {
        if (!id) return
        setFound(nowhere)
        write("last", id)
        void app.live.open(id).then(() => setReady(id))
      },
    ),
  )

  const placeCalled = (name: string) =>
    Object.values(state.channels).find((each) => each.route_id === name || each.id === name)?.id ??
    Object.values(state.dms).find((each) => each.route_id === name || each.id === name)?.id

  const resolve = async (name: string): Promise<Found> => {
    const known = placeCalled(name)
    if (known) return { place: known, thread: "", missing: false }
    try {
      const legacy = /^(chn|dm|msg)_/.test(name)
      const { route } = await app.workspaces.resolve((legacy ? workspace()?.id : workspace()?.route_id) ?? "", name)
      const place = route.target_type === "thread" ? (route.parent_id ?? "") : route.target_id
      if (place.startsWith("dm_") && !state.dms[place]) await app.dms.fetch(place)
      if (place.startsWith("chn_") && !state.channels[place]) await app.channels.refresh()
      return { place, thread: route.target_type === "thread" ? route.target_id : "", missing: false }
    } catch (error) {
      if (!isApiError(error)) throw error
      return { ...nowhere, missing: true }
    }
  }

  const home = () => {
    const last = read<string>(`place:${state.workspaceId}`) ?? ""
    if (state.channels[last] || state.dms[last]) return last
    const open = Object.values(state.channels).filter((each) => !each.archived_at)
    return (open.find((each) => each.name === "general") ?? open[0])?.id ?? ""
  }

  createEffect(
    on([() => props.target, ready], ([target, id]) => {
      if (!id || id !== workspace()?.id) return
      if (target === "settings") {
        setFound(nowhere)
        return
      }
      if (!target) {
        const to = home()
        if (to)
          navigate(`/app/${workspace()?.route_id}/${state.channels[to]?.route_id ?? state.dms[to]?.route_id}`, {
            replace: true,
          })
        else setFound({ ...nowhere, missing: true })
        return
      }
      void resolve(target).then((next) => {
        if (props.target === target) setFound(next)
      })
    }),
  )

  // Nothing was there, and now there is: somebody let me in.
  createEffect(() => {
    const place = found().missing ? placeCalled(props.target) : undefined
    if (place) setFound({ ...nowhere, place })
  })

  const selection = createMemo<Selection>(() => ({
    ...found(),
    thread: one(props.query.thread) || found().thread,
    message: one(props.query.message) || (found().thread ? found().thread : ""),
    pane: panes.find((each) => each === one(props.query.pane)) ?? "",
  }))
  const nav = createNav(selection, list, showList)

  // A place that was taken from me, or is not there yet.
  const place = createMemo(() => {
    const id = selection().place
    return state.channels[id] || state.dms[id] ? id : ""
  })
  const missing = () => found().missing || (found().place !== "" && place() === "")

  createEffect(() => {
    const id = place()
    if (!id) return
    write(`place:${untrack(() => state.workspaceId)}`, id)
    const recent = read<string[]>("recent") ?? []
    write("recent", [id, ...recent.filter((each) => each !== id)].slice(0, 20))
  })

  createEffect(() => {
    const places = [...Object.values(state.channels), ...Object.values(state.dms)]
    const unread = places.reduce((sum, each) => sum + each.unread_count, 0)
    const channel = state.channels[place()]
    const conversation = state.dms[place()]
    const name =
      props.target === "settings"
        ? "Settings"
        : channel
          ? channelName(channel)
          : conversation
            ? conversationName(conversation, state)
            : ""
    document.title = [
      unread > 0 ? `(${unread}) ` : "",
      name ? `${name} · ` : "",
      workspace()?.name ?? "ClickClack",
    ].join("")
  })

  const paned = () =>
    selection().thread !== "" ||
    selection().pane === "search" ||
    (selection().pane === "pins" && place().startsWith("chn_"))
  const standing = createMemo(() => place() && `${place()} ${nav.revision()}`)
  const view = () => {
    if (list()) return "sidebar"
    return paned() ? "pane" : "main"
  }

  return (
    <NavProvider value={nav}>
      <Show
        when={workspace()}
        fallback={
          <Show when={props.workspace || Object.keys(state.workspaces).length === 0}>
            <NoWorkspace named={props.workspace !== ""} />
          </Show>
        }
      >
        <Keys place={place} />
        <Show when={place()}>
          <a
            class="skip"
            href={`#composer-${place()}`}
            rel="external"
            onClick={(event) => {
              event.preventDefault()
              document.getElementById(`composer-${place()}`)?.focus()
            }}
          >
            Skip to the message box
          </a>
        </Show>
        <Show
          when={props.target !== "settings"}
          fallback={
            <Suspense fallback={<div class="app" aria-busy="true" />}>
              <Show when={ready() === workspace()?.id}>
                <Settings section={props.section} />
              </Show>
            </Suspense>
          }
        >
          <div
            class="app"
            classList={{ "has-pane": paned(), "has-rail": Object.keys(state.workspaces).length > 1 }}
            data-view={view()}
          >
            <Banner />
            <Show when={Object.keys(state.workspaces).length > 1}>
              <Rail />
            </Show>
            <div class="side-frame" role={narrow() && list() ? "main" : undefined}>
              <Sidebar alone={narrow() && list()} />
            </div>
            <Show
              when={!missing()}
              fallback={<Missing onBack={() => nav.openPlace(home())} onSearch={() => ui.open({ kind: "switcher" })} />}
            >
              <Show when={standing()} keyed fallback={<main class="main" aria-busy="true" />}>
                {(key) => <PlaceView place={key.split(" ")[0] ?? ""} />}
              </Show>
            </Show>
            <Show when={!missing() && place() && selection().thread} keyed>
              {(root) => <ThreadPane root={root} alone={narrow()} />}
            </Show>
            <Show when={!missing() && place() && !selection().thread}>
              <Suspense fallback={<PaneToCome shown={selection().pane !== ""} />}>
                <Switch>
                  <Match when={selection().pane === "search"}>
                    <SearchPane alone={narrow()} />
                  </Match>
                  <Match when={selection().pane === "pins" && place().startsWith("chn_")}>
                    <PinsPane channel={place()} alone={narrow()} />
                  </Match>
                </Switch>
              </Suspense>
            </Show>
          </div>
        </Show>
        <Overlays />
        <Toasts />
      </Show>
    </NavProvider>
  )
}

/** Keeps the room of a pane whose code is still on its way. */
const PaneToCome = (props: { shown: boolean }) => (
  <Show when={props.shown}>
    <aside class="pane" aria-busy="true" aria-label="Loading" />
  </Show>
)

/** The keys that work everywhere in a workspace. */
const Keys = (props: { place: () => string }) => {
  useShortcuts(props.place)
  return null
}

const NoWorkspace = (props: { named: boolean }) => {
  const { session } = useApp()
  return (
    <Gate
      title={props.named ? "There is no such workspace" : "You are in no workspace yet"}
      lead={props.named ? "It was removed, or you are not in it." : "Ask somebody for an invite link and open it here."}
    >
      <Show when={props.named}>
        <a class="btn btn-wide" href="/app">
          Go to my workspace
        </a>
      </Show>
      <button class="btn btn-wide" type="button" onClick={() => void session.signOut()}>
        Sign out
      </button>
    </Gate>
  )
}
