import { newId, timestamp } from "../ids.ts"
import type { Queries, Row } from "./query.ts"

/** An event as the domain announces it. `object` is what readers get with it; it is read again when they come later. */
export type Emission = {
  workspace_id: string
  type: string
  audience: string
  audience_id?: string
  channel_id?: string
  object_id?: string
  seq?: number
  payload: Record<string, unknown>
  mentioned_user_ids?: string[]
  object?: Record<string, unknown>
}

/** An event that has its place in the log. */
export type Committed = { row: Row<"events">; payload: Record<string, unknown>; object?: Record<string, unknown> }

/** Something for the hubs of all nodes that is not in the log: an ephemeral event, a workspace that is gone. */
export type Signal = Record<string, unknown> & { type: string; workspace_id: string }

export type Tx = Queries & {
  /** Queues an event of a locked workspace; it commits with the rows or not at all. */
  emit(emission: Emission): Committed
  /** Tells the hubs after the commit. */
  signal(signal: Signal): void
}

export type Unit = {
  workspaces: string[]
  run: (tx: Tx) => Promise<unknown>
  resolve: (value: never) => void
  reject: (error: unknown) => void
}

/** A connection that writes. */
export type Writer = {
  queries: Queries
  begin(): Promise<void>
  commit(): Promise<void>
  rollback(): Promise<void>
  savepoint(): Promise<void>
  release(): Promise<void>
  rollbackTo(): Promise<void>
  /** Holds the workspace until the end: the place of its newest event, undefined when there is no such workspace. */
  lock(workspaceId: string): Promise<number | undefined>
  /** True when the whole batch may succeed at another try. */
  retryable(error: unknown): boolean
}

export type Outcome = { committed: Committed[]; signals: Signal[]; settle(): void }

const retries = 5

const each = <T>(items: T[], work: (item: T) => void) => {
  for (const item of items) work(item)
}

/** Runs the units one after the other in one transaction, each in a savepoint; a failing unit rolls back alone. */
export const runBatch = async (writer: Writer, units: Unit[], attempt = 1): Promise<Outcome> => {
  const heads = new Map<string, number>()
  let committed: Committed[] = []
  const signals: Signal[] = []
  const settled: Array<() => void> = []
  try {
    await writer.begin()
    for (const unit of units) {
      const [marked, signalled] = [committed.length, signals.length]
      // Before the savepoint: going back to it would let go of the lock, which the units after this one count on.
      for (const id of [...unit.workspaces].sort()) {
        if (heads.has(id)) continue
        const head = await writer.lock(id)
        if (head !== undefined) heads.set(id, head)
      }
      await writer.savepoint()
      try {
        const value = await unit.run(transaction(writer.queries, heads, committed, signals))
        await writer.release()
        settled.push(() => unit.resolve(value as never))
      } catch (error) {
        // What every try runs into is this unit's own fault, and the others go on without it.
        if (writer.retryable(error) && attempt < retries) throw error
        await writer.rollbackTo()
        for (const { row } of committed.splice(marked)) heads.set(row.workspace_id, heads.get(row.workspace_id)! - 1)
        signals.length = signalled
        settled.push(() => unit.reject(error))
      }
    }
    // The log of a workspace that a later unit deleted went with it.
    const gone = new Set(
      signals.flatMap(({ type, workspace_id }) => (type === "workspace.deleted" ? [workspace_id] : [])),
    )
    if (gone.size > 0) committed = committed.filter(({ row }) => !gone.has(row.workspace_id))
    if (committed.length > 0) {
      await writer.queries.events.append(committed.map(({ row }) => row))
      for (const id of new Set(committed.map(({ row }) => row.workspace_id)))
        await writer.queries.workspaces.setHead(id, heads.get(id)!)
    }
    await writer.commit()
  } catch (error) {
    const failure = await writer.rollback().then(
      () => error,
      (second) => new AggregateError([error, second], "the write failed, and so did taking it back"),
    )
    if (writer.retryable(failure) && attempt < retries) return runBatch(writer, units, attempt + 1)
    return { committed: [], signals: [], settle: () => each(units, (unit) => unit.reject(failure)) }
  }
  return { committed, signals, settle: () => each(settled, (tell) => tell()) }
}

const transaction = (queries: Queries, heads: Map<string, number>, committed: Committed[], signals: Signal[]): Tx => {
  const own: Pick<Tx, "emit" | "signal"> = {
    emit: ({ object, payload, mentioned_user_ids, ...emission }) => {
      const head = heads.get(emission.workspace_id)
      if (head === undefined) throw new Error(`an event of ${emission.workspace_id}, which this write has not locked`)
      heads.set(emission.workspace_id, head + 1)
      const row: Row<"events"> = {
        workspace_id: emission.workspace_id,
        place: head + 1,
        id: newId("evt"),
        type: emission.type,
        audience: emission.audience,
        audience_id: emission.audience_id ?? null,
        channel_id: emission.channel_id ?? null,
        object_id: emission.object_id ?? null,
        seq: emission.seq ?? null,
        payload: JSON.stringify(payload),
        mentioned_user_ids: mentioned_user_ids?.length ? JSON.stringify(mentioned_user_ids) : null,
        created_at: timestamp(),
      }
      const event: Committed = { row, payload, object }
      committed.push(event)
      return event
    },
    signal: (signal) => void signals.push(signal),
  }
  return Object.assign(Object.create(queries), own)
}
