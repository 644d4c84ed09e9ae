import { createEffect, createMemo } from "solid-js"
import { useApp } from "../app.ts"
import { render } from "../markdown.ts"

/** What somebody wrote, as Markdown; names that belong to somebody stand out, mine more so. */
export const Body = (props: { source: string; edited?: boolean }) => {
  const { state, ui } = useApp()
  const html = createMemo(() => render(props.source))
  let element!: HTMLDivElement

  const onClick = (event: MouseEvent) => {
    const target = event.target instanceof Element ? event.target : undefined
    const button = target?.closest("[data-code]")
    const pre = button?.closest("figure")?.querySelector("pre")
    if (button && pre) {
      if (button.getAttribute("data-code") === "copy") {
        void navigator.clipboard.writeText(pre.textContent ?? "").then(() => ui.say("Code copied."))
        return
      }
      button.setAttribute("aria-pressed", String(pre.classList.toggle("is-wrapped")))
      return
    }
    const user = target?.closest<HTMLElement>("button[data-user]")?.dataset.user
    if (user) ui.open({ kind: "person", user })
  }

  createEffect(() => {
    html()
    const mentions = element.querySelectorAll<HTMLElement>("[data-handle]")
    if (mentions.length === 0) return
    const people = new Map(Object.values(state.users).map((user) => [user.handle.toLowerCase(), user.id]))
    for (const mention of mentions) {
      const id = people.get(mention.dataset.handle ?? "")
      mention.classList.toggle("mention", Boolean(id))
      mention.classList.toggle("is-me", id === state.me?.id)
    }
  })

  // biome-ignore lint/a11y: the buttons are inside the HTML, their clicks come up here
  return <div ref={element} class="body" innerHTML={html()} onClick={onClick} />
}
