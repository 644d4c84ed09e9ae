import { expect, test } from "bun:test"
import { loadChannels } from "../../web/state/channels.ts"
import { loadPage } from "../../web/state/messages.ts"
import { channel, event, hear, message, page, start, user } from "./support.ts"

const room = channel("secret", { kind: "private" })
const added = (n: number, who: string) =>
  event(n, { type: "channel.member_added", payload: { channel_id: room.id, user_id: `usr_${who}`, channel: room } })
const removed = (n: number, who: string) =>
  event(n, { type: "channel.member_removed", payload: { channel_id: room.id, user_id: `usr_${who}` } })

test("a new channel appears, and a change of it shows without losing what is unread", () => {
  const state = start({ last_seq: 4, unread_count: 2 })
  hear(
    state,
    event(1, { type: "channel.created", payload: { channel_id: "chn_deploys", channel: channel("deploys") } }),
    event(2, {
      type: "channel.updated",
      payload: {
        channel_id: "chn_general",
        archived: false,
        channel: channel("general", { display_title: "Everybody" }),
      },
    }),
  )
  expect(state.channels.chn_deploys?.name).toBe("deploys")
  expect(state.channels.chn_general).toMatchObject({ display_title: "Everybody", last_seq: 4, unread_count: 2 })
})

test("a private channel appears when I am added and goes with all its words when I am removed", () => {
  const state = start()
  hear(state, added(1, "ada"))
  expect(state.channels.chn_secret?.kind).toBe("private")
  loadPage(state, room.id, page([message(1, "bob", { channel_id: room.id })]), "fresh", state.cursor)
  hear(state, removed(2, "ada"))
  expect(state.channels.chn_secret).toBeUndefined()
  expect(state.spans.chn_secret).toBeUndefined()
  expect(state.messages).toEqual({})
})

test("a list asked for before the removal does not bring the channel back", () => {
  const state = start()
  hear(state, added(1, "ada"))
  const asked = state.cursor
  hear(state, removed(2, "ada"))
  loadChannels(state, [channel("general"), room], asked)
  expect(state.channels.chn_secret).toBeUndefined()
})

test("others who come and go do not touch my list", () => {
  const state = start()
  hear(state, added(1, "ada"), added(2, "bob"), removed(3, "bob"))
  expect(state.channels.chn_secret).toBeDefined()
})

test("a channel that is in the list no more is forgotten", () => {
  const state = start()
  loadChannels(state, [channel("other")], state.cursor)
  expect(Object.keys(state.channels)).toEqual(["chn_other"])
})

test("a changed profile shows everywhere, and an older answer does not change it back", () => {
  const state = start()
  loadPage(state, "chn_general", page([message(1, "bob")]), "fresh", state.cursor)
  const asked = state.cursor
  hear(
    state,
    event(1, {
      type: "user.updated",
      payload: { user_id: "usr_bob", user: { ...user("bob"), display_name: "Robert" } },
    }),
  )
  loadPage(state, "chn_general", page([message(2, "bob")]), "newer", asked)
  expect(state.users.usr_bob?.display_name).toBe("Robert")
})

test("presence comes and goes", () => {
  const state = start()
  const presence = (status: string) => ({
    ...event(0, { type: "presence.changed", payload: { user_id: "usr_bob", status } }),
    cursor: "",
  })
  hear(state, presence("online"))
  expect(state.online.usr_bob).toBe(true)
  hear(state, presence("offline"))
  expect(state.online.usr_bob).toBeUndefined()
})
