import { isApiError } from "../../sdk/index.ts"
import type { Base } from "../base.ts"
import { loadWorkspaces } from "../state/workspaces.ts"
import { read, write } from "../storage.ts"
import { attempt } from "./attempt.ts"

type Wanted = { path: string; until: number }

/** Where a link wanted to go, through the sign-in page; also when the sign-in link opens in another tab. */
export const wanted = () => {
  const found = read<Wanted>("wanted")
  return found && found.until > Date.now() && found.path.startsWith("/app") ? found.path : "/app"
}

/** Who I am, how I got in, and how I leave. */
export const createSession = ({ client, change, ui }: Base) => {
  const refresh = async () => {
    const { user } = await client.me.get()
    change((draft) => {
      draft.me = user
      draft.users[user.id] = user
    })
    return user
  }

  const toSignIn = () => {
    const { pathname, search } = window.location
    if (pathname.startsWith("/app"))
      write("wanted", { path: pathname + search, until: Date.now() + 3_600_000 } satisfies Wanted)
    window.location.assign("/sign-in")
  }

  return {
    refresh,
    toSignIn,
    /** Me and my workspaces; false when nobody is signed in. */
    start: async () => {
      try {
        const [, { workspaces }] = await Promise.all([refresh(), client.workspaces.list()])
        change((draft) => loadWorkspaces(draft, workspaces))
        write("wanted", undefined)
        return true
      } catch (error) {
        if (isApiError(error) && error.status === 401) return false
        throw error
      }
    },
    /** After the server hung up: am I still somebody, and still in here? */
    check: async () => {
      try {
        await client.me.get()
        window.location.assign("/app")
      } catch (error) {
        if (!isApiError(error)) throw error
        if (error.status === 401) toSignIn()
        else ui.say("The connection was ended by the server. Reload to try again.")
      }
    },
    signOut: async () => {
      const left = await attempt(ui, "You are still signed in", () => client.auth.logout())
      if (left) window.location.assign("/sign-in")
    },
    update: async (patch: Parameters<typeof client.me.update>[0]) => {
      const { user } = await client.me.update(patch)
      change((draft) => {
        draft.me = { ...draft.me, ...user }
        draft.users[user.id] = user
      })
    },
  }
}
