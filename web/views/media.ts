import { type Accessor, createSignal, onCleanup } from "solid-js"

/** Follows a media query. */
export const createMedia = (query: string): Accessor<boolean> => {
  const list = matchMedia(query)
  const [matches, setMatches] = createSignal(list.matches)
  const look = () => setMatches(list.matches)
  list.addEventListener("change", look)
  onCleanup(() => list.removeEventListener("change", look))
  return matches
}

/** One column at a time: the same width as in styles/adapt.css. */
export const narrowQuery = "(max-width: 40em)"
