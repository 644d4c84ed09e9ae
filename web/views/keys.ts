/** True while an input method is putting a word together: its Enter is not ours. */
export const isComposing = (event: KeyboardEvent) => event.isComposing || event.keyCode === 229

/** True where letters belong to what has the focus. */
export const takesText = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.matches("input, textarea, select") ||
    target.closest("[role=dialog], [role=menu], [role=listbox]") !== null)

/** The Ctrl of this keyboard. */
export const isMac = /Mac|iP(hone|ad|od)/.test(navigator.platform)
export const withMod = (event: KeyboardEvent) =>
  isMac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey
export const modKey = (letter: string) => (isMac ? `⌘${letter}` : `Ctrl ${letter}`)
