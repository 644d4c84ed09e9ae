import { createSignal, onCleanup, onMount, Show } from "solid-js"
import { useApp } from "../app.ts"
import { nameOf } from "../names.ts"
import { sizeOf } from "../sizes.ts"
import { whenOf } from "../time.ts"
import { isPicture } from "./attachments.tsx"
import { Icon } from "./icons.tsx"
import { Modal } from "./modal.tsx"

/** One picture over the page: as large as the window allows, then in its own size; arrows go to the next one. */
const Viewer = (props: { message: string; upload: string }) => {
  const { state, ui, files } = useApp()
  const [shown, setShown] = createSignal(props.upload)
  const [zoomed, setZoomed] = createSignal(false)
  let stage!: HTMLDivElement
  let close!: HTMLButtonElement

  const message = () => state.messages[props.message]
  const all = () => message()?.attachments?.filter(isPicture) ?? []
  const at = () => all().findIndex((upload) => upload.id === shown())
  const upload = () => all()[at()]

  const go = (by: number) => {
    const next = all()[at() + by]
    if (!next) return
    setZoomed(false)
    setShown(next.id)
  }
  /** What was under the pointer stays under it. */
  const zoom = (event?: MouseEvent) => {
    const box = stage.getBoundingClientRect()
    const image = stage.querySelector("img")?.getBoundingClientRect()
    const x = event && image ? (event.clientX - image.left) / image.width : 0.5
    const y = event && image ? (event.clientY - image.top) / image.height : 0.5
    if (!setZoomed(!zoomed())) return
    stage.scrollTo(stage.scrollWidth * x - box.width / 2, stage.scrollHeight * y - box.height / 2)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowLeft" && !zoomed()) go(-1)
    else if (event.key === "ArrowRight" && !zoomed()) go(1)
    else if ((event.key === "+" || event.key === "=") && !zoomed()) zoom()
    else if (event.key === "-" && zoomed()) zoom()
    else return
    event.preventDefault()
  }

  // Wherever the focus is in the dialog.
  onMount(() => window.addEventListener("keydown", onKeyDown))
  onCleanup(() => window.removeEventListener("keydown", onKeyDown))

  return (
    <Modal title={`Picture ${upload()?.filename ?? ""}`} hideTitle class="viewer" first={() => close}>
      <div class="viewer-frame">
        <header class="viewer-bar">
          <p class="viewer-title">
            <b class="cut">{upload()?.filename}</b>
            <span class="small quiet cut">
              {nameOf(state.users[message()?.author_id ?? ""])}, {whenOf(message()?.created_at ?? "")}
              <Show when={all().length > 1}>
                {" "}
                · {at() + 1} of {all().length}
              </Show>
            </span>
          </p>
          <Show when={all().length > 1}>
            <button
              class="icon"
              type="button"
              aria-label="Previous picture"
              aria-disabled={at() <= 0}
              onClick={() => go(-1)}
            >
              <Icon name="ArrowLeft" />
            </button>
            <button
              class="icon"
              type="button"
              aria-label="Next picture"
              aria-disabled={at() >= all().length - 1}
              onClick={() => go(1)}
            >
              <Icon name="ArrowRight" />
            </button>
          </Show>
          <button
            class="icon"
            type="button"
            aria-label="Zoom"
            aria-pressed={zoomed()}
            title="Zoom"
            onClick={() => zoom()}
          >
            <Icon name="ZoomIn" />
          </button>
          <a
            class="icon"
            href={`/api/uploads/${shown()}`}
            download={upload()?.filename}
            rel="external"
            aria-label={`Download, ${sizeOf(upload()?.byte_size ?? 0)}`}
            title="Download"
          >
            <Icon name="Download" />
          </a>
          <button ref={close} class="icon" type="button" aria-label="Close" title="Close" onClick={ui.close}>
            <Icon name="X" />
          </button>
        </header>
        {/* biome-ignore lint/a11y: a click beside the picture closes, as everywhere; Escape does the same */}
        <div
          ref={stage}
          class="viewer-stage"
          classList={{ "is-zoomed": zoomed() }}
          tabindex={zoomed() ? 0 : -1}
          onClick={(event) => event.target === event.currentTarget && ui.close()}
        >
          <Show when={upload()} keyed>
            {(one) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the Zoom button does the same
              <img
                src={files.url(one.id) ?? `/api/uploads/${one.id}`}
                alt={one.filename}
                width={one.width || undefined}
                height={one.height || undefined}
                onClick={zoom}
              />
            )}
          </Show>
        </div>
      </div>
    </Modal>
  )
}

export default Viewer
