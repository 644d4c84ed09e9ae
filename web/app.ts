import { createContext, useContext } from "solid-js"
import { createActions } from "./actions/index.ts"
import { createBase } from "./base.ts"
import { createFiles } from "./files.ts"
import { createLive } from "./live.ts"
import { createOutbox } from "./outbox.ts"

/** The whole app without a pixel: client, state, the socket, the outbox, and what people can do. */
export const createApp = () => {
  const base = createBase()
  const files = createFiles(base)
  const outbox = createOutbox({ ...base, files })
  const actions = createActions(base)
  const live = createLive({ ...base, outbox, actions })
  return { ...base, files, outbox, live, ...actions }
}

export type App = ReturnType<typeof createApp>

const Context = createContext<App>()
export const AppProvider = Context.Provider

/** The app, for every view. */
export const useApp = (): App => {
  const app = useContext(Context)
  if (!app) throw new Error("A view stands outside of the app.")
  return app
}
