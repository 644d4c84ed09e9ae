import type { Files } from "../store/files.ts"
import type { Row } from "../store/index.ts"
import type { Deps } from "./deps.ts"

/** No side of a small picture is longer, in pixels. */
const edge = 720
/** Below this a picture is small enough as it is. */
const worthwhileBytes = 65_536
/** Bigger files are shown as they are: one is held in memory while its picture is made. */
const fileBytes = 16_777_216
/** A PNG, and a JPEG that comes in passes, is unpacked whole: four bytes for each pixel. */
const maxPixels = 24_000_000

/** Where the small picture of a stored file lies, if it has one. */
export const smallName = (storage_path: string): string => `${storage_path}-small`

type Stored = Pick<Row<"uploads">, "id" | "storage_path" | "byte_size">

async function* once(bytes: Uint8Array) {
  yield bytes
}

/** The picture as WebP; nothing for what is small already, too big, damaged, or may move. */
const shrink = async (bytes: Uint8Array): Promise<Uint8Array | undefined> => {
  const about = await new Bun.Image(bytes, { maxPixels }).metadata().catch(() => undefined)
  if (about?.format !== "jpeg" && about?.format !== "png") return undefined
  if (Math.max(about.width, about.height) <= edge) return undefined
  return new Bun.Image(bytes, { maxPixels })
    .resize(edge, edge, { fit: "inside" })
    .webp({ quality: 80 })
    .bytes()
    .catch(() => undefined)
}

/** Small pictures beside big ones, for lists and slow lines. */
export const thumbnails = ({ store }: Deps, files: Files) => ({
  make: async ({ id, storage_path, byte_size }: Stored): Promise<void> => {
    if (byte_size < worthwhileBytes || byte_size > fileBytes) return
    const whole = await files.read(storage_path, 0, byte_size)
    const small = whole && (await shrink(await new Response(whole).bytes()))
    if (!small) return
    const name = smallName(storage_path)
    await files.write(name, once(small)).catch(async (error) => {
      // A full disk leaves half of it.
      await files.remove(name)
      throw error
    })
    // Its workspace may be gone by now, and what had to be removed removed.
    if (!(await store.read.uploads.find(id))) await files.remove(name)
  },

  read: ({ storage_path }: Stored): Promise<Uint8Array | undefined> =>
    files.readWhole(smallName(storage_path), worthwhileBytes * 16),
})
