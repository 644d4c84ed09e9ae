import { For, Match, type ParentProps, Show, Switch } from "solid-js"
import { useApp } from "../app.ts"
import { filmTypes, kindOf, pictureTypes, placeFor, sizeOf, soundTypes } from "../sizes.ts"
import { type Attachment, filesArrived, filesOf, namesOf } from "../state/files.ts"
import type { Upload } from "../state/index.ts"
import { createGif } from "./gif.tsx"
import { Icon } from "./icons.tsx"

type Shown = Pick<Upload, "id" | "filename" | "content_type" | "byte_size" | "width" | "height">

const address = (id: string) => `/api/uploads/${encodeURIComponent(id)}`
const plainType = (type: string) => type.split(";")[0]?.trim().toLowerCase() ?? ""
export const isPicture = (upload: Pick<Upload, "content_type">) => pictureTypes.test(plainType(upload.content_type))

/** The files of a message: pictures in their own proportions, players, and cards for the rest. */
export const Attachments = (props: { message: string }) => {
  const { state } = useApp()
  const all = () => state.messages[props.message]?.attachments ?? []
  const pictures = () => all().filter(isPicture)
  const others = () => all().filter((upload) => !isPicture(upload))
  return (
    <Show when={all().length > 0}>
      <div class="files">
        <Show when={pictures().length > 0}>
          <div class="pictures">
            <For each={pictures()}>
              {(upload) => <PictureButton message={props.message} upload={upload} several={pictures().length > 1} />}
            </For>
          </div>
        </Show>
        <Show when={pictures().length === 1 && pictures()[0]}>
          {(upload) => <p class="picture-name cut">{upload().filename}</p>}
        </Show>
        <For each={others()}>{(upload) => <Other file={upload} />}</For>
      </div>
    </Show>
  )
}

/** A picture that opens in the viewer; a moving one can be stopped and started. */
const PictureButton = (props: { message: string; upload: Shown; several: boolean }) => {
  const { ui, files } = useApp()
  const src = () => files.url(props.upload.id) ?? address(props.upload.id)
  const moving = plainType(props.upload.content_type) === "image/gif"
  const place = placeFor(props.upload.width, props.upload.height, props.several ? 200 : undefined)
  const gif = moving
    ? createGif({
        src: src(),
        alt: props.upload.filename,
        width: place?.width,
        ratio: place ? `${props.upload.width} / ${props.upload.height}` : undefined,
      })
    : undefined
  return (
    <div class="picture-frame">
      <button
        class="picture"
        type="button"
        aria-label={`Open picture ${props.upload.filename}`}
        title={props.upload.filename}
        onClick={() => ui.open({ kind: "viewer", message: props.message, upload: props.upload.id })}
      >
        <Show when={gif} fallback={<Picture file={props.upload} src={src()} several={props.several} />}>
          {(one) => one().View()}
        </Show>
      </button>
      <Show when={gif}>
        {(one) => (
          <button
            class="btn picture-play"
            type="button"
            aria-label={`${one().still() ? "Play" : "Stop"} ${props.upload.filename}`}
            onClick={() => one().toggle()}
          >
            {one().still() ? "Play" : "Stop"}
          </button>
        )}
      </Show>
    </div>
  )
}

/** Its place is kept before it has come; a picture of unknown size gets a height and no more. */
const Picture = (props: { file: Shown; src: string; several: boolean }) => {
  const place = () => placeFor(props.file.width, props.file.height, props.several ? 200 : undefined)
  return (
    <img
      src={props.src}
      alt={props.file.filename}
      classList={{ "is-unsized": !place() }}
      width={place()?.width}
      // The exact proportions: those of the rounded numbers would move the text when the picture comes.
      style={{ "aspect-ratio": place() ? `${props.file.width} / ${props.file.height}` : undefined }}
      decoding="async"
    />
  )
}

/** Players for what a browser plays; a card with size and download for everything else. */
const Other = (props: { file: Shown }) => {
  const type = () => plainType(props.file.content_type)
  const place = () => placeFor(props.file.width, props.file.height)
  return (
    <Switch fallback={<Card file={props.file} />}>
      <Match when={filmTypes.test(type())}>
        {/* biome-ignore lint/a11y/useMediaCaption: people's own films come without captions */}
        <video
          class="film"
          controls
          preload="metadata"
          aria-label={props.file.filename}
          width={place()?.width ?? 448}
          height={place()?.height ?? 252}
          src={address(props.file.id)}
        />
      </Match>
      <Match when={soundTypes.test(type())}>
        <figure class="sound">
          <figcaption class="cut">{props.file.filename}</figcaption>
          {/* biome-ignore lint/a11y/useMediaCaption: people's own recordings come without captions */}
          <audio controls preload="none" aria-label={props.file.filename} src={address(props.file.id)} />
        </figure>
      </Match>
    </Switch>
  )
}

const Card = (props: { file: Shown }) => (
  <a class="file" href={address(props.file.id)} download={props.file.filename} rel="external">
    <Icon name="FileText" />
    <span class="file-text">
      <span class="file-name" title={props.file.filename}>
        {props.file.filename}
      </span>
      <span class="file-meta">
        {kindOf(props.file.filename, props.file.content_type)} · {sizeOf(props.file.byte_size)}
      </span>
    </span>
    <Icon name="Download" />
    <span class="sr">, download</span>
  </a>
)

/** The files of a message on its way: what is known here, and how far they got; until then it can be called back. */
export const SendingFiles = (props: { nonce: string }) => {
  const { state, outbox, drafts } = useApp()
  const under = () => {
    const sending = state.outbox[props.nonce]
    return sending && sending.state !== "failed" && !filesArrived(state, sending) ? sending : undefined
  }
  const cancel = () => {
    const sending = under()
    if (!sending) return
    const key = sending.root ?? sending.place
    const words = sending.body === namesOf(filesOf(state, sending)) ? "" : sending.body
    outbox.discard(sending.nonce)
    if (words && !state.drafts[key]) drafts.set(key, words)
    document.getElementById(`composer-${key}`)?.focus()
  }
  const Cancel = () => (
    <Show when={under()}>
      <button
        class="icon file-cancel"
        type="button"
        aria-label="Cancel sending"
        title="Cancel sending"
        onClick={cancel}
      >
        <Icon name="X" />
      </button>
    </Show>
  )
  const list = () => {
    const sending = state.outbox[props.nonce]
    return sending ? filesOf(state, sending).map((file) => file.nonce) : []
  }
  const pictures = () => list().filter((nonce) => pictureTypes.test(state.files[nonce]?.type ?? ""))
  const others = () => list().filter((nonce) => !pictureTypes.test(state.files[nonce]?.type ?? ""))
  return (
    <Show when={list().length > 0}>
      <div class="files">
        <Show when={pictures().length > 0}>
          <div class="pictures">
            <For each={pictures()}>
              {(nonce) => (
                <SendingPicture nonce={nonce} several={pictures().length > 1}>
                  <Cancel />
                </SendingPicture>
              )}
            </For>
          </div>
        </Show>
        <Show when={pictures().length === 1 && state.files[pictures()[0] ?? ""]}>
          {(file) => <p class="picture-name cut">{file().name}</p>}
        </Show>
        <For each={others()}>
          {(nonce) => (
            <Show when={state.files[nonce]}>
              {(file) => (
                <div class="file">
                  <Icon name="FileText" />
                  <span class="file-text">
                    <span class="file-name">{file().name}</span>
                    <span class="file-meta">
                      {kindOf(file().name, file().type)} · {sizeOf(file().size)}
                    </span>
                    <Share file={file()} />
                  </span>
                  <Cancel />
                </div>
              )}
            </Show>
          )}
        </For>
      </div>
    </Show>
  )
}

const SendingPicture = (props: ParentProps<{ nonce: string; several: boolean }>) => {
  const { state, files } = useApp()
  return (
    <Show when={state.files[props.nonce]}>
      {(file) => (
        <div class="picture">
          <Picture
            file={{ ...shown(file()), id: props.nonce }}
            src={files.url(props.nonce) ?? (file().upload_id ? address(file().upload_id ?? "") : blank)}
            several={props.several}
          />
          <Share file={file()} />
          {props.children}
        </div>
      )}
    </Show>
  )
}

const blank = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="

const shown = (file: Attachment) => ({
  filename: file.name,
  content_type: file.type,
  byte_size: file.size,
  width: file.width,
  height: file.height,
})

/** How much has arrived; nothing once all has. */
export const Share = (props: { file: Attachment }) => (
  <Show when={props.file.state === "sending" || props.file.state === "waiting"}>
    <progress max="1" value={props.file.share} aria-label={`Uploading ${props.file.name}`} />
  </Show>
)
