import { A, useNavigate } from "@solidjs/router"
import { createEffect, createMemo, For, type JSX, on, onMount, Show } from "solid-js"
import { Dynamic } from "solid-js/web"
import { useApp } from "../../app.ts"
import { pathTo } from "../../names.ts"
import { Icon } from "../icons.tsx"
import { createMedia, narrowQuery } from "../media.ts"
import { NotifyMe } from "../notify-me.tsx"
import { Appearance } from "./appearance.tsx"
import { Apps } from "./apps.tsx"
import { AuditLog } from "./audit.tsx"
import { Bots } from "./bots.tsx"
import { Channels } from "./channels.tsx"
import { Commands } from "./commands.tsx"
import { type PageIcon, PageMark } from "./icons.tsx"
import { Incoming } from "./incoming.tsx"
import { Invites } from "./invites.tsx"
import { Members } from "./members.tsx"
import { MyBots } from "./my-bots.tsx"
import { Overview } from "./overview.tsx"
import { AskProvider, Head } from "./parts.tsx"
import { Profile } from "./profile.tsx"
import { useWorkspace } from "./role.ts"
import { Sessions } from "./sessions.tsx"
import { Webhooks } from "./webhooks.tsx"

type Entry = { id: string; name: string; icon: PageIcon; view: () => JSX.Element }

/** Whether this device is told of new messages. */
const Notifications = () => (
  <>
    <Head title="Notifications" lead="One alert for each message. The bell of a channel chooses what it tells you." />
    <NotifyMe />
  </>
)

const mine: Entry[] = [
  { id: "profile", name: "Profile", icon: "User", view: Profile },
  { id: "appearance", name: "Appearance", icon: "Palette", view: Appearance },
  { id: "notifications", name: "Notifications", icon: "Bell", view: Notifications },
  { id: "sessions", name: "Sessions", icon: "Laptop", view: Sessions },
  { id: "my-bots", name: "My bots", icon: "Bot", view: MyBots },
]
const ours: Entry[] = [
  { id: "overview", name: "Overview", icon: "Building", view: Overview },
  { id: "members", name: "Members", icon: "Users", view: Members },
  { id: "invites", name: "Invites", icon: "UserPlus", view: Invites },
  { id: "channels", name: "Channels", icon: "Hash", view: Channels },
  { id: "bots", name: "Bots and tokens", icon: "Bot", view: Bots },
  { id: "incoming", name: "Incoming hooks", icon: "Inbox", view: Incoming },
  { id: "webhooks", name: "Webhooks", icon: "Webhook", view: Webhooks },
  { id: "commands", name: "Slash commands", icon: "Slash", view: Commands },
  { id: "apps", name: "Apps", icon: "Plug", view: Apps },
  { id: "audit", name: "Audit log", icon: "Scroll", view: AuditLog },
]

/** All settings in one place: me, then the open workspace. On a phone the list and the page take turns. */
const Settings = (props: { section: string }) => {
  const { state, session } = useApp()
  const { workspace, manager } = useWorkspace()
  const navigate = useNavigate()
  const narrow = createMedia(narrowQuery)
  const list = () => narrow() && props.section === ""
  const entry = createMemo(() => [...mine, ...ours].find((each) => each.id === (props.section || "profile")))
  const hidden = () => ours.some((each) => each.id === entry()?.id) && !manager()
  const focus = (selector: string) =>
    queueMicrotask(() => document.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true }))

  // Whoever came by key stands somewhere: on the list, and on a phone on whichever of the two is shown.
  onMount(() => {
    if (document.activeElement === document.body) focus(list() ? ".sidebar .row" : ".sidebar .row[aria-current], .page")
  })
  createEffect(
    on(
      () => props.section,
      (now, before) => {
        if (narrow()) focus(now ? ".page" : `.sidebar a[href$="/settings/${before}"]`)
      },
      { defer: true },
    ),
  )

  const row = (each: Entry) => (
    <li>
      <A
        class="row"
        href={pathTo(state, `settings/${each.id}`)}
        aria-current={!list() && entry()?.id === each.id ? "page" : undefined}
      >
        <PageMark name={each.icon} />
        <span class="row-name">{each.name}</span>
      </A>
    </li>
  )
  return (
    <AskProvider>
      <div class="app" data-view={list() ? "sidebar" : "main"}>
        <div class="side-frame" role={list() ? "main" : undefined}>
          <nav class="sidebar" aria-label="Settings">
            <div class="side-head">
              <A class="side-space" href={pathTo(state)}>
                <Icon name="ArrowLeft" />
                <Dynamic component={list() ? "h1" : "span"} class="cut">
                  Settings
                </Dynamic>
              </A>
            </div>
            <div class="side-scroll">
              <ul>
                <li class="side-label">You</li>
                <For each={mine}>{row}</For>
                <Show when={manager()}>
                  <li class="side-label">
                    <span class="cut">{workspace()?.name}</span>
                  </li>
                  <For each={ours}>{row}</For>
                </Show>
                <li class="side-label" aria-hidden="true" />
                <li>
                  <button class="row is-wide" type="button" onClick={() => void session.signOut()}>
                    <Icon name="LogOut" />
                    <span class="row-name">Sign out</span>
                  </button>
                </li>
              </ul>
            </div>
          </nav>
        </div>
        <Show when={!list()}>
          <main class="main" aria-label={entry()?.name ?? "Settings"}>
            <div class="bar only-narrow">
              <button
                class="icon"
                type="button"
                aria-label="Back to settings"
                onClick={() => navigate(pathTo(state, "settings"))}
              >
                <Icon name="ArrowLeft" />
              </button>
              <b class="bar-title">Settings</b>
            </div>
            <div class="page" tabindex="0">
              <div class="page-in">
                <Show
                  when={!hidden() && entry()}
                  keyed
                  fallback={
                    <div class="blank">
                      <h1>{hidden() ? "This page is for managers" : "There is no such page"}</h1>
                      <p>
                        {hidden()
                          ? `The owner and the moderators of ${workspace()?.name ?? "the workspace"} can change things here. Ask one of them.`
                          : "Choose one from the list."}
                      </p>
                    </div>
                  }
                >
                  {(found) => <found.view />}
                </Show>
              </div>
            </div>
          </main>
        </Show>
      </div>
    </AskProvider>
  )
}

export default Settings
