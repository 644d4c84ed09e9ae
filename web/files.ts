import { createEffect, untrack } from "solid-js"
import { createClient, isApiError, isTemporary } from "../sdk/index.ts"
import { sentence } from "./actions/attempt.ts"
import type { Base } from "./base.ts"
import { blobs } from "./blobs.ts"
import { createCarry } from "./carry.ts"
import { probe } from "./probe.ts"
import { type Attachment, putFile, restoreFiles, setFile, trayOf } from "./state/files.ts"
import { onOtherTab, readAll, write } from "./storage.ts"

const atOnce = 3
const slot = (nonce: string) => `file:${nonce}`

/** Brings files to the server, with progress; what has not arrived survives a reload. */
export const createFiles = ({ client, state, change, connection }: Base) => {
  const bytes = new Map<string, Blob>()
  const urls = new Map<string, string>()
  const running = new Map<string, AbortController>()
  const resting = new Set<string>()

  const keep = (nonce: string) => {
    const file = state.files[nonce]
    write(slot(nonce), file && file.state !== "refused" ? file : undefined)
  }
  const patch = (nonce: string, next: Partial<Attachment>) => {
    change((draft) => setFile(draft, nonce, next))
    keep(nonce)
  }

  const blobOf = async (nonce: string) => {
    const blob = bytes.get(nonce) ?? (await blobs.get(nonce))
    if (blob) bytes.set(nonce, blob)
    return blob
  }

  /** The bytes are gone with an earlier page; perhaps they had all arrived. */
  const lookFor = async ({ nonce, workspace_id }: Attachment) => {
    try {
      const { upload } = await client.uploads.byNonce(workspace_id, nonce)
      return upload
    } catch (error) {
      if (!isApiError(error) || error.status !== 404) throw error
      return undefined
    }
  }

  const carry = async (file: Attachment, signal: AbortSignal) => {
    const { nonce, workspace_id, width, height, duration_ms } = file
    const blob = await blobOf(nonce)
    if (!blob) return lookFor(file)
    const carrier = createClient({
      fetch: createCarry((share) => change((draft) => setFile(draft, nonce, { share }))),
    })
    const about = { workspace_id, nonce, width, height, duration_ms }
    const { upload } = await carrier.uploads.create({ ...about, file: blob, filename: file.name }, signal)
    return upload
  }

  const upload = async (file: Attachment) => {
    const { nonce } = file
    const control = new AbortController()
    running.set(nonce, control)
    patch(nonce, { state: "sending", error: undefined })
    try {
      const done = await carry(file, control.signal)
      if (done) {
        patch(nonce, { state: "done", share: 1, upload_id: done.id })
        const url = urls.get(nonce)
        if (url) urls.set(done.id, url)
        void blobs.remove(nonce)
      } else patch(nonce, { state: "failed", error: "It is no longer here. Add it again." })
    } catch (error) {
      if (!control.signal.aborted) failed(nonce, error)
    } finally {
      running.delete(nonce)
      pump()
    }
  }

  const failed = (nonce: string, error: unknown) => {
    if (!isApiError(error)) throw error
    // 409: an earlier try of the same file has not ended yet.
    if (!isTemporary(error) && error.status !== 409 && error.status !== 401) {
      patch(nonce, { state: "failed", share: 0, error: sentence(error.message) })
      return
    }
    patch(nonce, { state: "waiting", share: 0 })
    resting.add(nonce)
    setTimeout(() => {
      resting.delete(nonce)
      pump()
    }, 2000)
  }

  const pump = () =>
    untrack(() => {
      if (connection() !== "open") return
      for (const file of Object.values(state.files)) {
        if (running.size >= atOnce) return
        const ready = file.state === "waiting" && !resting.has(file.nonce) && !running.has(file.nonce)
        if (ready && file.workspace_id === state.workspaceId) void upload(file)
      }
    })

  createEffect(() => {
    if (connection() === "open") {
      resting.clear()
      pump()
    }
  })

  /** `place` is its place among those that came with it: the box keeps their order, whichever is looked at first. */
  const add = async (key: string, file: File, place: number) => {
    const { me, workspaceId } = state
    if (!me) return
    const nonce = crypto.randomUUID()
    const url = URL.createObjectURL(file)
    bytes.set(nonce, file)
    urls.set(nonce, url)
    const added_at = new Date(Date.now() + place).toISOString()
    const measures = await probe(file, url)
    change((draft) =>
      putFile(draft, {
        ...{ nonce, key, added_at, user_id: me.id, workspace_id: workspaceId, sent: false },
        ...{ name: file.name || "file", type: file.type, size: file.size, state: "waiting", share: 0, ...measures },
      }),
    )
    if (state.files[nonce]?.state !== "waiting") return
    void blobs.put(nonce, file)
    keep(nonce)
    pump()
  }

  /** Forgets one, and stops it when it is on its way. */
  const forget = (nonce: string) => {
    running.get(nonce)?.abort()
    bytes.delete(nonce)
    write(slot(nonce), undefined)
    void blobs.remove(nonce)
    change((draft) => {
      delete draft.files[nonce]
    })
  }

  // What another tab sent or took out does not lie in the box here any more.
  onOtherTab("file:", (key, value) => {
    const file = state.files[key.slice("file:".length)]
    const gone = value === undefined || (value as Attachment).sent
    if (!file || file.sent || !gone) return
    running.get(file.nonce)?.abort()
    change((draft) => {
      delete draft.files[file.nonce]
    })
  })

  return {
    /** Puts files into a box and begins to upload them. */
    add: (key: string, files: Iterable<File>) => Promise.all([...files].map((file, place) => add(key, file, place))),
    remove: (nonce: string) => {
      const url = urls.get(nonce)
      forget(nonce)
      if (url) URL.revokeObjectURL(url)
      urls.delete(nonce)
    },
    forget,
    retry: (nonce: string) => {
      patch(nonce, { state: "waiting", share: 0, error: undefined })
      pump()
    },
    /** Takes what lies in a box for a message. */
    take: (key: string) => {
      const tray = trayOf(state, key)
      for (const { nonce } of tray) patch(nonce, { sent: true })
      return tray
    },
    /** What this page can show of a file or upload without asking the server. */
    url: (id: string) => urls.get(id),
    restore: () =>
      change((draft) =>
        restoreFiles(
          draft,
          readAll<Attachment>("file:").map(([, file]) => file),
        ),
      ),
    pump,
  }
}

export type Files = ReturnType<typeof createFiles>
