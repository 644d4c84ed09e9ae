import { A } from "@solidjs/router"
import { For } from "solid-js"
import { useApp } from "../app.ts"
import { initials } from "../names.ts"
import { sorted } from "../state/workspaces.ts"

/** The workspaces, when there are two or more. */
export const Rail = () => {
  const { state } = useApp()
  return (
    <nav class="rail" aria-label="Workspaces">
      <For each={sorted(state.workspaces)}>
        {(workspace) => (
          <A
            href={`/app/${workspace.route_id}`}
            aria-current={workspace.id === state.workspaceId ? "page" : undefined}
            title={workspace.name}
          >
            <span aria-hidden="true">{initials(workspace.name)}</span>
            <span class="sr">{workspace.name}</span>
          </A>
        )}
      </For>
    </nav>
  )
}
