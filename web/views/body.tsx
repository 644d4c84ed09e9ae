import { createEffect, createMemo } from "solid-js"
import { useApp } from "../app.ts"
import { render } from "../markdown.ts"
import { pathOfPlace } from "../names.ts"
import { paint } from "./paint.ts"

/** What somebody wrote, as Markdown; names that belong to somebody stand out, mine more so. */
export const Body = (props: { source: string; edited?: boolean }) => {
  const { state, ui } = useApp()
  const html = createMemo(() => render(props.source))
  let element!: HTMLDivElement

  const onCode = (button: Element, figure: Element) => {
    const what = button.getAttribute("data-code")
    const pre = figure.querySelector("pre")
    if (!pre) return
    if (what === "copy") {
      const text = pre.textContent ?? ""
      void navigator.clipboard.writeText(text).then(() => ui.say("Code copied."))
    } else if (what === "wrap") {
      button.setAttribute("aria-pressed", String(pre.classList.toggle("is-wrapped")))
    } else {
      const folded = figure.classList.toggle("is-folded")
      button.setAttribute("aria-expanded", String(!folded))
      const lines = (pre.textContent ?? "").split("\n").length
      button.textContent = folded ? `Show ${lines - 12} more lines` : "Show fewer lines"
    }
  }

  const onClick = (event: MouseEvent) => {
    const target = event.target instanceof Element ? event.target : undefined
    const button = target?.closest("[data-code]")
    const figure = button?.closest("figure")
    if (button && figure) onCode(button, figure)
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

  // A # with the name of a channel of mine leads there; any other is a sign like every other.
  createEffect(() => {
    html()
    const links = element.querySelectorAll<HTMLAnchorElement>("a[data-channel]")
    if (links.length === 0) return
    const places = new Map(Object.values(state.channels).map((channel) => [channel.name.toLowerCase(), channel.id]))
    for (const link of links) {
      const id = places.get(link.dataset.channel ?? "")
      if (id) link.setAttribute("href", pathOfPlace(state, id))
      else link.removeAttribute("href")
    }
  })

  createEffect(() => {
    html()
    paint(element)
  })

  // biome-ignore lint/a11y: the buttons are inside the HTML, their clicks come up here
  return <div ref={element} class="body" innerHTML={html()} onClick={onClick} />
}
