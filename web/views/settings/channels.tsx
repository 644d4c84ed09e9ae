import { createMemo, Show } from "solid-js"
import { attempt } from "../../actions/attempt.ts"
import { useApp } from "../../app.ts"
import { channelName } from "../../names.ts"
import type { Channel } from "../../state/index.ts"
import { Icon } from "../icons.tsx"
import { Head, Lines, useAsk } from "./parts.tsx"
import { useWorkspace } from "./role.ts"

/** The rooms: their names, who is in the private ones, and which are put away. */
export const Channels = () => {
  const { state, ui } = useApp()
  const { owner } = useWorkspace()
  const sorted = createMemo(() =>
    Object.values(state.channels).sort(
      (a, b) =>
        Number(Boolean(a.archived_at)) - Number(Boolean(b.archived_at)) || channelName(a).localeCompare(channelName(b)),
    ),
  )
  return (
    <>
      <Head
        title="Channels"
        lead={
          owner() ? "Private ones show here when you are in them." : "Only the owner renames and archives channels."
        }
      >
        <button class="btn btn-primary" type="button" onClick={() => ui.open({ kind: "create-channel" })}>
          <Icon name="Plus" />
          Create channel
        </button>
      </Head>
      <Lines each={sorted()} none="There is no channel yet.">
        {(channel) => <Line channel={channel} mayChange={owner()} />}
      </Lines>
    </>
  )
}

const Line = (props: { channel: Channel; mayChange: boolean }) => {
  const { client, change, ui } = useApp()
  const ask = useAsk()
  const update = async (patch: { name?: string; archived?: boolean }) => {
    const { channel } = await client.channels.update(props.channel.id, patch)
    change((draft) => {
      const old = draft.channels[channel.id]
      if (old)
        draft.channels[channel.id] = {
          ...old,
          ...channel,
          archived_at: channel.archived_at,
          unread_count: old.unread_count,
        }
    })
  }
  const rename = () =>
    ask({
      title: `Rename #${channelName(props.channel)}`,
      text: "Links to it keep working.",
      field: { label: "Name", value: props.channel.name },
      yes: "Rename",
      run: (name) => update({ name }),
    })
  const archive = () =>
    ask({
      title: `Archive #${channelName(props.channel)}?`,
      text: "Nobody can write there any more. Everything stays readable, and you can bring it back.",
      yes: "Archive",
      final: true,
      run: () => update({ archived: true }),
    })
  return (
    <li class="list-line">
      <Icon name={props.channel.kind === "private" ? "Lock" : "Hash"} />
      <div>
        <b>{channelName(props.channel)}</b>
        <span class="quiet">
          {props.channel.archived_at ? "Archived" : props.channel.kind === "private" ? "Private" : "Open to everybody"}
          {` · ${props.channel.last_seq} ${props.channel.last_seq === 1 ? "message" : "messages"}`}
        </span>
      </div>
      <Show when={props.channel.kind === "private"}>
        <button class="btn" type="button" onClick={() => ui.open({ kind: "members", channel: props.channel.id })}>
          Members
        </button>
      </Show>
      <Show when={props.mayChange}>
        <button class="btn" type="button" aria-label={`Rename ${channelName(props.channel)}`} onClick={rename}>
          Rename
        </button>
        <Show
          when={props.channel.archived_at}
          fallback={
            <button class="btn" type="button" aria-label={`Archive ${channelName(props.channel)}`} onClick={archive}>
              Archive
            </button>
          }
        >
          <button
            class="btn"
            type="button"
            onClick={() => void attempt(ui, "It is still archived", () => update({ archived: false }))}
          >
            Bring back
          </button>
        </Show>
      </Show>
    </li>
  )
}
