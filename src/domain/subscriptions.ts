import type { EventDeliveryAttempt, EventSubscription } from "../api/objects.ts"
import { fail } from "../errors.ts"
import { eventTypes } from "../events.ts"
import { newId, timestamp } from "../ids.ts"
import type { Row } from "../store/index.ts"
import { type Actor, managerOf } from "./access.ts"
import { callbackUrl, installationIn } from "./anchored.ts"
import { attemptJson, attemptWith, firstFor } from "./attempts.ts"
import { audit } from "./audit.ts"
import { needMember } from "./bot-rights.ts"
import type { deliveries } from "./deliveries.ts"
import type { Deps } from "./deps.ts"
import { lenientLimit } from "./rules.ts"
import { newSigningSecret } from "./signing.ts"
import { readerOf, visible } from "./visibility.ts"

export type SubscriptionInput = {
  event_types: string[]
  callback_url: string
  app_installation_id?: string | undefined
}

const subscriptionJson = (row: Row<"event_subscriptions">, secret?: string): EventSubscription => ({
  id: row.id,
  workspace_id: row.workspace_id,
  ...(row.app_installation_id ? { app_installation_id: row.app_installation_id } : {}),
  event_types: JSON.parse(row.event_types),
  callback_url: row.callback_url,
  ...(secret ? { signing_secret: secret } : {}),
  created_by: row.created_by,
  created_at: row.created_at,
  ...(row.revoked_at ? { revoked_at: row.revoked_at } : {}),
})

const missing = () => fail("not_found", "event subscription not found")

const knownTypes = (input: string[]): string[] => {
  const types = [...new Set(input.map((type) => type.trim()).filter(Boolean))]
  if (types.length === 0) fail("invalid", "event_types must name at least one type")
  const stranger = types.find((type) => type !== "*" && !(eventTypes as string[]).includes(type))
  return stranger === undefined ? types : fail("invalid", `unknown event type ${stranger}`)
}

/** Addresses that are sent the events of a workspace. */
export const subscriptions = (deps: Deps, { caughtUp }: ReturnType<typeof deliveries>) => {
  const { store } = deps
  const q = store.read
  const attempt = attemptWith(deps)

  const managed = async (actor: Actor, id: string) => {
    const row = (await q.subscriptions.find(id)) ?? missing()
    await managerOf(q, actor, row.workspace_id)
    return row
  }

  return {
    list: async (actor: Actor, workspaceId: string): Promise<EventSubscription[]> => {
      await needMember(q, actor, workspaceId)
      return (await q.subscriptions.list(workspaceId)).map((row) => subscriptionJson(row))
    },

    /** Hears what happens from now on. Its secret is told only now. */
    create: (actor: Actor, workspaceId: string, input: SubscriptionInput): Promise<EventSubscription> =>
      store.write(workspaceId, async (tx) => {
        await managerOf(tx, actor, workspaceId)
        const event_types = knownTypes(input.event_types)
        const callback_url = callbackUrl(input.callback_url)
        const installation = await installationIn(tx, workspaceId, input.app_installation_id)
        const id = newId("sub")
        // Its own event tells where it begins: others of this commit may have taken their places already.
        const { row: begun } = tx.emit({
          workspace_id: workspaceId,
          type: "event_subscription.created",
          audience: "system",
          payload: { subscription_id: id },
        })
        const row: Row<"event_subscriptions"> = {
          id,
          workspace_id: workspaceId,
          app_installation_id: installation?.id ?? null,
          event_types: JSON.stringify(event_types),
          callback_url,
          signing_secret: newSigningSecret(),
          created_by: actor.user.id,
          created_at: timestamp(),
          revoked_at: null,
          place: begun.place,
          failures: 0,
          paused_until: null,
          leased_by: null,
          leased_until: null,
        }
        await tx.subscriptions.insert(row)
        await audit(tx, actor, workspaceId, "event_subscription.created", "event_subscription", id, { event_types })
        return subscriptionJson(row, row.signing_secret)
      }),

    /** Again is harmless: the time of the first stays. */
    revoke: async (actor: Actor, id: string): Promise<EventSubscription> => {
      const { workspace_id } = await managed(actor, id)
      return store.write(workspace_id, async (tx) => {
        await managerOf(tx, actor, workspace_id)
        const [ended] = await tx.subscriptions.revoke({ id }, timestamp())
        if (!ended) return subscriptionJson((await tx.subscriptions.find(id)) ?? missing())
        await audit(tx, actor, workspace_id, "event_subscription.revoked", "event_subscription", id)
        return subscriptionJson(ended)
      })
    },

    rotateSecret: async (actor: Actor, id: string): Promise<EventSubscription> => {
      const { workspace_id } = await managed(actor, id)
      return store.write(workspace_id, async (tx) => {
        await managerOf(tx, actor, workspace_id)
        const row = (await tx.subscriptions.find(id)) ?? missing()
        if (row.revoked_at) fail("invalid", "the event subscription is revoked")
        const secret = newSigningSecret()
        await tx.subscriptions.setSecret(id, secret)
        await audit(tx, actor, workspace_id, "event_subscription.secret_rotated", "event_subscription", id)
        return subscriptionJson(row, secret)
      })
    },

    /** What was sent and what came back, newest first; what was told just now is in it where the target is quick. What was sent is shown to those who may see the event itself. */
    deliveries: async (
      actor: Actor,
      id: string,
      query: { limit?: string | undefined; before?: string | undefined },
    ): Promise<{ deliveries: EventDeliveryAttempt[]; next_cursor: string | null }> => {
      const { workspace_id } = await managed(actor, id)
      const before = query.before?.trim() || undefined
      if (before && (await q.subscriptions.findAttempt(before))?.subscription_id !== id)
        fail("invalid", "invalid or stale event delivery cursor")
      await caughtUp(id, (await q.workspaces.head(workspace_id)) ?? 0)
      const limit = lenientLimit(query.limit, 50, 200)
      const rows = await q.subscriptions.attempts(id, before, limit + 1)
      const page = rows.slice(0, limit)
      const reader = (await readerOf(q, actor, workspace_id)) ?? missing()
      return {
        deliveries: page.map((row) =>
          attemptJson(row, visible(reader, { ...row, type: row.event_type, payload: "{}" })),
        ),
        next_cursor: rows.length > limit ? page.at(-1)!.id : null,
      }
    },

    /** Sends an event once more, now, as it is now, and tells what came of it. */
    redeliver: async (actor: Actor, id: string, attemptId: string): Promise<EventDeliveryAttempt> => {
      const subscription = await managed(actor, id)
      if (subscription.revoked_at) fail("invalid", "the event subscription is revoked")
      const earlier = await q.subscriptions.findAttempt(attemptId)
      if (earlier?.subscription_id !== id) return fail("not_found", "delivery not found")
      const { workspace_id, event_id, place } = earlier
      const [row] = await q.events.after(workspace_id, place - 1, 1)
      const event = row?.id === event_id ? await firstFor(q, subscription, [row]) : undefined
      if (!event) return fail("invalid", "the event is not in the log any more, or not for this subscription")
      const made = await attempt(subscription, event, (await q.subscriptions.attemptsOf(id, event_id)) + 1)
      await store.write(null, async (tx) => {
        if (!(await tx.subscriptions.find(id))) missing()
        await tx.subscriptions.insertAttempt(made)
        if (!made.error) await tx.subscriptions.removeRetry(id, place)
      })
      const reader = await readerOf(q, actor, workspace_id)
      return attemptJson(made, reader !== undefined && visible(reader, event))
    },
  }
}
