import { expect, test } from "bun:test"
import type { Event } from "../../web/state/index.ts"
import { loadPage } from "../../web/state/messages.ts"
import { expireProgress, progressed, progressFor, wordsOf } from "../../web/state/progress.ts"
import { durationOf } from "../../web/time.ts"
import { rowsOf } from "../../web/views/rows.ts"
import { event, message, page, start } from "./support.ts"

const step = (seq: number, turn_id?: string, author = "bot") =>
  message(seq, author, { kind: "agent_tool", turn_id, body: `step ${seq}` })

const folded = (...list: ReturnType<typeof message>[]) => {
  const state = start()
  loadPage(state, "chn_general", page(list), "fresh", state.cursor)
  return [...rowsOf(state, state.spans.chn_general?.ids ?? [], [], 0)]
}

test("the steps of one turn are one row, also when somebody speaks between them", () => {
  const rows = folded(step(1, "t1"), step(2, "t1"), message(3, "bob"), step(4, "t1"), step(5, "t2"), message(6, "bot"))
  expect(rows.map(([key, row]) => [key, row.steps?.length ?? 0, row.grouped])).toEqual([
    ["turn:usr_bot:t1", 3, false],
    ["msg_3", 0, false],
    ["turn:usr_bot:t2", 1, false],
    ["msg_6", 0, true],
  ])
})

test("steps without a turn fold while they stand together; a deleted one is left out", () => {
  const gone = { ...step(2), deleted_at: "2026-11-18T09:00:02Z" }
  const rows = folded(step(1), gone, step(3), message(4, "bob"), step(5))
  expect(rows.map(([, row]) => row.steps)).toEqual([["msg_1", "msg_3"], undefined, ["msg_5"]])
})

test("the New line stands above words, never above steps", () => {
  const rows = folded(step(1, "t1"), message(2, "bob"))
  expect(rows.map(([, row]) => row.isNew)).toEqual([false, true])
})

const frame = (seq: number, op: string, line?: object) =>
  event(0, {
    type: "agent.progress",
    payload: { user_id: "usr_bot", channel_id: "chn_general", turn_id: "t1", seq, op, line },
  }) as Extract<Event, { type: "agent.progress" }>

test("what an agent does is shown until it is cleared, late frames change nothing", () => {
  const state = start()
  const turn = () => state.progress.chn_general?.t1
  progressed(state, frame(1, "append", { id: "turn", kind: "commentary", status: "running" }), 1000)
  expect(turn() && wordsOf(turn()!)).toBe("Working")
  progressed(state, frame(3, "append", { id: "a", kind: "tool", tool_name: "read", text: "fares/table.go" }), 1000)
  progressed(state, frame(2, "update", { id: "a", kind: "tool", tool_name: "old" }), 1000)
  expect(turn() && wordsOf(turn()!)).toBe("read: fares/table.go")
  progressed(state, frame(4, "finalize", { id: "a", kind: "tool", status: "failed" }), 1000)
  expect(turn() && wordsOf(turn()!)).toBe("read: fares/table.go (failed)")
  progressed(state, frame(5, "clear"), 1000)
  expect(turn()).toBeUndefined()
})

test("a turn that falls silent is forgotten by itself", () => {
  const state = start()
  progressed(state, frame(1, "append", { id: "a", kind: "tool", text: "Reading" }), 1000)
  expect(expireProgress(state, 1000 + progressFor - 1)).toBe(1000 + progressFor)
  expect(expireProgress(state, 1000 + progressFor)).toBeUndefined()
  expect(state.progress).toEqual({})
})

test("how long it took is told in two units at most", () => {
  const from = "2026-11-18T09:00:00Z"
  const after = (seconds: number) => durationOf(from, new Date(Date.parse(from) + seconds * 1000).toISOString())
  expect([0, 38, 60, 104, 3600, 7500].map(after)).toEqual(["", "38 s", "1 min", "1 min 44 s", "1 h", "2 h 5 min"])
})
