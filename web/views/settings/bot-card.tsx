import { DropdownMenu } from "@kobalte/core/dropdown-menu"
import { For, Show } from "solid-js"
import type { BotToken, User } from "../../../sdk/index.ts"
import { useApp } from "../../app.ts"
import { nameOf } from "../../names.ts"
import { whenOf } from "../../time.ts"
import { Avatar } from "../avatar.tsx"
import { Icon } from "../icons.tsx"
import { MakeBot } from "./make-bot.tsx"
import { useAsk } from "./parts.tsx"
import { useWorkspace } from "./role.ts"
import { may } from "./scopes.tsx"

/** One bot: whose it is, its tokens, and what can be done with it. */
export const BotCard = (props: { bot: User; tokens: BotToken[]; onChanged: () => void }) => {
  const { client, state } = useApp()
  const { id, workspace, manager } = useWorkspace()
  const ask = useAsk()
  const owner = () => props.bot.owner_user_id
  const mine = () => owner() === state.me?.id
  const mayKey = () => (owner() ? mine() : manager())
  const live = () => props.tokens.filter((token) => !token.revoked_at)
  const name = () => nameOf(props.bot)

  const newKey = (way: "code" | "token") =>
    ask({
      title: way === "code" ? `Setup code for ${name()}` : `Token for ${name()}`,
      yes: "",
      form: (close) => <MakeBot bot={props.bot} way={way} onMade={props.onChanged} onClose={close} />,
    })
  const revoke = (token: BotToken) =>
    ask({
      title: `Revoke “${token.name}”?`,
      text: `${name()} can no longer use it, from this moment, and its connections close. ${
        token.last_used_at
          ? `It was last used ${whenOf(token.last_used_at)}.`
          : "It was never used, so nothing should break."
      }`,
      yes: "Revoke",
      final: true,
      run: async () => {
        await client.bots.revokeToken(token.id)
        props.onChanged()
      },
    })
  const leave = () =>
    ask({
      title: `Remove ${name()} from ${workspace()?.name ?? ""}?`,
      text: "Its tokens for this workspace are revoked. What it wrote stays, and it can be brought back.",
      yes: "Remove",
      final: true,
      run: async () => {
        await client.bots.leave(id(), props.bot.id)
        props.onChanged()
      },
    })
  const remove = () =>
    ask({
      title: `Delete ${name()}?`,
      text: "Its tokens, commands and subscriptions end, and its handle becomes free. What it wrote stays. There is no way back.",
      yes: "Delete bot",
      final: true,
      repeat: name(),
      run: async () => {
        await client.bots.remove(props.bot.id)
        props.onChanged()
      },
    })
  return (
    <li class="bot-card">
      <div class="list-line">
        <Avatar user={props.bot.id} />
        <div>
          <b>{name()}</b>
          <span class="quiet">
            {props.bot.handle ? `@${props.bot.handle} · ` : ""}
            {owner() ? (mine() ? "yours" : `of ${nameOf(state.users[owner() ?? ""])}`) : "of the workspace"}
          </span>
        </div>
        <Show when={mayKey()}>
          <button class="btn" type="button" aria-label={`New key for ${name()}`} onClick={() => newKey("code")}>
            <Icon name="Plus" />
            New key
          </button>
        </Show>
        <Show when={manager() || mine()}>
          <DropdownMenu placement="bottom-end" gutter={4} preventScroll={false}>
            <DropdownMenu.Trigger class="icon" aria-label={`More for ${name()}`} title="More">
              <Icon name="Ellipsis" />
            </DropdownMenu.Trigger>
            <DropdownMenu.Portal>
              <DropdownMenu.Content class="menu">
                <Show when={manager()}>
                  <DropdownMenu.Item class="menu-item" onSelect={leave}>
                    Remove from the workspace
                  </DropdownMenu.Item>
                </Show>
                <Show when={mayKey()}>
                  <DropdownMenu.Item class="menu-item is-danger" onSelect={remove}>
                    Delete
                  </DropdownMenu.Item>
                </Show>
              </DropdownMenu.Content>
            </DropdownMenu.Portal>
          </DropdownMenu>
        </Show>
      </div>
      <ul>
        <For each={live()} fallback={<li class="token quiet">No token: it cannot connect.</li>}>
          {(token) => (
            <li class="list-line token">
              <div>
                {token.name}
                <p class="quiet">May {may(token.scopes)}</p>
              </div>
              <Show
                when={token.last_used_at}
                fallback={
                  <span class="state is-warn">
                    <Icon name="CircleAlert" />
                    never used
                  </span>
                }
              >
                {(at) => <span class="quiet">used {whenOf(at())}</span>}
              </Show>
              <Show when={manager() || mine()}>
                <button
                  class="btn"
                  type="button"
                  aria-label={`Revoke ${token.name} of ${name()}`}
                  onClick={() => revoke(token)}
                >
                  Revoke
                </button>
              </Show>
            </li>
          )}
        </For>
      </ul>
    </li>
  )
}
