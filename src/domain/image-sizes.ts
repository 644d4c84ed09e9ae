import { timestamp } from "../ids.ts"
import type { Files } from "../store/files.ts"
import type { Row } from "../store/index.ts"
import type { Deps } from "./deps.ts"

/** Before it stand the camera's notes, a preview and a colour profile at most. */
const headBytes = 524_288
/** How far back an upload may lie that a crash kept from being measured. */
const recentMs = 3_600_000

type Stored = Pick<Row<"uploads">, "id" | "storage_path" | "byte_size">

/** Width and height as the image is shown, from its header alone; nothing for what is no image that Bun knows. */
const sizeOf = (head: Uint8Array): Promise<{ width: number; height: number } | undefined> =>
  new Bun.Image(head).metadata().then(
    ({ width, height }) => ({ width, height }),
    () => undefined,
  )

/** Sizes of images whose senders did not tell them: found out one after the other, after the upload was answered. */
export const imageSizes = ({ store, log }: Deps, files: Files) => {
  let working = Promise.resolve()
  let caughtUp: Promise<void> | undefined

  const measure = async ({ id, storage_path, byte_size }: Stored) => {
    const head = await files.read(storage_path, 0, Math.min(byte_size, headBytes))
    const size = head && (await sizeOf(await new Response(head).bytes()))
    if (size) await store.write(null, (tx) => tx.uploads.setSize(id, size))
  }
  const enqueue = (row: Stored) => {
    working = working.then(() => measure(row)).catch((error) => log.error("image not measured", { error, id: row.id }))
  }

  return {
    /** Measures the file if it calls itself an image and nobody has told its size. */
    look: (row: Row<"uploads">): void => {
      if (row.content_type.startsWith("image/") && row.width === 0 && row.height === 0) enqueue(row)
    },

    /** Looks, until it worked once, at what came in shortly before the server stopped. */
    catchUp: (): Promise<void> => {
      const since = timestamp(new Date(Date.now() - recentMs))
      caughtUp ??= store.read.uploads.unmeasured(since, 100).then(
        (rows) => rows.forEach(enqueue),
        (error) => {
          caughtUp = undefined
          throw error
        },
      )
      return caughtUp
    },

    /** Resolves when everything that was looked at is measured. */
    settled: () => working,
  }
}
