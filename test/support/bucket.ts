import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import S3rver from "s3rver"

export type Asked = { method: string; path: string; query: URLSearchParams; range: string | null }

export type TestBucket = {
  url: string
  /** What was asked of it, in order. */
  asked: Asked[]
  /** Answers instead of the store where it gives an answer. */
  instead: ((asked: Asked) => Response | Promise<Response> | undefined) | undefined
  /** The keys that are there. */
  keys(): Promise<string[]>
  stop(): Promise<void>
}

/** A real S3 server with the bucket `chat-files`, and a door before it that can be shut. */
export const startBucket = async (): Promise<TestBucket> => {
  const directory = await mkdtemp(join(tmpdir(), "clickclack-bucket-"))
  const store = new S3rver({
    address: "127.0.0.1",
    port: 0,
    silent: true,
    directory,
    vhostBuckets: false,
    configureBuckets: [{ name: "chat-files", configs: [] }],
  })
  const { port } = await store.run()
  const door = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 0,
    fetch: async (request) => {
      const { pathname, search, searchParams } = new URL(request.url)
      const { method, headers } = request
      const asked = { method, path: pathname, query: searchParams, range: headers.get("range") }
      bucket.asked.push(asked)
      const answer = await bucket.instead?.(asked)
      if (answer) return answer
      // With the name by which it was asked, which the signature covers.
      return fetch(`http://127.0.0.1:${port}${pathname}${search}`, {
        method,
        headers,
        body: method === "GET" || method === "HEAD" ? undefined : await request.bytes(),
      })
    },
  })
  const bucket: TestBucket = {
    url: `http://127.0.0.1:${door.port}`,
    asked: [],
    instead: undefined,
    keys: async () => {
      const files = await Array.fromAsync(new Bun.Glob("**/*._S3rver_object").scan(join(directory, "chat-files")))
      return files.map((path) => path.replace("._S3rver_object", "")).sort()
    },
    stop: async () => {
      await door.stop(true)
      await store.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
  return bucket
}
