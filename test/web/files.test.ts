import { expect, test } from "bun:test"
import { kindOf, placeFor, sizeOf } from "../../web/sizes.ts"
import {
  type Attachment,
  putFile,
  restoreFiles,
  saysOnlyNames,
  setFile,
  sizeLimit,
  trayOf,
} from "../../web/state/files.ts"
import { due, enqueue } from "../../web/state/outbox.ts"
import { start, workspace_id } from "./support.ts"

const file = (n: number, more: Partial<Attachment> = {}): Attachment => ({
  nonce: `file_${n}`,
  user_id: "usr_ada",
  workspace_id,
  key: "chn_general",
  sent: false,
  added_at: new Date(Date.UTC(2026, 10, 18, 10, 0, n)).toISOString(),
  name: `${n}.png`,
  type: "image/png",
  size: 1000,
  width: 0,
  height: 0,
  duration_ms: 0,
  state: "waiting",
  share: 0,
  ...more,
})
const sending = (n: number, files?: string[]) => ({
  nonce: `nonce_${n}`,
  user_id: "usr_ada",
  workspace_id,
  place: "chn_general",
  body: "Hello",
  created_at: new Date(Date.UTC(2026, 10, 18, 11, 0, n)).toISOString(),
  state: "waiting" as const,
  files,
})

test("a box shows its own files in the order in which they came, and none that went with a message", () => {
  const state = start()
  for (const one of [file(2), file(1), file(3, { key: "chn_other" }), file(4, { sent: true })]) putFile(state, one)
  expect(trayOf(state, "chn_general").map((one) => one.nonce)).toEqual(["file_1", "file_2"])
})

test("a file over the limit says the limit and is never uploaded", () => {
  const state = start()
  putFile(state, file(1, { size: sizeLimit + 1 }))
  expect(state.files.file_1?.state).toBe("refused")
  expect(state.files.file_1?.error).toBe("65 MB, the limit is 64")
  putFile(state, file(2, { size: sizeLimit }))
  expect(state.files.file_2?.state).toBe("waiting")
})

test("a message waits for its files, and words sent after it do not wait with it", () => {
  const state = start()
  putFile(state, file(1))
  enqueue(state, sending(1, ["file_1"]))
  enqueue(state, sending(2))
  expect(due(state).map((one) => one.nonce)).toEqual(["nonce_2"])
  setFile(state, "file_1", { state: "done", upload_id: "upl_1" })
  expect(due(state).map((one) => one.nonce)).toEqual(["nonce_1"])
})

test("after a reload a half-sent file waits again, and another person's stays theirs", () => {
  const state = start()
  restoreFiles(state, [file(1, { state: "sending", share: 0.4 }), file(2, { user_id: "usr_bob" })])
  expect(state.files.file_1).toMatchObject({ state: "waiting", share: 0 })
  expect(state.files.file_2).toBeUndefined()
})

test("a message that says only the names of its files is known as such", () => {
  expect(saysOnlyNames("a.png, b.pdf", [{ filename: "a.png" }, { filename: "b.pdf" }])).toBe(true)
  expect(saysOnlyNames("a.png is broken", [{ filename: "a.png" }])).toBe(false)
  expect(saysOnlyNames("", [])).toBe(false)
})

test("a picture gets a place in its own proportions, never larger than it is", () => {
  expect(placeFor(1600, 1200)).toEqual({ width: 448, height: 336 })
  expect(placeFor(400, 4000)).toEqual({ width: 36, height: 360 })
  expect(placeFor(32, 16)).toEqual({ width: 32, height: 16 })
  expect(placeFor(0, 0)).toBeUndefined()
})

test("sizes and kinds are told in few signs", () => {
  expect([0, 1, 900, 4096, 1_150_000, 64 * 1024 * 1024].map(sizeOf)).toEqual([
    "0 bytes",
    "1 byte",
    "900 bytes",
    "4 kB",
    "1.1 MB",
    "64 MB",
  ])
  expect(kindOf("notes.md", "")).toBe("Markdown")
  expect(kindOf("heap.pprof", "")).toBe("PPROF")
  expect(kindOf("README", "text/plain")).toBe("Text")
})
