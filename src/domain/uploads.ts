import type { Upload } from "../api/objects.ts"
import { fail, isAppError } from "../errors.ts"
import { newId, newSecret, timestamp } from "../ids.ts"
import type { Files } from "../store/files.ts"
import type { Queries, Row, Tx } from "../store/index.ts"
import { type Actor, findPlace, needBinding, needFreedom, standingIn } from "./access.ts"
import type { Deps } from "./deps.ts"
import { images } from "./images.ts"
import { nonce as nonceRule } from "./rules.ts"
import { smallName } from "./thumbnails.ts"
import { fieldText, fileName, measure, mediaType } from "./upload-rules.ts"
import { uploadJson } from "./wire.ts"

/** A part of a form, whose bytes come in as they are read. */
export type FormPart = {
  name: string
  filename?: string | undefined
  type?: string | undefined
  bytes: AsyncIterable<Uint8Array>
}

const mebibyte = 1_048_576
const fileLimit = 64 * mebibyte
/** What somebody may keep in one workspace. */
const quota = { bytes: 512 * mebibyte, files: 64 }
/** How long an upload may take before its place is given up. */
const reservationMs = 30 * 60_000

const nonceElsewhere = () => fail("conflict", "upload nonce was already used in another workspace")

/** Ends the request unless the actor may bring files into the workspace; whether there is such a workspace is not told. */
const needUploader = async (q: Queries, actor: Actor, workspaceId: string): Promise<void> => {
  needBinding(actor, workspaceId)
  const member = await q.members.find(workspaceId, actor.user.id)
  if (!member) return fail("forbidden", "only members upload into a workspace")
  needFreedom(member)
  if (member.role === "guest") fail("forbidden", "guests cannot upload")
}

/** Has the stored files of a workspace removed once its rows are gone. */
export const discardFiles = async (tx: Tx, workspaceId: string): Promise<void> => {
  const paths = await tx.uploads.pathsOf(workspaceId)
  for (let at = 0; at < paths.length; at += 500) await tx.uploads.insertCleanups(paths.slice(at, at + 500).map(cleanup))
}

const cleanup = (storage_path: string) => {
  const at = timestamp()
  return { id: newId("ucl"), storage_path, attempts: 0, last_error: null, created_at: at, due_at: at }
}

const isUnavailable = (error: unknown) => isAppError(error) && error.code === "unavailable"

/** Files on their way in and out. */
export const uploads = (deps: Deps, files: Files) => {
  const { store } = deps
  const q = store.read
  const pictures = images(deps, files)

  /** What this nonce brought in before. */
  const earlier = async (q: Queries, actor: Actor, workspaceId: string, nonce: string) => {
    const row = await q.uploads.byNonce(actor.user.id, nonce)
    return row && row.workspace_id !== workspaceId ? nonceElsewhere() : row
  }

  /** Takes a place in the quota, and writes down which file to remove should this upload never end. */
  const reserve = (actor: Actor, workspace_id: string, nonce: string | undefined, atMost: number) =>
    store.write(workspace_id, async (tx) => {
      await needUploader(tx, actor, workspace_id)
      const owner_id = actor.user.id
      const now = timestamp()
      if (nonce) {
        const running = await tx.uploads.reservationOf(owner_id, nonce)
        if (running && running.expires_at > now) fail("conflict", "upload nonce is already in progress")
        if (running) await giveUp(tx, running)
        if (await earlier(tx, actor, workspace_id, nonce)) fail("conflict", "upload nonce is already in progress")
      }
      const used = await tx.uploads.used(workspace_id, owner_id, now)
      if (used.files >= quota.files || used.bytes >= quota.bytes) fail("too_large", "upload quota exceeded")
      const row = {
        id: newId("upl"),
        workspace_id,
        owner_id,
        nonce: nonce ?? null,
        byte_size: Math.min(fileLimit, atMost, quota.bytes - used.bytes),
        storage_path: newSecret("upload").replace("_", "-"),
        created_at: now,
        expires_at: timestamp(new Date(Date.now() + reservationMs)),
      }
      await tx.uploads.reserve(row)
      return row
    })
  type Reservation = Awaited<ReturnType<typeof reserve>>

  /** An upload that will not end: its place is free, its file goes. */
  const giveUp = async (tx: Tx, { id, storage_path }: Pick<Reservation, "id" | "storage_path">) => {
    if (await tx.uploads.release(id)) await tx.uploads.insertCleanups([cleanup(storage_path)])
  }

  /** Streams the bytes to their file: how many there were, and their SHA-256. */
  const receive = async (place: Reservation, bytes: AsyncIterable<Uint8Array>) => {
    const hash = new Bun.CryptoHasher("sha256")
    let byte_size = 0
    const measured = async function* () {
      for await (const chunk of bytes) {
        byte_size += chunk.length
        if (byte_size > place.byte_size)
          fail("too_large", byte_size <= fileLimit ? "upload quota exceeded" : "a file may have at most 64 MiB")
        hash.update(chunk)
        yield chunk
      }
    }
    await files.write(place.storage_path, measured())
    return { byte_size, sha256: hash.digest("hex") }
  }

  const commit = (
    actor: Actor,
    place: Reservation,
    facts: Omit<Row<"uploads">, keyof Reservation> & { byte_size: number },
  ) =>
    store.write(place.workspace_id, async (tx) => {
      await needUploader(tx, actor, place.workspace_id)
      if (!(await tx.uploads.release(place.id))) fail("invalid", "the upload took too long")
      const { id, workspace_id, owner_id, nonce, storage_path, created_at } = place
      const row = { id, workspace_id, owner_id, nonce, storage_path, created_at, ...facts }
      await tx.uploads.insert(row)
      return row
    })

  /** Removes files that nothing needs: of uploads that never ended, of workspaces that are gone. What fails is tried again; a storage that does not answer is left alone until then. */
  const sweep = async (): Promise<void> => {
    await pictures.catchUp()
    for (const dead of await q.uploads.expired(timestamp(), 100)) await store.write(null, (tx) => giveUp(tx, dead))
    for (const { id, storage_path, attempts } of await q.uploads.dueCleanups(timestamp(), 100)) {
      const failure = await Promise.all([storage_path, smallName(storage_path)].map(files.remove)).then(
        () => undefined,
        (error: unknown) => error,
      )
      const wait = Math.min(24 * 60, 2 ** attempts) * 60_000
      await store.write(null, async (tx) => {
        if (failure === undefined) await tx.uploads.removeCleanup(id)
        else
          await tx.uploads.updateCleanup(id, {
            attempts: attempts + 1,
            last_error: String((failure instanceof Error && failure.cause) || failure).slice(0, 500),
            due_at: timestamp(new Date(Date.now() + wait)),
          })
      })
      if (isUnavailable(failure)) return
    }
  }

  return {
    /**
     * Stores the one file of a form. Quota is taken before the first byte; the bytes are on disk before the row is. The
     * same nonce again gives the same upload without reading the form.
     */
    create: async (
      actor: Actor,
      query: { workspace_id?: string | undefined; nonce?: string | undefined },
      form: () => AsyncIterable<FormPart>,
      /** How long the request says it is, so that small files hold little. */
      length = fileLimit,
    ): Promise<{ upload: Upload; replayed: boolean }> => {
      const nonce = nonceRule(query.nonce)
      const named = query.workspace_id?.trim() || undefined
      if (named) await needUploader(q, actor, named)
      if (nonce) {
        const row = await earlier(q, actor, named ?? fail("invalid", "a nonce needs workspace_id in the query"), nonce)
        if (row) return { upload: uploadJson(row), replayed: true }
      }
      const fields = new Map<string, string>()
      let place: Reservation | undefined
      try {
        let stored: (Awaited<ReturnType<typeof receive>> & { filename: string; content_type: string }) | undefined
        for await (const { name, filename, type, bytes } of form()) {
          if (name !== "file") {
            fields.set(name, await fieldText(bytes))
            continue
          }
          if (stored) fail("invalid", "one form brings one file")
          const inForm = fields.get("workspace_id") || undefined
          if (named && inForm && named !== inForm) fail("invalid", "form and query name different workspaces")
          const workspaceId = named ?? inForm ?? fail("invalid", "workspace_id is required before the file")
          place = await reserve(actor, workspaceId, nonce, length)
          stored = { ...(await receive(place, bytes)), filename: fileName(filename), content_type: mediaType(type) }
        }
        if (!place || !stored) return fail("invalid", "the form has no file")
        const [width, height, duration_ms] = [
          measure(fields.get("width")),
          measure(fields.get("height")),
          measure(fields.get("duration_ms")),
        ]
        const row = await commit(actor, place, { ...stored, width, height, duration_ms })
        pictures.look(row)
        return { upload: uploadJson(row), replayed: false }
      } catch (error) {
        const failed = place
        if (failed) await store.write(null, (tx) => giveUp(tx, failed))
        if (failed && !isUnavailable(error)) await sweep()
        throw error
      }
    },

    /** The caller's own upload with this nonce. */
    byNonce: async (actor: Actor, workspaceId: string, text: string): Promise<Upload> => {
      const nonce = nonceRule(text) ?? fail("invalid", "nonce is required")
      await standingIn(q, actor, workspaceId)
      const row = await earlier(q, actor, workspaceId, nonce)
      if (row) return uploadJson(row)
      const running = await q.uploads.reservationOf(actor.user.id, nonce)
      if (running && running.expires_at > timestamp()) fail("conflict", "upload nonce is already in progress")
      return fail("not_found", "upload not found")
    },

    /**
     * A file that the actor may see: through a message that shows it, as the icon of a workspace, or as the owner's while
     * nothing shows it.
     */
    find: async (actor: Actor, id: string): Promise<Row<"uploads">> => {
      const missing = () => fail("not_found", "upload not found")
      const row = (await q.uploads.find(id)) ?? missing()
      if (actor.bot && actor.bot.workspace_id !== row.workspace_id) missing()
      const member = (await q.members.find(row.workspace_id, actor.user.id)) ?? missing()
      const places = await q.uploads.placesOf(id)
      if (places.length === 0 && row.owner_id === actor.user.id) return row
      for (const place of places) {
        if (actor.bot && place.startsWith("dm_") && !actor.bot.scopes.has("dms:read")) continue
        if (await findPlace(q, actor, place)) return row
      }
      const workspace = await q.workspaces.find(member.workspace_id)
      return workspace?.icon_url === `/api/uploads/${id}` ? row : missing()
    },

    /** Bytes of a file that was found; nothing when they are gone. */
    read: (row: Row<"uploads">, start: number, end: number) => files.read(row.storage_path, start, end),

    /** The small picture of an image that was found, as WebP; nothing when it has none. */
    thumbnail: pictures.thumbnail,

    sweep,

    /** Resolves when the images that came in have been looked at. */
    settled: pictures.settled,
  }
}
