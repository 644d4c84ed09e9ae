import { expect, test } from "bun:test"
import { outside } from "./support/database.ts"
import { refusal, refused } from "./support/refused.ts"
import { onBothEngines } from "./support/server.ts"

onBothEngines("a moderator's decision", (server) => {
  test("is told to whom it concerns and to managers, and to nobody else", async () => {
    const { workspace, owner } = await server().room()
    const [ann, ben] = [await server().member(workspace, "Ann"), await server().member(workspace, "Ben")]
    const ears = {
      owner: await owner.listen(workspace),
      ann: await ann.listen(workspace),
      ben: await ben.listen(workspace),
    }
    const { event } = await owner.client.moderation.update(workspace, ann.id, {
      blocked: true,
      moderation_note: "spam",
    })
    await owner.client.channels.create(workspace, { name: "sentinel" })
    for (const listener of Object.values(ears)) await listener.heard(({ type }) => type === "channel.created")
    const heard = (who: keyof typeof ears) =>
      ears[who].events.filter(({ type }) => type === "member.moderation_updated")
    expect([heard("owner"), heard("ann")]).toEqual([[event], [event]])
    expect(heard("ben")).toEqual([])
    expect(JSON.stringify(event)).not.toContain("spam")
    for (const listener of Object.values(ears)) listener.close()
  })

  test("of a blocked manager does not count, nor one about a bot's role or a rank as high as one's own", async () => {
    const { workspace, owner } = await server().room()
    const [mo, cal] = [await server().member(workspace, "Mo", "moderator"), await server().member(workspace, "Cal")]
    const { bot } = await owner.client.bots.create(workspace, { display_name: "Robin", initial_token: false })
    expect(await refused(owner.client.moderation.update(workspace, bot.id, { role: "moderator" }))).toBe(400)
    expect(await refused(mo.client.moderation.update(workspace, cal.id, { role: "moderator" }))).toBe(403)
    await owner.client.moderation.update(workspace, mo.id, { blocked: true })
    expect(await refused(mo.client.moderation.update(workspace, cal.id, { blocked: true }))).toBe(403)
    expect(await refused(mo.client.moderation.list(workspace))).toBe(403)
  })

  test("keeps dates in UTC, takes a past one as the end, and refuses what is none", async () => {
    const { workspace, owner } = await server().room()
    const { id } = await server().member(workspace, "Dan")
    const decide = (input: object) => owner.client.moderation.update(workspace, id, input)
    expect((await decide({ timeout_until: "2999-01-01T02:00:00+02:00" })).member.timeout_until).toBe(
      "2999-01-01T00:00:00.000Z",
    )
    expect((await decide({ timeout_until: "2001-01-01T00:00:00Z" })).member).not.toHaveProperty("timeout_until")
    expect((await decide({ timeout_minutes: 5 })).member.timeout_until).toBeString()
    expect((await decide({ timeout_minutes: 0 })).member).not.toHaveProperty("timeout_until")
    for (const timeout_until of ["tomorrow", "", "12"]) expect(await refused(decide({ timeout_until }))).toBe(400)
    expect(await refused(decide({ timeout_minutes: 1e12 }))).toBe(400)
  })
})

onBothEngines("a guest", (server) => {
  test("has three posts a day in the waiting room; what was posted elsewhere as a member does not count", async () => {
    const { workspace, channel, owner } = await server().room()
    const waiting = (await owner.client.channels.create(workspace, { name: "lobby" })).channel.id
    // Only signing in from elsewhere makes a waiting room.
    await outside(server(), `update channels set name = 'guest' where id = '${waiting}'`)
    const gus = await server().member(workspace, "Gus Guest")
    for (const body of ["as", "a", "member", "before"]) await gus.client.messages.post(channel, { body })
    const { member } = await owner.client.moderation.update(workspace, gus.id, { role: "guest" })
    expect(member).toMatchObject({ posts_remaining: 3, post_limit: 3 })
    const first = await gus.client.messages.post(waiting, { body: "hello?" })
    await gus.client.threads.reply(first.message.id, { body: "anybody?" })
    await gus.client.messages.remove(first.message.id)
    await gus.client.messages.post(waiting, { body: "last" })
    const over = await refusal(gus.client.messages.post(waiting, { body: "one more" }))
    expect(over).toEqual({ status: 429, message: "waiting room post limit reached" })
    const { members } = await owner.client.moderation.list(workspace)
    expect(members.find(({ user }) => user.id === gus.id)!.posts_remaining).toBe(0)
    expect(await refused(gus.client.messages.post(channel, { body: "elsewhere" }))).toBe(403)
  })
})
