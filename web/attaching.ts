import { isApiError, isTemporary } from "../sdk/index.ts"
import type { Base } from "./base.ts"
import { readAll, write } from "./storage.ts"

/** Uploads that a message has still to get, kept until it has them all. */
type Owed = { nonce: string; user_id: string; workspace_id: string; uploads: string[] }

const slot = (nonce: string) => `attach:${nonce}`

/** A message is posted with one file at most; the others are attached afterwards, also by a later page. */
export const createAttaching = ({ client, state, connection, ui }: Base) => {
  const busy = new Set<string>()

  const attach = async (owed: Owed, messageId?: string) => {
    if (busy.has(owed.nonce)) return
    busy.add(owed.nonce)
    try {
      const id = messageId ?? (await client.messages.byNonce(owed.workspace_id, owed.nonce)).message.id
      let rest = owed.uploads
      for (const upload of owed.uploads) {
        await client.messages.attach(id, upload)
        rest = rest.filter((one) => one !== upload)
        write(slot(owed.nonce), rest.length > 0 ? { ...owed, uploads: rest } : undefined)
      }
    } catch (error) {
      if (!isApiError(error)) throw error
      if (isTemporary(error)) setTimeout(resume, 3000)
      else {
        write(slot(owed.nonce), undefined)
        ui.say(`A file could not be added to your message: ${error.message}.`)
      }
    } finally {
      busy.delete(owed.nonce)
    }
  }

  /** Goes on with what is owed to messages that have arrived. */
  const resume = () => {
    if (connection() !== "open") return
    for (const [, owed] of readAll<Owed>("attach:")) {
      const mine = owed.user_id === state.me?.id && owed.workspace_id === state.workspaceId
      if (mine && !state.outbox[owed.nonce]) void attach(owed)
    }
  }

  return {
    /** Before the message goes: these shall follow it. */
    owe: (nonce: string, uploads: string[]) => {
      const { me, workspaceId } = state
      if (me && uploads.length > 0)
        write(slot(nonce), { nonce, user_id: me.id, workspace_id: workspaceId, uploads } satisfies Owed)
    },
    /** The message stands: now they follow. */
    pay: (nonce: string, messageId: string) => {
      for (const [, owed] of readAll<Owed>(slot(nonce))) void attach(owed, messageId)
    },
    /** The message was given up. */
    forgive: (nonce: string) => write(slot(nonce), undefined),
    resume,
  }
}
