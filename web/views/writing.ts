import { withMod } from "./keys.ts"

/** A change of a text: what goes where, and what is selected afterwards. */
export type Edit = { from: number; to: number; text: string; select: [from: number, to: number] }

/** Puts signs around the selected words, or takes them away where they stand already. */
export const toggle = (text: string, from: number, to: number, before: string, after = before): Edit => {
  const chosen = text.slice(from, to)
  if (text.slice(0, from).endsWith(before) && text.slice(to).startsWith(after) && before === after)
    return {
      from: from - before.length,
      to: to + after.length,
      text: chosen,
      select: [from - before.length, to - before.length],
    }
  if (before === after && chosen.length > before.length * 2 && chosen.startsWith(before) && chosen.endsWith(after)) {
    const bare = chosen.slice(before.length, -after.length)
    return { from, to, text: bare, select: [from, from + bare.length] }
  }
  // A space at the edge of the selection stays outside: Markdown wants it so.
  const trimmed = chosen.trimEnd()
  const rest = chosen.slice(trimmed.length)
  const start = from + before.length
  return { from, to, text: before + trimmed + after + rest, select: [start, start + trimmed.length] }
}

/** Several lines become a block, words inside a line a piece of code. */
export const toggleCode = (text: string, from: number, to: number): Edit =>
  text.slice(from, to).includes("\n") ? toggle(text, from, to, "```\n", "\n```") : toggle(text, from, to, "`")

/** A pasted address over selected words makes them a link. */
export const linkOver = (chosen: string, pasted: string) => {
  const url = pasted.trim()
  const plain = chosen.trim() !== "" && !/[\n[\]]/.test(chosen) && !/^https?:\/\//.test(chosen)
  return plain && /^(?:https?:\/\/|mailto:)\S+$/.test(url) ? `[${chosen}](${url.replaceAll(")", "%29")})` : undefined
}

/** Cells of a sheet as a table. */
export const tableFrom = (pasted: string) => {
  const rows = pasted
    .replace(/\r/g, "")
    .replace(/\n+$/, "")
    .split("\n")
    .map((row) => row.split("\t"))
  const width = rows[0]?.length ?? 0
  if (rows.length < 2 || width < 2 || rows.some((row) => row.length !== width)) return undefined
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.trim().replaceAll("|", "\\|")).join(" | ")} |`
  const [head = [], ...body] = rows
  return [line(head), line(head.map(() => "---")), ...body.map(line)].join("\n")
}

/** Longer pastes are offered as a file. */
export const longPaste = 4000

/** What a formatting key does to the text, if the key is one. */
export const formatFor = (event: KeyboardEvent, text: string, from: number, to: number): Edit | undefined => {
  const letter = event.key.toLowerCase()
  if (!withMod(event) || event.altKey) return undefined
  if (!event.shiftKey && letter === "b") return toggle(text, from, to, "**")
  if (!event.shiftKey && letter === "i") return toggle(text, from, to, "_")
  if (event.shiftKey && letter === "x") return toggle(text, from, to, "~~")
  return event.shiftKey && letter === "c" ? toggleCode(text, from, to) : undefined
}

/** Changes the field as typing would, so that the browser's own Undo takes it back. */
export const apply = (field: HTMLTextAreaElement, { from, to, text, select }: Edit) => {
  field.focus()
  field.setSelectionRange(from, to)
  const done = document.execCommand(text === "" ? "delete" : "insertText", false, text)
  if (!done) {
    field.setRangeText(text, from, to, "end")
    field.dispatchEvent(new InputEvent("input", { bubbles: true }))
  }
  field.setSelectionRange(...select)
}
