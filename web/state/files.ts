import type { Draft, Sending, State, Upload } from "./types.ts"

/** A file of mine on its way to the server, kept until a message has it. */
export type Attachment = {
  /** Also the upload's nonce: a second try is harmless. */
  nonce: string
  user_id: string
  workspace_id: string
  /** The place or root in whose message box it lies. */
  key: string
  /** It left the box with a message. */
  sent: boolean
  added_at: string
  name: string
  type: string
  size: number
  width: number
  height: number
  duration_ms: number
  state: "waiting" | "sending" | "done" | "failed" | "refused"
  /** How much of it has arrived, from 0 to 1. */
  share: number
  upload_id?: string
  error?: string
}

export const sizeLimit = 64 * 1024 * 1024

/** What lies in a message box, in the order in which it was put there. */
export const trayOf = (state: Pick<State, "files">, key: string): Attachment[] =>
  Object.values(state.files)
    .filter((file) => file.key === key && !file.sent)
    .sort((a, b) => a.added_at.localeCompare(b.added_at) || a.nonce.localeCompare(b.nonce))

/** The files of a message on its way. */
export const filesOf = (state: Pick<State, "files">, sending: Pick<Sending, "files">): Attachment[] =>
  (sending.files ?? []).flatMap((nonce) => state.files[nonce] ?? [])

/** True when nothing of it has still to be uploaded. */
export const filesArrived = (state: Pick<State, "files">, sending: Pick<Sending, "files">) =>
  (sending.files ?? []).every((nonce) => state.files[nonce]?.state === "done")

/** Adds a file to a box; one that is too big is shown with the reason and never sent. */
export const putFile = (draft: Draft, file: Attachment) => {
  draft.files[file.nonce] =
    file.size > sizeLimit
      ? { ...file, state: "refused", error: `${Math.ceil(file.size / 1024 / 1024)} MB, the limit is 64` }
      : file
}

/** Changes what is known about one. */
export const setFile = (draft: Draft, nonce: string, patch: Partial<Attachment>) => {
  const file = draft.files[nonce]
  if (file) draft.files[nonce] = { ...file, ...patch }
}

/** Takes up what an earlier page left: what had not arrived waits again. */
export const restoreFiles = (draft: Draft, saved: Attachment[]) => {
  for (const file of saved) {
    if (file.user_id !== draft.me?.id || draft.files[file.nonce]) continue
    draft.files[file.nonce] = file.state === "sending" ? { ...file, state: "waiting", share: 0 } : file
  }
}

/** The text of a message that has none: the server wants one. */
export const namesOf = (files: { name: string }[]) => files.map((file) => file.name).join(", ")

/** True when a message says nothing but the names of its files. */
export const saysOnlyNames = (body: string, attachments: Pick<Upload, "filename">[]) =>
  attachments.length > 0 && body === namesOf(attachments.map(({ filename }) => ({ name: filename })))
