export type Call = { method: string; path: string; headers: Headers; body: string }

export type Receiver = {
  url: string
  calls: Call[]
  /** Resolves with the call of this number, counted from one, made or still to come. */
  called(number: number): Promise<Call>
  /** What is answered from now on. */
  answer: (call: Call) => Response | Promise<Response>
  stop(): Promise<void>
}

/** A little HTTP server on a free port that remembers what it was sent. */
export const startReceiver = (
  answer: Receiver["answer"] = () => new Response("ok"),
  tls?: Bun.TLSOptions,
): Receiver => {
  const waiting = new Set<() => void>()
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 0,
    ...(tls ? { tls } : {}),
    fetch: async (request) => {
      const { method, headers, url } = request
      const call = { method, headers, path: new URL(url).pathname, body: await request.text() }
      receiver.calls.push(call)
      for (const wake of waiting) wake()
      return receiver.answer(call)
    },
  })
  const receiver: Receiver = {
    url: `http${tls ? "s" : ""}://127.0.0.1:${server.port}`,
    calls: [],
    called: (number) =>
      new Promise((resolve) => {
        const look = () => {
          const call = receiver.calls[number - 1]
          if (!call) return
          waiting.delete(look)
          resolve(call)
        }
        waiting.add(look)
        look()
      }),
    answer,
    stop: () => server.stop(true),
  }
  return receiver
}
