import type { Highlight } from "../highlight.ts"

let loaded: Highlight | undefined
let loading: Promise<Highlight> | undefined

/** What the highlighter can read; anything else stays plain, and loads nothing. */
const known =
  /^(bash|sh|zsh|shell|console|c|h|cpp|c\+\+|cs|csharp|css|scss|dockerfile|go|golang|html|xml|svg|vue|ini|toml|java|js|jsx|javascript|mjs|json|jsonc|kotlin|kt|lua|makefile|md|markdown|php|py|python|rb|ruby|rs|rust|sql|swift|ts|tsx|typescript|yaml|yml)$/

/** Colours the code in a message. The highlighter comes with the first message that needs it. */
export const paint = (element: HTMLElement) => {
  const figures = [...element.querySelectorAll<HTMLElement>("figure[data-lang]")].filter((figure) =>
    known.test(figure.dataset.lang ?? ""),
  )
  if (figures.length === 0) return
  const work = (highlight: Highlight) => {
    for (const figure of figures) {
      const code = figure.querySelector("code")
      if (code) code.innerHTML = highlight(code.textContent ?? "", figure.dataset.lang ?? "")
    }
  }
  if (loaded) return work(loaded)
  loading ??= import("../highlight.ts").then((module) => {
    loaded = module.highlight
    return module.highlight
  })
  void loading.then(work)
}
