import { createSignal, onCleanup, onMount, Show } from "solid-js"
import { useApp } from "../app.ts"
import { Icon } from "./icons.tsx"

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false

/** Files without the folders among them. */
const filesOf = (transfer: DataTransfer) => {
  const items = [...transfer.items].filter((item) => item.kind === "file")
  const folders = items.filter((item) => item.webkitGetAsEntry()?.isDirectory).length
  const list = items.filter((item) => !item.webkitGetAsEntry()?.isDirectory).flatMap((item) => item.getAsFile() ?? [])
  return { list, folders }
}

/** Files dragged over any part of the window: over the thread they go into the thread, else into the channel. */
export const DropZone = (props: { thread: boolean; label: string; onFiles: (files: File[]) => void }) => {
  const { ui } = useApp()
  const [over, setOver] = createSignal(false)
  const mine = (event: DragEvent) =>
    hasFiles(event) && Boolean((event.target as Element | null)?.closest?.(".pane")) === props.thread

  const onOver = (event: DragEvent) => {
    if (!hasFiles(event)) return
    event.preventDefault()
    setOver(mine(event) && !ui.overlay())
  }
  const onLeave = (event: DragEvent) => {
    if (event.relatedTarget === null) setOver(false)
  }
  const onDrop = (event: DragEvent) => {
    if (!hasFiles(event)) return
    event.preventDefault()
    const here = mine(event) && !ui.overlay()
    setOver(false)
    if (!here || !event.dataTransfer) return
    const { list, folders } = filesOf(event.dataTransfer)
    if (folders > 0) ui.say("A folder cannot be attached. Pack it into one file first.")
    props.onFiles(list)
  }

  const all = { dragover: onOver, dragleave: onLeave, drop: onDrop }
  onMount(() => {
    for (const [name, listener] of Object.entries(all)) window.addEventListener(name, listener as EventListener)
  })
  onCleanup(() => {
    for (const [name, listener] of Object.entries(all)) window.removeEventListener(name, listener as EventListener)
  })

  return (
    <Show when={over()}>
      <div class="drop" aria-hidden="true">
        <span>
          <Icon name="FileText" />
          {props.label}
        </span>
      </div>
    </Show>
  )
}
