import { timestamp } from "../ids.ts"
import type { Files } from "../store/files.ts"
import type { Row } from "../store/index.ts"
import type { Deps } from "./deps.ts"
import { thumbnails } from "./thumbnails.ts"

/** Before it stand the camera's notes, a preview and a colour profile at most. */
const headBytes = 524_288
/** Also bounds what a packed profile in a header may grow to. */
const maxPixels = 100_000_000
/** How far back an upload may lie that a crash kept from being measured. */
const recentMs = 3_600_000

type Stored = Pick<Row<"uploads">, "id" | "storage_path" | "byte_size">

/** Width and height as the image is shown, from its header alone; nothing for what is no image that Bun knows. */
const sizeOf = (head: Uint8Array): Promise<{ width: number; height: number } | undefined> =>
  new Bun.Image(head, { maxPixels }).metadata().then(
    ({ width, height }) => ({ width, height }),
    () => undefined,
  )

/** What is made of images, one after the other, after their upload was answered: their sizes and small pictures. */
export const images = (deps: Deps, files: Files) => {
  const { store, log } = deps
  const small = thumbnails(deps, files)
  let working = Promise.resolve()
  let caughtUp: Promise<void> | undefined

  const measure = async ({ id, storage_path, byte_size }: Stored) => {
    const head = await files.read(storage_path, 0, Math.min(byte_size, headBytes))
    const size = head && (await sizeOf(await new Response(head).bytes()))
    if (size) await store.write(null, (tx) => tx.uploads.setSize(id, size))
  }
  const enqueue = (id: string, work: () => Promise<void>) => {
    working = working.then(work).catch((error) => log.error("image not looked at", { error, id }))
  }

  return {
    /** Looks at the file if it calls itself an image; measures it unless its sender told its size. */
    look: (row: Row<"uploads">): void => {
      if (!row.content_type.startsWith("image/")) return
      if (row.width === 0 && row.height === 0) enqueue(row.id, () => measure(row))
      enqueue(row.id, () => small.make(row))
    },

    /** Looks, until it worked once, at what came in shortly before the server stopped. */
    catchUp: (): Promise<void> => {
      const since = timestamp(new Date(Date.now() - recentMs))
      caughtUp ??= store.read.uploads.unmeasured(since, 100).then(
        (rows) => {
          for (const row of rows) enqueue(row.id, () => measure(row))
        },
        (error) => {
          caughtUp = undefined
          throw error
        },
      )
      return caughtUp
    },

    thumbnail: small.read,

    /** Resolves when everything has been looked at. */
    settled: () => working,
  }
}
