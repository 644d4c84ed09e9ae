import { Show } from "solid-js"
import { dayLabel } from "../time.ts"
import { MessageRow, SendingRow } from "./message.tsx"
import type { Row } from "./rows.ts"
import { StepsRow } from "./steps.tsx"

/** One row: the day it opens, the New line above it, and the message or what is on its way. */
export const RowView = (props: { row: Row | undefined; inThread?: boolean; target: string }) => (
  <Show when={props.row}>
    {(row) => (
      <>
        <Show when={row().opensDay}>
          <div class="day">
            <time dateTime={row().at}>{dayLabel(row().at)}</time>
          </div>
        </Show>
        <Show when={row().isNew}>
          <div class="new">
            <span>
              New<span class="sr"> messages</span>
            </span>
          </div>
        </Show>
        <Show when={row().id} fallback={<SendingRow nonce={row().nonce} grouped={row().grouped} />}>
          <Show
            when={row().steps}
            fallback={
              <MessageRow
                id={row().id}
                grouped={row().grouped}
                inThread={props.inThread}
                target={props.target === row().id}
              />
            }
          >
            {(steps) => <StepsRow steps={steps()} grouped={row().grouped} target={steps().includes(props.target)} />}
          </Show>
        </Show>
      </>
    )}
  </Show>
)

/** The shape of rows to come; shown only when they take longer than a blink. */
export const Bones = () => (
  <div class="bones" aria-hidden="true">
    <div class="msg">
      <span class="bone avatar" />
      <span class="bone" />
    </div>
    <div class="msg">
      <span class="bone avatar" />
      <span class="bone" />
    </div>
    <div class="msg">
      <span class="bone avatar" />
      <span class="bone" />
    </div>
  </div>
)
