import { createSignal, onCleanup } from "solid-js"

/** True while somebody can be looking: the tab is shown and has the focus. */
export const createAttention = () => {
  const now = () => document.visibilityState === "visible" && document.hasFocus()
  const [here, setHere] = createSignal(now())
  const look = () => setHere(now())
  for (const name of ["focus", "blur"] as const) window.addEventListener(name, look)
  document.addEventListener("visibilitychange", look)
  onCleanup(() => {
    for (const name of ["focus", "blur"] as const) window.removeEventListener(name, look)
    document.removeEventListener("visibilitychange", look)
  })
  return here
}
