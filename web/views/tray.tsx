import { For, Show } from "solid-js"
import { useApp } from "../app.ts"
import { pictureTypes, sizeOf } from "../sizes.ts"
import { trayOf } from "../state/files.ts"
import { Share } from "./attachments.tsx"
import { Icon } from "./icons.tsx"

/** The files in a message box: what they are, how far they got, and a way to take each out again. */
export const Tray = (props: { place: string }) => {
  const { state } = useApp()
  const list = () => trayOf(state, props.place).map((file) => file.nonce)
  return (
    <Show when={list().length > 0}>
      <ul class="tray" aria-label="Files to send">
        <For each={list()}>{(nonce) => <Item nonce={nonce} />}</For>
      </ul>
    </Show>
  )
}

const Item = (props: { nonce: string }) => {
  const { state, files } = useApp()
  const picture = () => {
    const file = state.files[props.nonce]
    if (!file || !pictureTypes.test(file.type)) return undefined
    return files.url(file.nonce) ?? (file.upload_id ? `/api/uploads/${file.upload_id}` : undefined)
  }
  return (
    <Show when={state.files[props.nonce]}>
      {(file) => (
        <li class="tray-item">
          <span class="tray-thumb">
            <Show when={picture()} fallback={<Icon name="FileText" />}>
              {(url) => <img src={url()} alt="" />}
            </Show>
          </span>
          <span class="file-text">
            <span class="file-name" title={file().name}>
              {file().name}
            </span>
            <Show when={file().error} fallback={<span class="file-meta">{sizeOf(file().size)}</span>}>
              <span class="error" role="alert">
                {file().error}
              </span>
            </Show>
          </span>
          <Show when={file().state === "failed"}>
            <button
              class="icon"
              type="button"
              aria-label={`Try ${file().name} again`}
              title="Try again"
              onClick={() => files.retry(props.nonce)}
            >
              <Icon name="RotateCw" />
            </button>
          </Show>
          <button
            class="icon"
            type="button"
            aria-label={`Remove ${file().name}`}
            title={file().state === "sending" ? "Cancel" : "Remove"}
            onClick={(event) => {
              const box = event.currentTarget.closest("form")?.querySelector("textarea")
              files.remove(props.nonce)
              box?.focus()
            }}
          >
            <Icon name="X" />
          </button>
          <Share file={file()} />
        </li>
      )}
    </Show>
  )
}
