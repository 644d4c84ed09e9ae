import { useApp } from "../../app.ts"
import { Icon } from "../icons.tsx"
import { BotCard } from "./bot-card.tsx"
import { MakeBot } from "./make-bot.tsx"
import { Answered, createAnswer, Head, Lines, useAsk } from "./parts.tsx"
import { useWorkspace } from "./role.ts"

/** The programs of the workspace and the keys they come in with. */
export const Bots = () => {
  const { client } = useApp()
  const { id } = useWorkspace()
  const ask = useAsk()
  const answer = createAnswer(async () => (await client.bots.list(id())).bots)
  const make = () =>
    ask({
      title: "New bot",
      yes: "",
      form: (close) => <MakeBot onMade={() => void answer.load()} onClose={close} />,
    })
  return (
    <>
      <Head title="Bots and tokens" lead="A token is shown once. Revoking closes its open connections at once.">
        <button class="btn btn-primary" type="button" onClick={make}>
          <Icon name="Plus" />
          New bot
        </button>
      </Head>
      <Answered answer={answer}>
        {(list) => (
          <Lines each={list()} none="No bot is here yet. Make one, and let a program say hello.">
            {(one) => <BotCard bot={one.bot} tokens={one.tokens} onChanged={() => void answer.load()} />}
          </Lines>
        )}
      </Answered>
    </>
  )
}
