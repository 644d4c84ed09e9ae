import { createSignal, For, Show } from "solid-js"
import type { IncomingHook } from "../../../sdk/index.ts"
import { reason } from "../../actions/attempt.ts"
import { useApp } from "../../app.ts"
import { channelName } from "../../names.ts"
import { whenOf } from "../../time.ts"
import { Avatar } from "../avatar.tsx"
import { Field, Problem } from "../gate.tsx"
import { Icon } from "../icons.tsx"
import { Answered, createAnswer, Head, Lines, Secret, useAsk } from "./parts.tsx"

const useChannels = () => {
  const { state } = useApp()
  return () =>
    Object.values(state.channels)
      .filter((channel) => !channel.archived_at)
      .sort((a, b) => channelName(a).localeCompare(channelName(b)))
}

/** Secret addresses that post into a channel, for what was written for Slack or Mattermost. */
export const Incoming = () => {
  const { client, state } = useApp()
  const channels = useChannels()
  const ask = useAsk()
  const answer = createAnswer(async () => {
    const found: IncomingHook[] = []
    const ids = channels().map((channel) => channel.id)
    for (let at = 0; at < ids.length; at += 8) {
      const some = await Promise.all(ids.slice(at, at + 8).map((id) => client.incomingHooks.list(id)))
      found.push(...some.flatMap((one) => one.incoming_hooks))
    }
    return found.filter((one) => !one.revoked_at)
  })
  const where = (one: IncomingHook) => {
    const channel = state.channels[one.channel_id]
    return channel ? `#${channelName(channel)}` : "a channel"
  }
  const revoke = (one: IncomingHook) =>
    ask({
      title: `End “${one.display_name}”?`,
      text: `Nothing that has its address can post into ${where(one)} any more. What it wrote stays. ${
        one.last_used_at ? `It was last used ${whenOf(one.last_used_at)}.` : "It was never used."
      }`,
      yes: "End it",
      final: true,
      run: async () => {
        await client.incomingHooks.revoke(one.id)
        await answer.load()
      },
    })
  return (
    <>
      <Head
        title="Incoming hooks"
        lead="A secret address that posts into a channel. What was written for Slack or Mattermost works unchanged."
      >
        <button
          class="btn btn-primary"
          type="button"
          onClick={() =>
            ask({
              title: "New incoming hook",
              yes: "",
              form: (close) => <Make onMade={() => void answer.load()} onClose={close} />,
            })
          }
        >
          <Icon name="Plus" />
          New hook
        </button>
      </Head>
      <Answered answer={answer}>
        {(list) => (
          <Lines each={list()} none="No hook is open. Make one, and let a script report here.">
            {(one) => (
              <li class="list-line">
                <Avatar user={one.bot_user_id} />
                <div>
                  <b>{one.display_name}</b>
                  <span class="quiet">into {where(one)}</span>
                </div>
                <Show
                  when={one.last_used_at}
                  fallback={
                    <span class="state is-warn">
                      <Icon name="CircleAlert" />
                      never used
                    </span>
                  }
                >
                  {(at) => <span class="quiet">used {whenOf(at())}</span>}
                </Show>
                <button
                  class="btn btn-danger"
                  type="button"
                  aria-label={`End ${one.display_name}`}
                  onClick={() => revoke(one)}
                >
                  End
                </button>
              </li>
            )}
          </Lines>
        )}
      </Answered>
    </>
  )
}

const Make = (props: { onMade: () => void; onClose: () => void }) => {
  const { client } = useApp()
  const channels = useChannels()
  const [name, setName] = createSignal("")
  const [channel, setChannel] = createSignal(channels()[0]?.id ?? "")
  const [problem, setProblem] = createSignal("")
  const [url, setUrl] = createSignal("")
  const make = async () => {
    setProblem("")
    try {
      const { incoming_hook } = await client.incomingHooks.create(channel(), { display_name: name().trim() })
      setUrl(incoming_hook.url ?? "")
      props.onMade()
    } catch (error) {
      setProblem(reason(error))
    }
  }
  return (
    <Show
      when={url()}
      fallback={
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault()
            void make()
          }}
        >
          <Field
            id="hook-name"
            label="Name"
            value={name()}
            onInput={setName}
            maxLength={80}
            required
            first
            hint="Its messages appear under it."
          />
          <div class="field">
            <label for="hook-channel">Posts into</label>
            <select class="select" id="hook-channel" onChange={(event) => setChannel(event.currentTarget.value)}>
              <For each={channels()}>{(one) => <option value={one.id}>#{channelName(one)}</option>}</For>
            </select>
          </div>
          <Show when={problem()}>
            <Problem text={problem()} />
          </Show>
          <div class="dialog-tools">
            <button class="btn" type="button" onClick={props.onClose}>
              Cancel
            </button>
            <button class="btn btn-primary" type="submit" disabled={name().trim() === "" || channel() === ""}>
              Make it
            </button>
          </div>
        </form>
      }
    >
      <div class="stack">
        <p>Whoever has this address can post. Copy it now; it is not shown again.</p>
        <Secret text={url()} label="Address" />
        <p class="label">Try it</p>
        <Secret
          text={`curl -H 'Content-Type: application/json' -d '{"text":"Hello"}' '${url()}'`}
          label="Command to try it"
        />
        <div class="dialog-tools">
          <button class="btn btn-primary" type="button" onClick={props.onClose}>
            Done
          </button>
        </div>
      </div>
    </Show>
  )
}
