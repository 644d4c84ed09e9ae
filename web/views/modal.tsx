import { Dialog } from "@kobalte/core/dialog"
import type { JSX, ParentProps } from "solid-js"
import { useApp } from "../app.ts"

/** A dialog over the dimmed page. Escape and a click beside it close it; the opener gets the focus back. */
export const Modal = (
  props: ParentProps<{ title: string; class?: string; hideTitle?: boolean; first?: () => HTMLElement | undefined }>,
): JSX.Element => {
  const { ui } = useApp()
  return (
    <Dialog open onOpenChange={(open) => !open && ui.close()} preventScroll={false}>
      <Dialog.Portal>
        <Dialog.Overlay class="scrim-back" />
        <div class="scrim">
          <Dialog.Content
            class={props.class ?? "dialog"}
            onOpenAutoFocus={(event) => {
              const first = props.first?.()
              if (!first) return
              event.preventDefault()
              first.focus()
            }}
            onCloseAutoFocus={(event) => event.preventDefault()}
          >
            <Dialog.Title class={props.hideTitle ? "sr" : "dialog-title"}>{props.title}</Dialog.Title>
            {props.children}
          </Dialog.Content>
        </div>
      </Dialog.Portal>
    </Dialog>
  )
}
