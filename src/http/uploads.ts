import { api } from "../api/index.ts"
import type { Services } from "../domain/index.ts"
import type { Row } from "../store/index.ts"
import { formParts } from "./multipart.ts"
import { type Call, created, ok, route } from "./route.ts"

/** Tells the plugin that a 404 means "no such upload" and not "no such route". */
const nonces = { "X-ClickClack-Upload-Nonce": "supported" }

/** What a browser may show by itself; everything else is saved. */
const shown = /^(image\/(png|jpeg|gif|webp)|video\/(mp4|webm)|audio\/[\w.+-]+|text\/plain|application\/pdf)$/

/** A header value that every client understands, and the name as it is for those that know how. */
const disposition = (kind: string, filename: string): string => {
  const plain = filename.replace(/[^\x20-\x7e]|["\\%]/g, "_")
  const exact = encodeURIComponent(filename).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${kind}; filename="${plain}"${plain === filename ? "" : `; filename*=UTF-8''${exact}`}`
}

const headersFor = (upload: Row<"uploads">): Record<string, string> => {
  const type = upload.content_type.split(";")[0]!.trim().toLowerCase()
  const inline = shown.test(type)
  const sent =
    type === "text/plain" && !upload.content_type.includes(";") ? "text/plain; charset=utf-8" : upload.content_type
  return {
    "Content-Type": inline ? sent : "application/octet-stream",
    "Content-Disposition": disposition(inline ? "inline" : "attachment", upload.filename),
    "Content-Security-Policy":
      "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'",
    "X-Content-Type-Options": "nosniff",
    "Accept-Ranges": "bytes",
    // Rights are asked again each time; the bytes themselves never change.
    "Cache-Control": "private, no-cache",
    ETag: `"${upload.sha256}"`,
  }
}

/** The one range that is asked for: undefined for the whole, null for one outside of the file. */
const rangeOf = (header: string | null, size: number): { start: number; end: number } | null | undefined => {
  const found = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? "")
  if (!found || (found[1] === "" && found[2] === "")) return undefined
  const [first, last] = [found[1]!, found[2]!]
  if (first === "")
    return Number(last) === 0 || size === 0 ? null : { start: Math.max(0, size - Number(last)), end: size }
  if (last !== "" && Number(last) < Number(first)) return undefined
  if (Number(first) >= size) return null
  return { start: Number(first), end: last === "" ? size : Math.min(size, Number(last) + 1) }
}

/** True when the caller has these bytes already. */
const isFresh = (asked: Headers, headers: Record<string, string>): boolean =>
  (asked.get("if-none-match") ?? "").split(",").some((tag) => tag.trim().replace(/^W\//, "") === headers.ETag)

/** The small picture; what has none is sent itself. */
const thumbnail = async (services: Services, call: Call<typeof api.uploads.thumbnail>): Promise<Response> => {
  const upload = await services.uploads.find(call.actor, call.params.upload_id!)
  const headers: Record<string, string> = {
    ...headersFor(upload),
    "Content-Type": "image/webp",
    "Content-Disposition": disposition("inline", `${upload.filename}.webp`),
    "Accept-Ranges": "none",
    ETag: `"${upload.sha256}-small"`,
  }
  if (isFresh(call.c.req.raw.headers, headers)) return new Response(null, { status: 304, headers })
  const image = upload.content_type.startsWith("image/")
  const small = image ? await services.uploads.thumbnail(upload) : undefined
  return small ? new Response(new Uint8Array(small), { headers }) : download(services, call)
}

const download = async (
  { uploads }: Services,
  { actor, params, c }: Call<typeof api.uploads.get | typeof api.uploads.thumbnail>,
): Promise<Response> => {
  const upload = await uploads.find(actor, params.upload_id!)
  const headers = headersFor(upload)
  const asked = c.req.raw.headers
  if (isFresh(asked, headers)) return new Response(null, { status: 304, headers })
  const same = asked.get("if-range") === null || asked.get("if-range") === headers.ETag
  const size = upload.byte_size
  const range = same ? rangeOf(asked.get("range"), size) : undefined
  if (range === null)
    return Response.json(
      { error: "the range is outside of the file" },
      { status: 416, headers: { "Content-Range": `bytes */${size}` } },
    )
  const { start, end } = range ?? { start: 0, end: size }
  const body = await uploads.read(upload, start, end)
  if (body === undefined) return Response.json({ error: "upload not found" }, { status: 404 })
  return new Response(body, {
    status: range ? 206 : 200,
    headers: {
      ...headers,
      "Content-Length": String(end - start),
      ...(range ? { "Content-Range": `bytes ${start}-${end - 1}/${size}` } : {}),
    },
  })
}

/** Files in, files out, files shown in messages. */
export const uploadRoutes = (services: Services) => {
  const { uploads, attachments } = services
  return [
    route(api.uploads.create, async ({ actor, query, c }) => {
      const length = Number(c.req.header("content-length") ?? Number.NaN)
      const form = () => formParts(c.req.raw)
      const { upload, replayed } = await uploads.create(actor, query, form, length >= 0 ? length : undefined)
      return replayed ? ok({ upload }) : created({ upload })
    }),

    {
      ...route(api.uploads.byNonce, async ({ actor, query }) =>
        ok({ upload: await uploads.byNonce(actor, query.workspace_id, query.nonce) }),
      ),
      headers: nonces,
    },

    route(api.uploads.get, (call) => download(services, call)),

    route(api.uploads.thumbnail, (call) => thumbnail(services, call)),

    route(api.messages.attach, async ({ actor, params, body }) => {
      await attachments.add(actor, params.message_id!, body.upload_id)
      return ok({ ok: true })
    }),
  ]
}
