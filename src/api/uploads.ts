import * as v from "valibot"
import { endpoint } from "./endpoint.ts"
import { needed, param } from "./kit.ts"
import { Upload } from "./objects.ts"

const tag = "Uploads"
const One = v.object({ upload: Upload })

export const uploads = {
  create: endpoint({
    method: "POST",
    path: "/api/uploads",
    tag,
    summary: "Stores one file of at most 64 MiB. The same nonce again answers 200 without reading the file.",
    description: "The other fields of the form come before `file`. 413: too large or the quota is used up.",
    auth: "any",
    scope: "uploads:write",
    query: v.object({
      workspace_id: param("Whose file it is; or a field of the form."),
      nonce: param("Makes repeating harmless; needs `workspace_id` here."),
    }),
    form: {
      type: "multipart/form-data",
      fields: v.object({
        workspace_id: v.optional(v.string()),
        width: v.optional(v.string()),
        height: v.optional(v.string()),
        duration_ms: v.optional(v.string()),
        file: v.pipe(v.string(), v.metadata({ format: "binary" })),
      }),
    },
    answers: { 201: One, 200: One },
  }),
  byNonce: endpoint({
    method: "GET",
    path: "/api/uploads/by-nonce",
    tag,
    summary: "My upload with this nonce, or 404.",
    description:
      "Every answer carries `X-ClickClack-Upload-Nonce: supported`. 409: in progress or another workspace's.",
    auth: "any",
    scope: "uploads:write",
    query: v.object({ workspace_id: needed("Where to look."), nonce: needed("The nonce I uploaded with.") }),
    answers: { 200: One },
  }),
  get: endpoint({
    method: "GET",
    path: "/api/uploads/{upload_id}",
    tag,
    summary: "The bytes, for whoever may read a message that has the file. Ranges are answered with 206.",
    auth: "any",
    scope: "messages:read",
    produces: "application/octet-stream",
    answers: { 200: v.string(), 206: v.string() },
  }),
  thumbnail: endpoint({
    method: "GET",
    path: "/api/uploads/{upload_id}/thumbnail",
    tag,
    summary: "A small picture of an image, as WebP of at most 720 pixels a side.",
    description:
      "For whoever may read the file. Made shortly after the upload, of JPEG and PNG; without one the file itself is sent.",
    auth: "any",
    scope: "messages:read",
    produces: "image/webp",
    answers: { 200: v.string(), 206: v.string() },
  }),
}
