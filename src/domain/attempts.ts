import type { EventDeliveryAttempt } from "../api/objects.ts"
import { newId, timestamp } from "../ids.ts"
import type { Queries, Row } from "../store/index.ts"
import type { Deps } from "./deps.ts"
import { hydrate } from "./log.ts"
import { signatureOf } from "./signing.ts"
import { readerOf, visible } from "./visibility.ts"

type Subscription = Row<"event_subscriptions">
type Attempt = Row<"event_delivery_attempts">

/** What is told of an attempt; what was sent only to those who may see the event. */
export const attemptJson = (row: Attempt, shown: boolean): EventDeliveryAttempt => ({
  id: row.id,
  subscription_id: row.subscription_id,
  event_id: row.event_id,
  workspace_id: row.workspace_id,
  event_type: row.event_type,
  attempt: row.attempt,
  ...(shown ? { request_json: row.request_json } : {}),
  response_status: row.response_status,
  ...(shown && row.response_body ? { response_body: row.response_body } : {}),
  ...(row.error ? { error: row.error } : {}),
  created_at: row.created_at,
  completed_at: row.completed_at,
})

/** True for the event types that the subscription names. */
export const wants = (subscription: Subscription): ((type: string) => boolean) => {
  const types: string[] = JSON.parse(subscription.event_types)
  return types.includes("*") ? () => true : (type) => types.includes(type)
}

/**
 * In whose name the subscription reads: the bot of its app, or else who made it. It hears what they may see now, and
 * nothing once they are no member any more.
 */
export const principalReader = async (q: Queries, { app_installation_id, created_by, workspace_id }: Subscription) => {
  const app = app_installation_id ? await q.apps.find(app_installation_id) : undefined
  const user = await q.accounts.find(app?.bot_user_id ?? created_by)
  return user && !user.deleted_at ? readerOf(q, { user }, workspace_id) : undefined
}

/** The first of these events that the subscription is to hear. */
export const firstFor = async (q: Queries, subscription: Subscription, rows: Row<"events">[]) => {
  const wanted = wants(subscription)
  const named = rows.filter(({ type, audience }) => audience !== "system" && wanted(type))
  if (named.length === 0) return undefined
  const reader = await principalReader(q, subscription)
  return reader && named.find((row) => visible(reader, row))
}

/** Sends one event once, signed, and tells what came of it. Nothing is written down yet. */
export const attemptWith =
  ({ store, callback }: Pick<Deps, "store" | "callback">) =>
  async (subscription: Subscription, row: Row<"events">, attempt: number): Promise<Attempt> => {
    const created_at = timestamp()
    const [event] = await hydrate(store.read, [row])
    const body = JSON.stringify({ subscription_id: subscription.id, event })
    const {
      status,
      body: answer,
      error,
    } = await callback({
      url: subscription.callback_url,
      body,
      headers: { ...signatureOf(subscription.signing_secret, body), "X-ClickClack-Event-ID": row.id },
    })
    return {
      id: newId("eda"),
      subscription_id: subscription.id,
      workspace_id: row.workspace_id,
      event_id: row.id,
      event_type: row.type,
      place: row.place,
      audience: row.audience,
      audience_id: row.audience_id,
      attempt,
      request_json: body,
      response_status: status,
      response_body: answer || null,
      error: error || null,
      created_at,
      completed_at: timestamp(),
    }
  }
