import { useApp } from "../app.ts"
import { pathOfPlace, pathTo } from "../names.ts"
import { placeOf } from "../state/messages.ts"
import type { IconName } from "./icons.tsx"
import { useNav } from "./nav.tsx"

export type Action = { key: string; label: string; icon: IconName; hint?: string; danger?: boolean; run: () => void }

/** What can be done with a message: the same in its menu, under a long press and by key. */
export const useMessageActions = (id: () => string) => {
  const app = useApp()
  const nav = useNav()
  const { state, ui } = app
  const message = () => state.messages[id()]

  const copy = async (text: string, said: string) => {
    await navigator.clipboard.writeText(text)
    ui.say(said)
  }

  const copyLink = async () => {
    const target = message()
    if (!target) return
    const root = target.parent_message_id ?? target.id
    const query = target.id === root ? "" : `?message=${target.id}`
    const route = target.channel_id ? await app.messages.link(root) : undefined
    const path = route ? pathTo(state, route, query) : pathOfPlace(state, placeOf(target), `?message=${target.id}`)
    await copy(`${location.origin}${path}`, "Link copied.")
  }

  const mine = () => message()?.author_id === state.me?.id
  const mayDelete = () =>
    mine() || (state.workspaces[state.workspaceId]?.role === "owner" && Boolean(message()?.channel_id))

  return (): Action[] => {
    const target = message()
    if (!target || target.deleted_at) return []
    const root = target.parent_message_id ?? target.id
    const reply: Action[] = target.parent_message_id
      ? []
      : [{ key: "t", label: "Reply in thread", icon: "Reply", hint: "T", run: () => nav.openThread(root) }]
    const channel = target.channel_id ?? ""
    const pinned = state.pins[channel]?.includes(target.id)
    const pin: Action[] =
      channel && state.pins[channel]
        ? [
            {
              key: "p",
              label: pinned ? "Unpin" : "Pin to channel",
              icon: "Pin",
              hint: "P",
              run: () => void app.pins.toggle(channel, target.id),
            },
          ]
        : []
    const edit: Action[] = mine()
      ? [{ key: "e", label: "Edit", icon: "Pencil", hint: "E", run: () => ui.setEditing(target.id) }]
      : []
    const remove: Action[] = mayDelete()
      ? [
          {
            key: "Delete",
            label: "Delete",
            icon: "Trash",
            hint: "Del",
            danger: true,
            run: () => ui.open({ kind: "delete", message: target.id }),
          },
        ]
      : []
    return [
      {
        key: "r",
        label: "React",
        icon: "SmilePlus",
        hint: "R",
        run: () => ui.open({ kind: "react", message: target.id }),
      },
      ...reply,
      { key: "q", label: "Quote", icon: "Quote", hint: "Q", run: () => nav.quote(target) },
      { key: "l", label: "Copy link", icon: "Link", hint: "L", run: () => void copyLink() },
      { key: "c", label: "Copy text", icon: "Copy", hint: "C", run: () => void copy(target.body, "Text copied.") },
      ...pin,
      ...edit,
      ...remove,
    ]
  }
}
