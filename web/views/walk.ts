/** Arrow keys walk from message to message once one of them has the focus; from the list, Up enters at the end. */
export const moveAmongMessages = (event: KeyboardEvent, frame: HTMLElement) => {
  const { key, target } = event
  if ((key !== "ArrowUp" && key !== "ArrowDown") || event.altKey || event.ctrlKey || event.metaKey) return
  if (!(target instanceof HTMLElement) || !(target === frame || target.matches("article"))) return
  const articles = [...frame.querySelectorAll<HTMLElement>("article")]
  const at = articles.indexOf(target)
  const next =
    at < 0
      ? key === "ArrowUp"
        ? lastVisible(articles, frame)
        : undefined
      : articles[at + (key === "ArrowUp" ? -1 : 1)]
  if (!next) return
  event.preventDefault()
  next.focus({ preventScroll: true })
  next.scrollIntoView({ block: "nearest" })
}

const lastVisible = (articles: HTMLElement[], frame: HTMLElement) => {
  const end = frame.getBoundingClientRect().bottom
  return articles.findLast((article) => article.getBoundingClientRect().top < end)
}
