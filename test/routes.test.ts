import { expect, test } from "bun:test"
import { refused } from "./support/refused.ts"
import { onBothEngines } from "./support/server.ts"

onBothEngines("a public id", (server) => {
  const made = async () => {
    const room = await server().room()
    const { client } = room.owner
    const { workspace: team } = await client.workspaces.get(room.workspace)
    const { channels } = await client.channels.list(room.workspace)
    const ada = await server().member(room.workspace, "Ada")
    const { conversation } = await client.dms.create(room.workspace, [ada.id])
    const { message: root } = await client.messages.post(room.channel, { body: "root" })
    const { message: whisper } = await client.messages.post(conversation.id, { body: "whisper" })
    return { ...room, team, talk: channels[0]!, conversation, root, whisper, client }
  }

  test("leads to the channel, conversation or thread that it names, as the inner ids do", async () => {
    const { workspace, team, talk, conversation, root, whisper, client } = await made()
    const base = { workspace_id: workspace, workspace_route_id: team.route_id }
    const channel = {
      ...base,
      target_type: "channel" as const,
      target_id: talk.id,
      target_route_id: talk.route_id,
      canonical_path: `/app/${team.route_id}/${talk.route_id}`,
    }
    expect((await client.routes.resolve(team.route_id, talk.route_id)).route).toEqual(channel)
    expect((await client.routes.resolve(workspace, talk.id)).route).toEqual(channel)
    const direct = (await client.routes.resolve(team.route_id, conversation.route_id)).route
    expect(direct).toMatchObject({ ...base, target_type: "direct", target_id: conversation.id })
    expect((await client.routes.resolve(workspace, conversation.id)).route).toEqual(direct)
    const thread = (await client.routes.resolve(workspace, root.id)).route
    expect(thread).toMatchObject({
      ...base,
      target_type: "thread",
      target_id: root.id,
      parent_type: "channel",
      parent_id: talk.id,
      parent_route_id: talk.route_id,
    })
    expect(thread.target_route_id).toMatch(/^M[0-9A-HJKMNP-TV-Z]{16}$/)
    expect((await client.routes.resolve(team.route_id, thread.target_route_id)).route).toEqual(thread)
    expect((await client.routes.resolve(workspace, whisper.id)).route).toMatchObject({
      target_type: "thread",
      parent_type: "direct",
      parent_id: conversation.id,
    })
  })

  test("that names nothing, or something of another workspace, leads nowhere", async () => {
    const [here, there] = [await made(), await made()]
    const { message: reply } = await here.client.threads.reply(here.root.id, { body: "reply" })
    for (const [workspace, target] of [
      [here.team.route_id, "C0000000000000000"],
      [here.team.route_id, there.talk.route_id],
      [here.workspace, there.talk.id],
      [here.workspace, there.root.id],
      [here.workspace, there.conversation.id],
      [here.workspace, reply.id],
      [here.workspace, here.talk.route_id],
      [here.team.route_id, here.talk.id],
      [here.team.slug, here.talk.route_id],
      ["T0000000000000000", here.talk.route_id],
      [here.workspace, "usr_none"],
      [here.workspace, here.workspace],
      [" ", " "],
      ["%", "%"],
    ] as const)
      expect([workspace, target, await refused(here.client.routes.resolve(workspace, target))]).toEqual([
        workspace,
        target,
        404,
      ])
  })

  test("leads nowhere for those who may not see what it names", async () => {
    const { team, workspace, talk, conversation, root } = await made()
    const { client: eve } = await server().member(workspace, "Eve")
    const { client: otto } = await server().as("Otto Outside")
    expect((await eve.routes.resolve(team.route_id, talk.route_id)).route.target_id).toBe(talk.id)
    expect(await refused(eve.routes.resolve(team.route_id, conversation.route_id))).toBe(404)
    for (const target of [talk.route_id, conversation.route_id])
      expect(await refused(otto.routes.resolve(team.route_id, target))).toBe(404)
    for (const target of [talk.id, root.id]) expect(await refused(otto.routes.resolve(workspace, target))).toBe(404)
  })
})
