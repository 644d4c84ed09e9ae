import { fail } from "../errors.ts"

/** What a form may say of a file, and what of it is believed. */

const fieldBytes = 1_024

/** A field's text; long ones are refused. */
export const fieldText = async (bytes: AsyncIterable<Uint8Array>): Promise<string> => {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of bytes) {
    size += chunk.length
    if (size > fieldBytes) fail("invalid", `a field of the form has at most ${fieldBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString("utf8").trim()
}

/** A whole number from zero up; anything else counts as unknown. */
export const measure = (text: string | undefined): number => (text && /^\d{1,9}$/.test(text) ? Number(text) : 0)

/** The last part of a path, without what no file name should have. */
export const fileName = (text: string | undefined): string => {
  const last = (text ?? "").split(/[/\\]/).at(-1) ?? ""
  const name = [...last.replace(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu, "").trim()].slice(0, 200).join("")
  return name && name !== "." && name !== ".." ? name : "file"
}

/** A media type as it is stored. */
export const mediaType = (text: string | undefined): string => {
  const type = text?.trim() ?? ""
  return type.length <= 200 && /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(\s*;[\x20-\x7e]*)?$/.test(type)
    ? type
    : "application/octet-stream"
}
