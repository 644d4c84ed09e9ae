import type { FormPart } from "../domain/uploads.ts"
import { fail } from "../errors.ts"

const headerBytes = 16_384

const endsEarly = () => fail("invalid", "the form ends too early")

/** What a header's parameter says, as browsers write it: quoted, with quotes and line breaks percent-encoded. */
const parameter = (header: string, name: string): string | undefined => {
  const found = new RegExp(`;\\s*${name}\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]+))`, "i").exec(header)
  const text = found?.[1]?.replace(/\\"/g, '"') ?? found?.[2]
  return text?.replace(/%22/g, '"').replace(/%0D|%0A/gi, " ")
}

/** The headers of a part by lower-case name. */
const headersOf = (text: string): Map<string, string> =>
  new Map(
    text.split("\r\n").flatMap((line) => {
      const colon = line.indexOf(":")
      return colon > 0 ? [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const] : []
    }),
  )

/** The boundary that a Content-Type names. */
const boundaryOf = (contentType: string | null): string => {
  const boundary = /^multipart\/form-data\s*;/i.test(contentType ?? "")
    ? parameter(contentType ?? "", "boundary")
    : undefined
  return boundary && boundary.length <= 200 ? boundary : fail("invalid", "send a form of the type multipart/form-data")
}

/**
 * The parts of a form, one after the other, as they come in: nothing is held in memory but what the reader has not taken.
 * What is left of a part when the reader asks for the next one is passed over.
 */
export async function* formParts(request: Request): AsyncGenerator<FormPart> {
  const delimiter = Buffer.from(`\r\n--${boundaryOf(request.headers.get("content-type"))}`, "latin1")
  const reader = (request.body ?? endsEarly()).getReader()
  // The first delimiter may lack its line break.
  let rest = Buffer.from("\r\n")
  let inside = true

  const more = async (): Promise<void> => {
    const { done, value } = await reader.read().catch(endsEarly)
    if (done) return endsEarly()
    const chunk = Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
  }

  /** Everything before the next delimiter, which is taken away too. */
  async function* content(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const at = rest.indexOf(delimiter)
      // What may be the beginning of a delimiter waits for what comes after it.
      const sure = at >= 0 ? at : Math.max(0, rest.length - delimiter.length + 1)
      const chunk = rest.subarray(0, sure)
      rest = rest.subarray(at >= 0 ? at + delimiter.length : sure)
      // Before the reader gets the last piece: it may not come back.
      if (at >= 0) inside = false
      if (chunk.length > 0) yield chunk
      if (at >= 0) return
      await more()
    }
  }

  const head = async (end: string): Promise<string> => {
    for (;;) {
      const at = rest.indexOf(end)
      if (at > headerBytes || (at < 0 && rest.length > headerBytes)) fail("invalid", "a header of the form is too long")
      if (at >= 0) {
        const text = rest.toString("utf8", 0, at)
        rest = rest.subarray(at + end.length)
        return text
      }
      await more()
    }
  }

  const skip = async () => {
    for (const bytes = content(); inside; ) await bytes.next()
  }

  try {
    await skip()
    for (;;) {
      while (rest.length < 2) await more()
      if (rest.toString("latin1", 0, 2) === "--") return
      // The line break that ends the delimiter's line is the first of those that end the headers, when there are none.
      const lines = await head("\r\n")
      if (lines.trim() !== "") fail("invalid", "the form has a broken boundary")
      rest = Buffer.concat([Buffer.from("\r\n"), rest])
      const headers = headersOf(await head("\r\n\r\n"))
      const disposition = headers.get("content-disposition") ?? ""
      inside = true
      yield {
        name: parameter(disposition, "name") ?? "",
        filename: parameter(disposition, "filename"),
        type: headers.get("content-type"),
        bytes: content(),
      }
      await skip()
    }
  } finally {
    // Cancelling what broke off rejects once more with what the reader has heard already.
    await Promise.allSettled([reader.cancel()])
  }
}
