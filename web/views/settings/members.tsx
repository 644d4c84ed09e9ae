import { DropdownMenu } from "@kobalte/core/dropdown-menu"
import { createEffect, createSignal, For, on, onCleanup, Show } from "solid-js"
import type { MemberModeration, WorkspaceMember } from "../../../sdk/index.ts"
import { attempt, reason } from "../../actions/attempt.ts"
import { useApp } from "../../app.ts"
import { nameOf } from "../../names.ts"
import { whenOf } from "../../time.ts"
import { Avatar } from "../avatar.tsx"
import { Problem } from "../gate.tsx"
import { Icon } from "../icons.tsx"
import { Head, Lines, useAsk } from "./parts.tsx"
import { useWorkspace } from "./role.ts"

type Totals = Record<"owner" | "moderator" | "member" | "bot" | "guest", number>
const roles = ["owner", "moderator", "member", "guest", "bot"] as const

/** Who is here, as what, and who may not write for now. */
export const Members = () => {
  const { client, ui } = useApp()
  const { id } = useWorkspace()
  const [question, setQuestion] = createSignal("")
  const [role, setRole] = createSignal("")
  const [list, setList] = createSignal<WorkspaceMember[]>()
  const [next, setNext] = createSignal<string>()
  const [totals, setTotals] = createSignal<Totals>()
  const [states, setStates] = createSignal<Record<string, MemberModeration>>({})
  const [problem, setProblem] = createSignal("")
  let asked = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const load = async (cursor?: string) => {
    const mine = ++asked
    const q = question().trim()
    try {
      const [page, { members }] = await Promise.all([
        client.members.list(id(), {
          limit: 50,
          ...(q ? { q } : {}),
          ...(role() ? { role: role() } : {}),
          ...(cursor ? { cursor } : {}),
        }),
        client.moderation.list(id()),
      ])
      if (mine !== asked) return
      setList((before) => (cursor ? [...(before ?? []), ...page.members] : page.members))
      setNext(page.has_more ? page.next_cursor : undefined)
      if (page.total_by_role && q === "" && role() === "") setTotals(page.total_by_role)
      setStates(Object.fromEntries(members.map((member) => [member.user.id, member])))
      setProblem("")
    } catch (error) {
      if (mine === asked) setProblem(reason(error))
    }
  }
  createEffect(
    on([question, role, ui.overlay], (_now, before) => {
      clearTimeout(timer)
      timer = setTimeout(() => void load(), before ? 150 : 0)
    }),
  )
  onCleanup(() => clearTimeout(timer))

  const summary = () => {
    const all = totals()
    if (!all) return "Who is here, and as what."
    const count = (n: number, one: string) => (n === 1 ? `1 ${one}` : `${n} ${one === "person" ? "people" : `${one}s`}`)
    return [
      count(all.owner + all.moderator + all.member, "person"),
      ...(all.bot > 0 ? [count(all.bot, "bot")] : []),
      ...(all.guest > 0 ? [count(all.guest, "guest")] : []),
    ].join(", ")
  }
  return (
    <>
      <Head title="Members" lead={summary()}>
        <button class="btn btn-primary" type="button" onClick={() => ui.open({ kind: "invite" })}>
          <Icon name="UserPlus" />
          Invite
        </button>
      </Head>
      <div class="page-filters">
        <search class="find">
          <Icon name="Search" />
          <input
            type="search"
            placeholder="Name or handle"
            aria-label="Find a member"
            maxLength={100}
            value={question()}
            onInput={(event) => setQuestion(event.currentTarget.value)}
          />
        </search>
        <select class="select" aria-label="Role" onChange={(event) => setRole(event.currentTarget.value)}>
          <option value="">Any role</option>
          <For each={roles}>{(each) => <option value={each}>{title(each)}</option>}</For>
        </select>
      </div>
      <Show when={problem()}>
        <div class="page-blank">
          <Problem text={problem()} />
          <button class="btn" type="button" onClick={() => void load()}>
            Try again
          </button>
        </div>
      </Show>
      <Show when={list()}>
        {(found) => (
          <Lines each={found()} none={question() ? `Nobody is called “${question()}”.` : "Nobody has this role."}>
            {(member) => <Line member={member} state={states()[member.user.id]} onChanged={() => void load()} />}
          </Lines>
        )}
      </Show>
      <Show when={next()}>
        {(cursor) => (
          <p class="page-tools">
            <button class="btn" type="button" onClick={() => void load(cursor())}>
              Show more
            </button>
          </p>
        )}
      </Show>
    </>
  )
}

const title = (role: string) => role.charAt(0).toUpperCase() + role.slice(1)

const Line = (props: { member: WorkspaceMember; state: MemberModeration | undefined; onChanged: () => void }) => {
  const { client, state, ui } = useApp()
  const { id, role: mine } = useWorkspace()
  const ask = useAsk()
  const user = () => props.member.user
  const name = () => nameOf(user())
  const me = () => user().id === state.me?.id
  /** Only whose rank is lower; the server has the last word. */
  const below = () => {
    const role = props.member.role
    if (me() || role === "owner" || role === "bot") return false
    return mine() === "owner" || role !== "moderator"
  }
  const update = async (patch: Parameters<typeof client.moderation.update>[2]) => {
    await client.moderation.update(id(), user().id, patch)
    props.onChanged()
  }
  const now = (what: string, patch: Parameters<typeof update>[0]) => void attempt(ui, what, () => update(patch))
  const out = () => {
    const until = props.state?.timeout_until
    return until && Date.parse(until) > Date.now() ? until : ""
  }
  const facts = () =>
    [
      user().handle ? `@${user().handle}` : "",
      me() ? "you" : "",
      state.online[user().id] ? "here now" : "",
      props.member.role === "guest" && props.state
        ? `${props.state.posts_remaining} of ${props.state.post_limit} posts left`
        : "",
    ]
      .filter(Boolean)
      .join(" · ")
  const block = () =>
    ask({
      title: `Block ${name()}?`,
      text: `${name()} stays a member, but can neither write nor react until you lift it.`,
      yes: "Block",
      final: true,
      run: () => update({ blocked: true }),
    })
  const note = () =>
    ask({
      title: `Note about ${name()}`,
      text: "Only managers see it.",
      field: { label: "Note", value: props.state?.moderation_note ?? "", optional: true },
      yes: "Save",
      run: (text) => update({ moderation_note: text }),
    })
  return (
    <li class="list-line">
      <Avatar user={user().id} />
      <div>
        <b>{name()}</b>
        <span class="quiet">{facts()}</span>
        <Show when={props.state?.blocked_at}>
          <span class="state is-danger">
            <Icon name="CircleAlert" />
            Blocked
          </span>
        </Show>
        <Show when={out()}>
          {(until) => (
            <span class="state is-warn">
              <Icon name="Clock" />
              Timed out until {whenOf(until())}
            </span>
          )}
        </Show>
        <Show when={props.state?.moderation_note}>{(text) => <p class="quiet">Note: {text()}</p>}</Show>
      </div>
      <Show when={below()} fallback={<span class="quiet">{title(props.member.role)}</span>}>
        <select
          class="select is-quiet"
          aria-label={`Role of ${name()}`}
          value={props.member.role}
          onChange={(event) =>
            now("The role stays", { role: event.currentTarget.value as "moderator" | "member" | "guest" })
          }
        >
          <For each={["moderator", "member", "guest"]}>{(each) => <option value={each}>{title(each)}</option>}</For>
        </select>
        <DropdownMenu placement="bottom-end" gutter={4} preventScroll={false}>
          <DropdownMenu.Trigger class="icon" aria-label={`More for ${name()}`} title="More">
            <Icon name="Ellipsis" />
          </DropdownMenu.Trigger>
          <DropdownMenu.Portal>
            <DropdownMenu.Content class="menu">
              <Show
                when={!out()}
                fallback={
                  <Choice label="End the time-out" run={() => now("The time-out stays", { clear_timeout: true })} />
                }
              >
                <Choice label="Time out for 1 hour" run={() => now("No time-out", { timeout_minutes: 60 })} />
                <Choice label="Time out for 1 day" run={() => now("No time-out", { timeout_minutes: 1440 })} />
                <Choice label="Time out for 1 week" run={() => now("No time-out", { timeout_minutes: 10080 })} />
              </Show>
              <Choice label="Write a note" run={note} />
              <Show
                when={!props.state?.blocked_at}
                fallback={<Choice label="Lift the block" run={() => now("The block stays", { blocked: false })} />}
              >
                <Choice label="Block" danger run={block} />
              </Show>
            </DropdownMenu.Content>
          </DropdownMenu.Portal>
        </DropdownMenu>
      </Show>
    </li>
  )
}

const Choice = (props: { label: string; danger?: boolean; run: () => void }) => (
  <DropdownMenu.Item class="menu-item" classList={{ "is-danger": props.danger }} onSelect={props.run}>
    {props.label}
  </DropdownMenu.Item>
)
