import { createSignal, onCleanup, Show } from "solid-js"
import type { BotSetupCode, User } from "../../../sdk/index.ts"
import { reason } from "../../actions/attempt.ts"
import { useApp } from "../../app.ts"
import { Field, Problem } from "../gate.tsx"
import { Secret } from "./parts.tsx"
import { useWorkspace } from "./role.ts"
import { ScopePicker } from "./scopes.tsx"

type Way = "code" | "token"
type Given = { token?: string; code?: BotSetupCode }

/** A new bot, or another key for one that is there: whose it is, how it connects, what it may do. */
export const MakeBot = (props: { bot?: User; own?: boolean; way?: Way; onMade: () => void; onClose: () => void }) => {
  const { client, state } = useApp()
  const { id, manager } = useWorkspace()
  const [name, setName] = createSignal("")
  const [handle, setHandle] = createSignal("")
  const [token, setToken] = createSignal("")
  const [own, setOwn] = createSignal(props.own ?? !manager())
  const [way, setWay] = createSignal<Way>(props.way ?? "code")
  const [scopes, setScopes] = createSignal(["bot:write"])
  const [problem, setProblem] = createSignal("")
  const [busy, setBusy] = createSignal(false)
  const [given, setGiven] = createSignal<Given & { bot: User }>()
  let made: User | undefined = props.bot

  const key = async (bot: User): Promise<Given> =>
    way() === "code"
      ? {
          code: (
            await client.bots.createSetupCode(id(), bot.id, {
              name: token().trim() || "default",
              scopes: scopes(),
              ...(scopes().includes("agent_activity:write") ? { defaults: { agentActivity: true } } : {}),
            })
          ).setup_code,
        }
      : {
          token: (await client.bots.createToken(id(), bot.id, { name: token().trim() || "default", scopes: scopes() }))
            .bot_token.token,
        }

  const make = async () => {
    setBusy(true)
    setProblem("")
    try {
      made ??= (
        await client.bots.create(id(), {
          display_name: name().trim(),
          ...(handle().trim() ? { handle: handle().trim() } : {}),
          ...(own() ? { owner_user_id: state.me?.id } : {}),
          initial_token: false,
        })
      ).bot
      setGiven({ bot: made, ...(await key(made)) })
      props.onMade()
    } catch (error) {
      setProblem(reason(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Show
      when={given()}
      fallback={
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault()
            void make()
          }}
        >
          <Show when={!props.bot}>
            <Field id="bot-name" label="Name" value={name()} onInput={setName} maxLength={80} required first />
            <Field
              id="bot-handle"
              label="Handle"
              value={handle()}
              onInput={setHandle}
              hint="What people type after @. May stay empty."
            />
            <Show when={manager() && !props.own}>
              <fieldset>
                <legend class="label">It belongs to</legend>
                <div class="segment">
                  <label>
                    <input type="radio" name="owner" checked={!own()} onChange={() => setOwn(false)} />
                    The workspace
                  </label>
                  <label>
                    <input type="radio" name="owner" checked={own()} onChange={() => setOwn(true)} />
                    Me
                  </label>
                </div>
              </fieldset>
            </Show>
          </Show>
          <fieldset>
            <legend class="label">It connects by</legend>
            <div class="segment">
              <label>
                <input type="radio" name="way" checked={way() === "code"} onChange={() => setWay("code")} />A setup code
              </label>
              <label>
                <input type="radio" name="way" checked={way() === "token"} onChange={() => setWay("token")} />A token
              </label>
            </div>
          </fieldset>
          <Show when={props.bot}>
            <Field
              id="token-name"
              label="Name of the token"
              value={token()}
              onInput={setToken}
              placeholder="default"
              hint="Where it will run, for instance."
            />
          </Show>
          <ScopePicker value={scopes()} onChange={setScopes} />
          <Show when={problem()}>
            <Problem text={problem()} />
          </Show>
          <div class="dialog-tools">
            <button class="btn" type="button" onClick={props.onClose}>
              Cancel
            </button>
            <button class="btn btn-primary" type="submit" disabled={busy() || (!props.bot && name().trim() === "")}>
              {way() === "code" ? "Make a setup code" : "Make a token"}
            </button>
          </div>
        </form>
      }
    >
      {(got) => (
        <div class="stack">
          <Show when={got().token}>
            {(secret) => (
              <>
                <p>Copy it now; it is not shown again.</p>
                <Secret text={secret()} label="Token" />
              </>
            )}
          </Show>
          <Show when={got().code}>{(code) => <Code code={code()} bot={got().bot} />}</Show>
          <div class="dialog-tools">
            <button class="btn btn-primary" type="button" onClick={props.onClose}>
              Done
            </button>
          </div>
        </div>
      )}
    </Show>
  )
}

/** A setup code with the time it has left, and the line that connects the bot's program. */
const Code = (props: { code: BotSetupCode; bot: User }) => {
  const [now, setNow] = createSignal(Date.now())
  const timer = setInterval(() => setNow(Date.now()), 1000)
  onCleanup(() => clearInterval(timer))
  const left = () => Math.max(0, Math.round((Date.parse(props.code.expires_at) - now()) / 1000))
  const clock = () => `${Math.floor(left() / 60)}:${String(left() % 60).padStart(2, "0")}`
  const address = () => `${props.code.claim_url ?? `${location.origin}/`}#${props.code.code}`
  const command = () => `openclaw channels add clickclack --code '${address()}'`
  return (
    <Show when={left() > 0} fallback={<p>The code has run out. Close this and make another one.</p>}>
      <p>
        For {props.bot.display_name}. It works once, for <span class="mono">{clock()}</span> more.
      </p>
      <Secret text={props.code.code ?? ""} label="Setup code" />
      <p class="label">Connect OpenClaw</p>
      <Secret text={command()} label="Connect command" />
    </Show>
  )
}
