import { connect } from "node:net"

export type Frame = { opcode: number; payload: Buffer }

/** A WebSocket client that reads only when it is told to: `pause` leaves everything in the pipe. */
export const openRaw = async (url: string, token: string) => {
  const { hostname, port, pathname, search, host } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port) })
  let bytes = Buffer.alloc(0)
  let wake: (() => void) | undefined
  let over = false
  socket.on("data", (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk])
    wake?.()
  })
  const end = () => {
    over = true
    wake?.()
  }
  socket.on("close", end)
  socket.on("error", end)
  const more = async () => {
    if (!over) await new Promise<void>((resolve) => (wake = resolve))
    return !over
  }
  const take = async (count: number): Promise<Buffer | undefined> => {
    while (bytes.length < count) if (!(await more()) && bytes.length < count) return undefined
    const taken = bytes.subarray(0, count)
    bytes = bytes.subarray(count)
    return taken
  }

  await new Promise<void>((resolve) => socket.once("connect", () => resolve()))
  const head = [
    `GET ${pathname}${search} HTTP/1.1`,
    `Host: ${host}`,
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    `Authorization: Bearer ${token}`,
  ]
  socket.write(`${head.join("\r\n")}\r\n\r\n`)
  while (!bytes.includes("\r\n\r\n")) if (!(await more())) throw new Error("the socket was refused")
  if (!bytes.toString().startsWith("HTTP/1.1 101")) throw new Error(`the socket was refused: ${bytes}`)
  bytes = bytes.subarray(bytes.indexOf("\r\n\r\n") + 4)

  /** The next frame; nothing when the connection is over. */
  const frame = async (): Promise<Frame | undefined> => {
    const start = await take(2)
    if (!start) return undefined
    const short = start[1]! & 127
    const extended = short === 126 ? await take(2) : short === 127 ? await take(8) : Buffer.alloc(0)
    if (!extended) return undefined
    const length = short === 126 ? extended.readUInt16BE() : short === 127 ? Number(extended.readBigUInt64BE()) : short
    const payload = await take(length)
    return payload && { opcode: start[0]! & 15, payload }
  }
  return { frame, pause: () => socket.pause(), resume: () => socket.resume(), end: () => socket.destroy() }
}
