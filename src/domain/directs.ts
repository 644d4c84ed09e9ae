import type { DirectConversation } from "../api/objects.ts"
import { fail } from "../errors.ts"
import { newId, newRouteId, timestamp } from "../ids.ts"
import type { Queries, Row } from "../store/index.ts"
import { type Actor, needFreedom, placeFor, standingIn } from "./access.ts"
import type { Deps } from "./deps.ts"
import { unreadCount, userJson } from "./wire.ts"

const mostPeople = 32

type Found = { direct: Row<"direct_conversations">; read: Row<"reads"> | null }

/** Conversations with their people: one more query, however many there are. */
const conversationsJson = async (q: Queries, userId: string, rows: Found[]): Promise<DirectConversation[]> => {
  const people = await q.directs.people(rows.map(({ direct }) => direct.id))
  return rows.map(({ direct, read }) => {
    const here = people.filter((person) => person.conversation_id === direct.id)
    return {
      id: direct.id,
      route_id: direct.route_id,
      workspace_id: direct.workspace_id,
      created_at: direct.created_at,
      members: here.map(({ user }) => userJson(user)),
      last_seq: direct.last_seq,
      last_read_seq: read?.last_read_seq ?? 0,
      unread_count: unreadCount(direct, read),
      can_send: here.some(
        ({ user, role }) => user.id !== userId && role !== null && role !== "guest" && user.deleted_at === null,
      ),
    }
  })
}

const needDirects = ({ role }: { role: string }) => {
  if (role === "guest") fail("forbidden", "guests cannot use direct conversations")
}

export const directs = ({ store }: Deps) => {
  const one = async (q: Queries, actor: Actor, workspaceId: string, id: string) => {
    const rows = await q.directs.of(workspaceId, actor.user.id, { id })
    return (await conversationsJson(q, actor.user.id, rows))[0] ?? fail("not_found", "conversation not found")
  }
  return {
    /** The caller's conversations in a workspace, without the hidden ones. */
    list: async (actor: Actor, workspaceId: string): Promise<DirectConversation[]> => {
      needDirects(await standingIn(store.read, actor, workspaceId))
      return conversationsJson(
        store.read,
        actor.user.id,
        await store.read.directs.of(workspaceId, actor.user.id, { hidden: false }),
      )
    },

    find: async (actor: Actor, id: string): Promise<DirectConversation> => {
      const { workspace_id } = await placeFor(store.read, actor, id)
      return one(store.read, actor, workspace_id, id)
    },

    /** The conversation of exactly these people and the caller: the standing one, or a new one. */
    open: (actor: Actor, workspaceId: string, memberIds: string[]): Promise<DirectConversation> =>
      store.write(workspaceId, async (tx) => {
        const standing = await standingIn(tx, actor, workspaceId)
        needDirects(standing)
        needFreedom(standing)
        const ids = [...new Set([actor.user.id, ...memberIds.map((id) => id.trim()).filter(Boolean)])].sort()
        if (ids.length < 2) fail("invalid", "a direct conversation needs another member of the workspace")
        if (ids.length > mostPeople) fail("invalid", `a direct conversation has at most ${mostPeople} people`)
        const people = await tx.members.among(workspaceId, ids)
        if (people.length !== ids.length || people.some(({ user }) => user.deleted_at !== null))
          fail("invalid", "everybody in a direct conversation must be a member of the workspace")
        const key = ids.join(" ")
        const standingOne = await tx.directs.byKey(workspaceId, key)
        if (standingOne) {
          await tx.directs.hide(standingOne.id, actor.user.id, false)
          return one(tx, actor, workspaceId, standingOne.id)
        }
        const id = newId("dm")
        await tx.directs.insert({
          id,
          route_id: newRouteId("D"),
          workspace_id: workspaceId,
          member_set_key: key,
          created_at: timestamp(),
        })
        await tx.directs.insertMembers(ids.map((user_id) => ({ conversation_id: id, user_id })))
        tx.emit({
          workspace_id: workspaceId,
          type: "dm.created",
          audience: "direct",
          audience_id: id,
          payload: { direct_conversation_id: id, user_ids: ids },
        })
        return one(tx, actor, workspaceId, id)
      }),

    /** Takes the conversation out of the caller's list until something is written, or puts it back. */
    setHidden: async (actor: Actor, id: string, hidden: boolean): Promise<DirectConversation> => {
      const { workspace_id } = await placeFor(store.read, actor, id)
      return store.write(workspace_id, async (tx) => {
        await placeFor(tx, actor, id)
        await tx.directs.hide(id, actor.user.id, hidden)
        return one(tx, actor, workspace_id, id)
      })
    },
  }
}
