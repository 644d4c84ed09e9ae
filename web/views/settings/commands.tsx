import { createSignal, For, Show } from "solid-js"
import type { SlashCommand } from "../../../sdk/index.ts"
import { reason } from "../../actions/attempt.ts"
import { useApp } from "../../app.ts"
import { nameOf } from "../../names.ts"
import { Field, Problem } from "../gate.tsx"
import { Icon } from "../icons.tsx"
import { Answered, createAnswer, Head, Lines, useAsk } from "./parts.tsx"
import { useWorkspace } from "./role.ts"

/** Commands that call an address, whose answer a bot posts. */
export const Commands = () => {
  const { client, state } = useApp()
  const { id } = useWorkspace()
  const ask = useAsk()
  const answer = createAnswer(async () =>
    (await client.slashCommands.list(id())).slash_commands.filter((one) => !one.revoked_at),
  )
  const told = (one: SlashCommand) => {
    void answer.load()
    ask({
      title: `The signing secret of ${one.command}`,
      text: "Every request is signed with it. Copy it now; it is not shown again.",
      secret: [{ text: one.signing_secret ?? "", label: "Signing secret" }],
      yes: "Done",
    })
  }
  const rotate = (one: SlashCommand) =>
    ask({
      title: `Make a new secret for ${one.command}?`,
      text: `The old one is dead at once: ${one.callback_url} must learn the new one.`,
      yes: "New secret",
      final: true,
      run: async () => {
        const { slash_command } = await client.slashCommands.rotateSecret(one.id)
        return () => told(slash_command)
      },
    })
  const revoke = (one: SlashCommand) =>
    ask({
      title: `End ${one.command}?`,
      text: `It no longer calls ${one.callback_url}; who types it sends plain words.`,
      yes: "End it",
      final: true,
      run: async () => {
        await client.slashCommands.revoke(one.id)
        await answer.load()
      },
    })
  return (
    <>
      <Head title="Slash commands" lead="Typed in a channel, they call your address; a bot posts what it answers.">
        <button
          class="btn btn-primary"
          type="button"
          onClick={() =>
            ask({ title: "New command", yes: "", form: (close) => <Make onMade={told} onClose={close} /> })
          }
        >
          <Icon name="Plus" />
          New command
        </button>
      </Head>
      <Answered answer={answer}>
        {(list) => (
          <Lines each={list()} none="There is no command yet.">
            {(one) => (
              <li class="list-line">
                <div>
                  <b>{one.command}</b>
                  <span class="quiet">
                    {one.description ? `${one.description} · ` : ""}answers as {nameOf(state.users[one.bot_user_id])}
                  </span>
                  <p>
                    <code>{one.callback_url}</code>
                  </p>
                </div>
                <button class="btn" type="button" onClick={() => rotate(one)}>
                  New secret
                </button>
                <button
                  class="btn btn-danger"
                  type="button"
                  aria-label={`End ${one.command}`}
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

const Make = (props: { onMade: (one: SlashCommand) => void; onClose: () => void }) => {
  const { client } = useApp()
  const { id } = useWorkspace()
  const [command, setCommand] = createSignal("")
  const [address, setAddress] = createSignal("")
  const [about, setAbout] = createSignal("")
  const [bot, setBot] = createSignal("")
  const [problem, setProblem] = createSignal("")
  const bots = createAnswer(async () => {
    const list = (await client.bots.list(id())).bots
    setBot(list[0]?.bot.id ?? "")
    return list
  })
  const make = async () => {
    setProblem("")
    try {
      const { slash_command } = await client.slashCommands.create(id(), {
        command: command().trim(),
        callback_url: address().trim(),
        bot_user_id: bot(),
        ...(about().trim() ? { description: about().trim() } : {}),
      })
      props.onClose()
      props.onMade(slash_command)
    } catch (error) {
      setProblem(reason(error))
    }
  }
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault()
        void make()
      }}
    >
      <Show
        when={bots.data()?.length !== 0}
        fallback={<Problem text="A command needs a bot that answers: make one first." />}
      >
        <Field
          id="command-name"
          label="Command"
          value={command()}
          onInput={setCommand}
          placeholder="/deploy"
          maxLength={33}
          required
          first
        />
        <Field
          id="command-address"
          label="Address"
          type="url"
          value={address()}
          onInput={setAddress}
          placeholder="https://"
          maxLength={2000}
          required
        />
        <Field id="command-about" label="What it does" value={about()} onInput={setAbout} maxLength={500} />
        <div class="field">
          <label for="command-bot">Answers as</label>
          <select class="select" id="command-bot" onChange={(event) => setBot(event.currentTarget.value)}>
            <For each={bots.data()}>{(one) => <option value={one.bot.id}>{nameOf(one.bot)}</option>}</For>
          </select>
        </div>
      </Show>
      <Show when={problem()}>
        <Problem text={problem()} />
      </Show>
      <div class="dialog-tools">
        <button class="btn" type="button" onClick={props.onClose}>
          Cancel
        </button>
        <button class="btn btn-primary" type="submit" disabled={!command().trim() || !address().trim() || bot() === ""}>
          Make it
        </button>
      </div>
    </form>
  )
}
