import { Icon } from "./icons.tsx"

/** Chooses files of this device. */
export const AttachButton = (props: { disabled: boolean; onFiles: (files: File[]) => void }) => {
  let input!: HTMLInputElement
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          props.onFiles([...(event.currentTarget.files ?? [])])
          event.currentTarget.value = ""
        }}
      />
      <button
        class="icon"
        type="button"
        aria-label="Attach files"
        title="Attach files"
        disabled={props.disabled}
        onClick={() => input.click()}
      >
        <Icon name="Plus" />
      </button>
    </>
  )
}
