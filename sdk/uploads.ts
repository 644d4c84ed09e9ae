import type { Api } from "../src/api/index.ts"
import { path, type Transport } from "./request.ts"

type Uploads = Api["uploads"]
export type NewUpload = {
  workspace_id: string
  file: Blob
  filename: string
  /** Makes repeating harmless. */
  nonce?: string
  width?: number
  height?: number
  duration_ms?: number
}

export const files = ({ base, call, send }: Transport) => ({
  uploads: {
    create: ({ workspace_id, file, filename, nonce, ...about }: NewUpload, signal?: AbortSignal) => {
      const form = new FormData()
      for (const [name, value] of Object.entries(about)) form.set(name, String(value))
      form.set("file", file, filename)
      return call<Uploads["create"]>("POST", "/api/uploads", { query: { workspace_id, nonce }, form, signal })
    },
    byNonce: (workspaceId: string, nonce: string) =>
      call<Uploads["byNonce"]>("GET", "/api/uploads/by-nonce", { query: { workspace_id: workspaceId, nonce } }),
    /** The response with the bytes, to be streamed or saved. */
    get: (uploadId: string, signal?: AbortSignal) => send("GET", path`/api/uploads/${uploadId}`, { signal }),
    /** A small picture of an image; the image itself when it has none. */
    thumbnail: (uploadId: string, signal?: AbortSignal) =>
      send("GET", path`/api/uploads/${uploadId}/thumbnail`, { signal }),
    thumbnailUrl: (uploadId: string) => base + path`/api/uploads/${uploadId}/thumbnail`,
    /** Where a browser that is signed in finds the bytes. */
    url: (uploadId: string) => base + path`/api/uploads/${uploadId}`,
  },
})
