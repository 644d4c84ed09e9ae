import { expect, test } from "bun:test"
import { formParts } from "../src/http/multipart.ts"
import { refusalOf } from "./support/thrown.ts"

/** A request whose body comes in pieces of so many bytes. */
const inPieces = (body: string | Uint8Array, size: number, type = "multipart/form-data; boundary=edge") => {
  const bytes = typeof body === "string" ? Buffer.from(body) : body
  const stream = new ReadableStream({
    start: (controller) => {
      for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size))
      controller.close()
    },
  })
  return new Request("http://localhost/", { method: "POST", body: stream, headers: { "Content-Type": type } })
}

const read = async (request: Request) => {
  const parts = []
  for await (const { bytes, ...about } of formParts(request)) {
    const chunks: Uint8Array[] = []
    for await (const chunk of bytes) chunks.push(chunk)
    parts.push({ ...about, text: Buffer.concat(chunks).toString("latin1") })
  }
  return parts
}

const part = (head: string, content: string) => `--edge\r\n${head}\r\n\r\n${content}\r\n`
const field = (name: string, value: string) => part(`Content-Disposition: form-data; name="${name}"`, value)

test("the parts are the same, in whatever pieces they come", async () => {
  const tricky = "\r\n--edg\r\n--edgX--edge\r\r\n--\r\n"
  const head = 'content-disposition: form-data; filename="a.bin"; name="file"\r\nContent-Type: image/png'
  const body = `preamble\r\n${field("width", "3")}${part(head, tricky)}${part("X: y", "")}--edge--\r\nepilogue`
  for (let size = 1; size <= body.length; size++)
    expect(await read(inPieces(body, size))).toEqual([
      { name: "width", filename: undefined, type: undefined, text: "3" },
      { name: "file", filename: "a.bin", type: "image/png", text: tricky },
      { name: "", filename: undefined, type: undefined, text: "" },
    ])
})

test("what a reader leaves of a part is passed over", async () => {
  const body = `${part('Content-Disposition: form-data; name="file"; filename="x"', "y".repeat(10_000))}${field("after", "z")}--edge--`
  const names: string[] = []
  for await (const { name, bytes } of formParts(inPieces(body, 100))) {
    names.push(name)
    for await (const chunk of bytes) if (chunk.length > 0) break
  }
  expect(names).toEqual(["file", "after"])
})

test("a form that the platform writes is read as it was meant", async () => {
  const bytes = crypto.getRandomValues(new Uint8Array(100_000))
  const form = new FormData()
  form.set("width", "640")
  form.set("file", new File([bytes], 'na"me Größe.png', { type: "image/png" }))
  const request = new Request("http://localhost/", { method: "POST", body: form })
  const parts = await read(request)
  expect(parts.map(({ name, filename }) => [name, filename])).toEqual([
    ["width", undefined],
    ["file", 'na"me Größe.png'],
  ])
  expect(Buffer.from(parts[1]?.text ?? "", "latin1").equals(Buffer.from(bytes))).toBe(true)
})

test("a form that breaks off, or is none, is refused with a reason", async () => {
  const whole = `${field("a", "b")}--edge--`
  for (let length = 0; length < whole.length - 1; length += 3)
    expect((await refusalOf(read(inPieces(whole.slice(0, length), 10)))).code).toBe("invalid")
  for (const type of ["application/json", "multipart/form-data", "text/plain; boundary=edge"])
    expect((await refusalOf(read(inPieces(whole, 10, type)))).code).toBe("invalid")
  expect((await refusalOf(read(inPieces(part("X: ".padEnd(20_000, "y"), "z"), 1_000)))).code).toBe("invalid")
})
