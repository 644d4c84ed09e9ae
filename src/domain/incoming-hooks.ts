import type { IncomingHook } from "../api/objects.ts"
import { fail } from "../errors.ts"
import { hashSecret, newId, newSecret, timestamp } from "../ids.ts"
import type { Queries, Row, Tx } from "../store/index.ts"
import { type Actor, isManager, needFreedom, placeFor } from "./access.ts"
import { audit } from "./audit.ts"
import { expel } from "./bots.ts"
import type { Deps } from "./deps.ts"
import { type HookPayload, hookText } from "./hook-text.ts"
import { slidingWindow } from "./limits.ts"
import type { messages } from "./messages.ts"
import { avatarUrl, displayName } from "./rules.ts"
import { withEmoji } from "./shortcodes.ts"
import { newUser } from "./users.ts"
import { join } from "./workspaces.ts"

type Hook = Row<"incoming_hooks">

export type HookInput = { display_name: string; avatar_url?: string | undefined }
export type HookPost = HookPayload & {
  username?: string | undefined
  icon_url?: string | undefined
  icon_emoji?: string | undefined
}

/** So many posts a minute through one hook, and so many wrong addresses from one caller. */
const perMinute = 60
/** Under so many names and pictures besides its own a hook may post. */
const authorLimit = 20
const touchMs = 60_000

const missing = () => fail("not_found", "incoming hook not found")

const hookJson = (row: Hook, url?: string): IncomingHook => ({
  id: row.id,
  workspace_id: row.workspace_id,
  channel_id: row.channel_id,
  bot_user_id: row.bot_user_id,
  display_name: row.display_name,
  ...(url ? { url } : {}),
  created_by: row.created_by,
  created_at: row.created_at,
  ...(row.last_used_at ? { last_used_at: row.last_used_at } : {}),
  ...(row.revoked_at ? { revoked_at: row.revoked_at } : {}),
})

/** A channel whose hooks the actor may decide about: a manager who sees it. */
const managedPlace = async (q: Queries, actor: Actor, channelId: string) => {
  const place = await placeFor(q, actor, channelId)
  if (place.kind !== "channel") fail("not_found", "channel not found")
  needFreedom(place)
  if (!isManager(place)) fail("forbidden", "workspace manager permission required")
  return place
}

/** A bot that speaks for a hook: in the workspace, and in the channel where that is private. */
const insertAuthor = async (
  tx: Tx,
  place: { workspace_id: string; id: string; private: boolean },
  name: string,
  avatar: string,
) => {
  const bot = newUser(name, { kind: "bot", avatar_url: avatar })
  const { workspace_id, id, private: hidden } = place
  await tx.accounts.insert(bot)
  await join(tx, workspace_id, bot, "bot")
  await tx.bots.settle(bot.id, workspace_id)
  if (hidden) await tx.channels.addMember({ channel_id: id, user_id: bot.id, joined_at: timestamp() })
  return bot
}

const encoder = new TextEncoder()
/** The beginning of a name, so much of it as fits. */
const fitting = (name: string): string => {
  let fits = ""
  for (const point of name) {
    if (encoder.encode(fits + point).length > 80) break
    fits += point
  }
  return fits.trim()
}

/** A picture that is none is left out rather than refused: the message matters more. */
const pictureOf = (url: string | undefined): string => {
  const text = url?.trim() ?? ""
  return text.length <= 500 && /^https?:\/\/[^\s/]+/i.test(text) && URL.canParse(text) ? text : ""
}

/** Addresses that post into a channel for whoever knows them. */
export const incomingHooks = ({ store, config }: Deps, posts: ReturnType<typeof messages>) => {
  const q = store.read
  const used = slidingWindow({ limit: perMinute, windowMs: 60_000 })
  const wrong = slidingWindow({ limit: perMinute, windowMs: 60_000 })

  /** Who posts: the hook's bot, or one of its own for another name or picture. */
  const authorOf = async (hook: Hook, post: HookPost): Promise<Row<"users">> => {
    const own = (await q.accounts.find(hook.bot_user_id)) ?? missing()
    const emoji = pictureOf(post.icon_url) ? "" : await emojiOf(post.icon_emoji)
    const name = fitting(`${emoji} ${post.username?.trim() || own.display_name}`)
    const avatar = pictureOf(post.icon_url)
    if (name === own.display_name && !avatar) return own
    const looks = hashSecret(JSON.stringify([name, avatar]))
    const known = await q.incomingHooks.author(hook.id, looks)
    const user = known && (await q.accounts.find(known.bot_user_id))
    if (user) return user
    return store.write(hook.workspace_id, async (tx) => {
      const meanwhile = await tx.incomingHooks.author(hook.id, looks)
      if (meanwhile) return (await tx.accounts.find(meanwhile.bot_user_id)) ?? own
      if ((await tx.incomingHooks.authorCount(hook.id)) >= authorLimit) return own
      const place = await placeFor(tx, { user: own }, hook.channel_id)
      const bot = await insertAuthor(tx, place, name, avatar)
      await tx.incomingHooks.insertAuthor({ hook_id: hook.id, looks, bot_user_id: bot.id })
      return bot
    })
  }

  return {
    list: async (actor: Actor, channelId: string): Promise<IncomingHook[]> => {
      await managedPlace(q, actor, channelId)
      return (await q.incomingHooks.list(channelId)).map((row) => hookJson(row))
    },

    /** Makes a hook with its bot. The address is told only now; `origin` is how the caller reached the server. */
    create: async (actor: Actor, channelId: string, input: HookInput, origin: string): Promise<IncomingHook> => {
      const { workspace_id } = await managedPlace(q, actor, channelId)
      return store.write(workspace_id, async (tx) => {
        const place = await managedPlace(tx, actor, channelId)
        const name = displayName(input.display_name)
        const bot = await insertAuthor(tx, place, name, avatarUrl(input.avatar_url ?? ""))
        const secret = newSecret("whs")
        const row: Hook = {
          id: newId("whk"),
          workspace_id,
          channel_id: channelId,
          bot_user_id: bot.id,
          display_name: name,
          secret_hash: hashSecret(secret),
          created_by: actor.user.id,
          created_at: timestamp(),
          last_used_at: null,
          revoked_at: null,
        }
        await tx.incomingHooks.insert(row)
        await audit(tx, actor, workspace_id, "incoming_hook.created", "incoming_hook", row.id, {
          channel_id: channelId,
        })
        const base = (config.public_api_url || config.public_url || origin).replace(/\/+$/, "")
        return hookJson(row, `${base}/api/hooks/in/${secret}`)
      })
    },

    /** Ends a hook; its bots leave, what they said stays. Again is harmless. */
    revoke: async (actor: Actor, id: string): Promise<IncomingHook> => {
      const found = (await q.incomingHooks.find(id)) ?? missing()
      const { workspace_id, channel_id } = found
      return store.write(workspace_id, async (tx) => {
        await managedPlace(tx, actor, channel_id)
        const at = timestamp()
        const [ended] = await tx.incomingHooks.revoke({ id }, at)
        if (!ended) return hookJson((await tx.incomingHooks.find(id)) ?? missing())
        const authors = await tx.incomingHooks.authors(id)
        for (const botId of [ended.bot_user_id, ...authors.map(({ bot_user_id }) => bot_user_id)]) {
          const [member] = await tx.members.among(workspace_id, [botId])
          if (!member) continue
          await expel(tx, member.user, workspace_id, at)
          tx.signal({ type: "bot.membership_removed", workspace_id, payload: { bot_user_id: botId } })
        }
        await audit(tx, actor, workspace_id, "incoming_hook.revoked", "incoming_hook", id, { channel_id })
        return hookJson(ended)
      })
    },

    /** Posts what a program sent. Whoever knows the address may; guessing is limited by the caller's address. */
    post: async (secret: string, ip: string, post: HookPost, correlation_id: string): Promise<void> => {
      const tooMany = () => fail("rate_limited", "too many requests; try again in a minute")
      const hook = await q.incomingHooks.byHash(hashSecret(secret))
      // A good address works, whatever else its sender tries.
      if (!hook) return wrong.take(ip) ? missing() : tooMany()
      if (!used.take(hook.id)) tooMany()
      const body = await withEmoji(hookText(post))
      if (!body) fail("invalid", "text, blocks or attachments are required")
      const author = await authorOf(hook, post)
      await posts.post({ user: author }, hook.channel_id, { body, correlation_id })
      const now = Date.now()
      if (now - Date.parse(hook.last_used_at ?? hook.created_at) > touchMs || !hook.last_used_at)
        await store.write(null, (tx) => tx.incomingHooks.touch(hook.id, timestamp(new Date(now))))
    },
  }
}

/** `:rocket:`, or the emoji itself; nothing for what is neither. */
const emojiOf = async (text: string | undefined): Promise<string> => {
  const name = text?.trim() ?? ""
  if (!name || name.length > 64) return ""
  const emoji = await withEmoji(/^[a-z0-9_+-]+$/.test(name) ? `:${name}:` : name)
  return /^\p{RGI_Emoji}$/v.test(emoji) ? emoji : ""
}
