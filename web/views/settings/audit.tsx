import { createSignal, Show } from "solid-js"
import { useApp } from "../../app.ts"
import { nameOf } from "../../names.ts"
import { fullTime, whenOf } from "../../time.ts"
import { Icon } from "../icons.tsx"
import { Answered, createAnswer, Head, Lines } from "./parts.tsx"
import { useWorkspace } from "./role.ts"

/** Who administered what. */
export const AuditLog = () => {
  const { client, state } = useApp()
  const { id } = useWorkspace()
  const [limit, setLimit] = createSignal(100)
  const answer = createAnswer(async () => (await client.auditLog.list(id(), { limit: limit() })).audit_log_entries)
  const words = (action: string) => action.replace(/[._]/g, " ")
  const target = (type: string, target: string) => {
    const known = state.users[target] ? nameOf(state.users[target]) : state.channels[target]?.name
    return known ?? `${type.replace(/_/g, " ")} ${target}`
  }
  const more = () => {
    setLimit(500)
    void answer.load()
  }
  return (
    <>
      <Head title="Audit log" lead="Who administered what, newest first." />
      <Answered answer={answer}>
        {(entries) => (
          <>
            <Lines each={entries()} none="Nothing has been administered yet.">
              {(entry) => (
                <li class="list-line">
                  <Icon name="Clock" />
                  <div>
                    <b>{words(entry.action)}</b>
                    <span class="quiet">
                      {state.users[entry.actor_user_id] ? nameOf(state.users[entry.actor_user_id]) : "The server"} ·{" "}
                      {target(entry.target_type, entry.target_id)}
                    </span>
                  </div>
                  <time class="quiet" dateTime={entry.created_at} title={fullTime(entry.created_at)}>
                    {whenOf(entry.created_at)}
                  </time>
                </li>
              )}
            </Lines>
            <Show when={entries().length === 100 && limit() === 100}>
              <p class="page-tools">
                <button class="btn" type="button" onClick={more}>
                  Show older
                </button>
              </p>
            </Show>
          </>
        )}
      </Answered>
    </>
  )
}
