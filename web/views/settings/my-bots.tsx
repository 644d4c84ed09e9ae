import { Show } from "solid-js"
import { useApp } from "../../app.ts"
import { Icon } from "../icons.tsx"
import { BotCard } from "./bot-card.tsx"
import { MakeBot } from "./make-bot.tsx"
import { Answered, createAnswer, Head, Lines, useAsk } from "./parts.tsx"
import { useWorkspace } from "./role.ts"

/** The bots that act for me: those of this workspace with their keys, the others by name. */
export const MyBots = () => {
  const { client } = useApp()
  const { id, workspace, role } = useWorkspace()
  const ask = useAsk()
  const answer = createAnswer(async () => {
    const { bots } = await client.me.bots()
    const here = bots.filter((one) => one.workspace.id === id())
    const keyed = await Promise.all(
      here.map(async ({ bot }) => ({ bot, tokens: (await client.bots.tokens(id(), bot.id)).bot_tokens })),
    )
    return { keyed, elsewhere: bots.filter((one) => one.workspace.id !== id()) }
  })
  return (
    <>
      <Head title="My bots" lead={`They act for you and can do no more than you in ${workspace()?.name ?? ""}.`}>
        <Show when={role() !== "guest"}>
          <button
            class="btn btn-primary"
            type="button"
            onClick={() =>
              ask({
                title: "New bot of yours",
                yes: "",
                form: (close) => <MakeBot own onMade={() => void answer.load()} onClose={close} />,
              })
            }
          >
            <Icon name="Plus" />
            New bot
          </button>
        </Show>
      </Head>
      <Answered answer={answer}>
        {(found) => (
          <>
            <Lines each={found().keyed} none="You have no bot here.">
              {(one) => <BotCard bot={one.bot} tokens={one.tokens} onChanged={() => void answer.load()} />}
            </Lines>
            <Show when={found().elsewhere.length > 0}>
              <h2>In other workspaces</h2>
              <Lines each={found().elsewhere} none="">
                {(one) => (
                  <li class="list-line">
                    <Icon name="Bot" />
                    <div>
                      <b>{one.bot.display_name}</b>
                      <span class="quiet">
                        {one.workspace.name} · {one.active_token_count}{" "}
                        {one.active_token_count === 1 ? "token" : "tokens"}
                      </span>
                    </div>
                  </li>
                )}
              </Lines>
            </Show>
          </>
        )}
      </Answered>
    </>
  )
}
