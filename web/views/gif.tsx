import { createSignal, onCleanup, Show } from "solid-js"

/** For so many milliseconds a moving picture moves by itself. */
const playFor = 6000

type Props = { src: string; alt: string; width?: number; ratio?: string }

/** A moving picture: it plays for a moment, then stands still until it is asked for. Nothing moves while nobody looks. */
export const createGif = (props: Props) => {
  const [still, setStill] = createSignal(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked = false
  let frame: HTMLImageElement | undefined
  onCleanup(() => clearTimeout(timer))

  const stop = () => {
    clearTimeout(timer)
    if (frame?.naturalWidth) setStill(true)
  }
  const onLoad = () => {
    clearTimeout(timer)
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches
    if (calm && !asked) stop()
    else timer = setTimeout(stop, playFor)
  }
  const draw = (canvas: HTMLCanvasElement) => {
    if (!frame) return
    canvas.width = frame.naturalWidth
    canvas.height = frame.naturalHeight
    canvas.getContext("2d")?.drawImage(frame, 0, 0)
  }

  return {
    still,
    /** Begins anew, or holds it. */
    toggle: () => {
      asked = true
      if (still()) setStill(false)
      else stop()
    },
    View: () => (
      <Show
        when={still()}
        fallback={
          <img
            ref={(image) => {
              frame = image
            }}
            src={props.src}
            alt={props.alt}
            width={props.width}
            classList={{ "is-unsized": !props.width }}
            style={{ "aspect-ratio": props.ratio }}
            onLoad={onLoad}
          />
        }
      >
        <canvas
          ref={(canvas) => draw(canvas)}
          role="img"
          aria-label={props.alt}
          classList={{ "is-unsized": !props.width }}
          style={{ "aspect-ratio": props.ratio, width: props.width ? `${props.width}px` : undefined }}
        />
      </Show>
    ),
  }
}
