import { createEffect, createResource, For, on, Show } from "solid-js"
import { attempt } from "../actions/attempt.ts"
import { useApp } from "../app.ts"
import { channelName, nameOf } from "../names.ts"
import { Avatar } from "./avatar.tsx"
import { Modal } from "./modal.tsx"
import { PeoplePicker } from "./people-picker.tsx"

/** Who is in a private channel: adding, taking out, leaving. */
const RoomMembers = (props: { channel: string }) => {
  const { state, channels, ui } = useApp()
  const [members, { refetch }] = createResource(
    () => props.channel,
    (id) => channels.members(id).catch(() => []),
    { initialValue: [] },
  )
  const list = () => members.latest
  const name = () => {
    const channel = state.channels[props.channel]
    return channel ? `#${channelName(channel)}` : "the channel"
  }
  const manager = () => ["owner", "moderator"].includes(state.workspaces[state.workspaceId]?.role ?? "")
  const change = async (what: string, work: () => Promise<unknown>) => {
    await attempt(ui, what, work)
    await refetch()
  }
  createEffect(
    on(
      () => state.channels[props.channel] === undefined,
      (gone) => gone && ui.close(),
    ),
  )
  return (
    <Modal title={`Members of ${name()}`} first={() => document.getElementById("people") ?? undefined}>
      <PeoplePicker
        label="Add somebody"
        without={list().map((member) => member.user.id)}
        onPick={(user) => void change("Nobody was added", () => channels.addMember(props.channel, user.id))}
        action="Add"
      />
      <h3 class="label">In {name()}</h3>
      <ul class="pick">
        <For each={list()}>
          {(member) => (
            <li class="member">
              <Avatar user={member.user.id} size="s" />
              <span class="cut">{nameOf(member.user)}</span>
              <Show when={member.user.id !== state.me?.id && manager()}>
                <button
                  class="btn btn-plain"
                  type="button"
                  aria-label={`Take out ${nameOf(member.user)}`}
                  onClick={() =>
                    void change("Nobody was taken out", () => channels.removeMember(props.channel, member.user.id))
                  }
                >
                  Take out
                </button>
              </Show>
              <Show when={member.user.id === state.me?.id}>
                <button
                  class="btn btn-plain btn-danger"
                  type="button"
                  onClick={() => void channels.leave(props.channel)}
                >
                  Leave
                </button>
              </Show>
            </li>
          )}
        </For>
      </ul>
    </Modal>
  )
}

export default RoomMembers
