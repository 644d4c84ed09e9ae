/** A finger that rests for half a second asks for what a pointer sees by hovering. */
export const longPress = (then: () => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = () => clearTimeout(timer)
  return {
    onPointerDown: (event: PointerEvent) => {
      stop()
      if (event.pointerType === "touch") timer = setTimeout(then, 500)
    },
    onPointerUp: stop,
    onPointerMove: (event: PointerEvent) => {
      if (Math.abs(event.movementX) + Math.abs(event.movementY) > 4) stop()
    },
    onPointerCancel: stop,
  }
}
