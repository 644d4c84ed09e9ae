import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test"
import { access } from "node:fs/promises"
import { join } from "node:path"
import { type Bucket, bucketFiles } from "../src/store/bucket.ts"
import { startBucket, type TestBucket } from "./support/bucket.ts"
import { outside } from "./support/database.ts"
import { picture } from "./support/picture.ts"
import { refused } from "./support/refused.ts"
import { type EngineName, type Person, startServer, type TestServer } from "./support/server.ts"

const mebibyte = 1_048_576

const random = (size: number) => {
  const bytes = new Uint8Array(size)
  for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536))
  return bytes
}

const put = async (who: Person, workspace_id: string, content: string | Uint8Array<ArrayBuffer>) =>
  (await who.client.uploads.create({ workspace_id, file: new Blob([content]), filename: "note.txt" })).upload

const failure = () =>
  new Response("<Error><Code>InternalError</Code></Error>", {
    status: 500,
    headers: { "Content-Type": "application/xml" },
  })

/** Nothing that an upload left behind: bytes, holds on the quota, parts. */
const leftovers = async (server: TestServer, bucket: TestBucket) => ({
  keys: await bucket.keys(),
  held: await outside(server, "select id from upload_quota_reservations"),
})

for (const engine of ["sqlite", "postgres"] satisfies EngineName[])
  describe(`an upload in a bucket (${engine})`, () => {
    let bucket: TestBucket
    let server: TestServer
    beforeAll(async () => {
      bucket = await startBucket()
      server = await startServer(engine, {
        CLICKCLACK_UPLOADS: "s3://chat-files/team/one",
        AWS_ENDPOINT_URL_S3: bucket.url,
        AWS_ACCESS_KEY_ID: "S3RVER",
        AWS_SECRET_ACCESS_KEY: "S3RVER",
      })
    })
    afterEach(() => {
      bucket.instead = undefined
    })
    afterAll(async () => {
      await server?.stop()
      await bucket?.stop()
    })

    const keyOf = async (id: string) => {
      const [row] = await outside(server, `select storage_path from uploads where id = '${id}'`)
      return `team/one/${row?.storage_path}`
    }

    test("lies under the prefix and not on the disk, and comes back whole and in parts", async () => {
      const { workspace, owner } = await server.room()
      const bytes = random(300_000)
      const upload = await put(owner, workspace, bytes)
      expect(await bucket.keys()).toContain(await keyOf(upload.id))
      expect(await access(join(server.data, "uploads")).catch((error) => error.code)).toBe("ENOENT")
      const whole = await owner.client.uploads.get(upload.id)
      expect(whole.headers.get("content-length")).toBe("300000")
      expect(await whole.bytes()).toEqual(bytes)
      const text = await put(owner, workspace, "0123456789")
      const part = await owner.call("GET", `/api/uploads/${text.id}`, undefined, { Range: "bytes=3-5" })
      expect([part.status, part.text, part.headers.get("content-range")]).toEqual([206, "345", "bytes 3-5/10"])
      const nothing = await put(owner, workspace, "")
      expect(await (await owner.client.uploads.get(nothing.id)).text()).toBe("")
    })

    test("of many megabytes goes in parts of one size, and comes out in pieces", async () => {
      const { workspace, owner } = await server.room()
      const bytes = random(12 * mebibyte + 7)
      const before = bucket.asked.length
      const upload = await put(owner, workspace, bytes)
      const asked = bucket.asked.slice(before)
      expect(asked.map(({ method, query }) => `${method} ${query.get("partNumber") ?? ""}`)).toEqual([
        "POST ",
        "PUT 1",
        "PUT 2",
        "PUT 3",
        "POST ",
      ])
      const response = await owner.client.uploads.get(upload.id)
      expect(Buffer.compare(await response.bytes(), bytes)).toBe(0)
      const far = await fetch(`${server.url}/api/uploads/${upload.id}`, {
        headers: { Authorization: `Bearer ${owner.token}`, Range: `bytes=${5 * mebibyte}-${10 * mebibyte}` },
      })
      expect(Buffer.compare(await far.bytes(), bytes.subarray(5 * mebibyte, 10 * mebibyte + 1))).toBe(0)
    })

    test("that a person gives up half-way leaves no parts, no object and no hold on the quota", async () => {
      const { workspace, owner } = await server.room()
      const before = await leftovers(server, bucket)
      const head = '--edge\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n'
      const answer = await owner.call(
        "POST",
        `/api/uploads?workspace_id=${workspace}`,
        head + "x".repeat(6 * mebibyte),
        { "Content-Type": "multipart/form-data; boundary=edge" },
      )
      expect(answer.status).toBe(400)
      expect(await leftovers(server, bucket)).toEqual(before)
      const begun = bucket.asked.findLastIndex(({ method, query }) => method === "POST" && query.has("uploads"))
      const ended = bucket.asked
        .slice(begun)
        .filter(({ method, query }) => method === "DELETE" && query.has("uploadId"))
      expect(ended.length).toBeGreaterThan(0)
    })

    test("is refused with 503 while the bucket fails, leaves nothing, and works again afterwards", async () => {
      const { workspace, owner } = await server.room()
      const kept = await put(owner, workspace, "kept")
      const before = await leftovers(server, bucket)
      bucket.instead = failure
      const answers = [
        await owner.call("GET", `/api/uploads/${kept.id}`),
        await owner.call(
          "POST",
          `/api/uploads?workspace_id=${workspace}`,
          '--edge\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\nlost\r\n--edge--\r\n',
          { "Content-Type": "multipart/form-data; boundary=edge" },
        ),
      ]
      const said = { error: "the file storage cannot be reached, try again later" }
      expect(answers.map(({ status, body }) => ({ status, body }) as unknown)).toEqual([
        { status: 503, body: said },
        { status: 503, body: said },
      ])
      // A big one that breaks off after its first part.
      bucket.instead = ({ query }) => (query.get("partNumber") === "2" ? failure() : undefined)
      expect(await refused(put(owner, workspace, random(11 * mebibyte)))).toBe(503)
      bucket.instead = undefined
      expect(await leftovers(server, bucket)).toEqual(before)
      await outside(server, "update pending_upload_cleanups set due_at = created_at")
      await server.services.uploads.sweep()
      expect(await outside(server, "select id from pending_upload_cleanups")).toEqual([])
      expect(await (await owner.client.uploads.get(kept.id)).text()).toBe("kept")
      await put(owner, workspace, "again")
    })

    test("that is gone from the bucket is not found, and one that lost bytes is not shown as whole", async () => {
      const { workspace, owner } = await server.room()
      const { id } = await put(owner, workspace, "soon gone")
      bucket.instead = ({ range }) => (range ? new Response("soon", { status: 206 }) : undefined)
      expect((await owner.call("GET", `/api/uploads/${id}`)).status).toBe(503)
      const big = await put(owner, workspace, random(3 * mebibyte))
      bucket.instead = ({ range }) => (range?.startsWith("bytes=0-") ? undefined : new Response("end", { status: 206 }))
      const broken = await owner.client.uploads
        .get(big.id)
        .then(
          async (response) => (await response.bytes()).length,
          () => "broken",
        )
        .catch(() => "broken")
      expect(broken).toBe("broken")
      bucket.instead = undefined
      await fetch(`${bucket.url}/chat-files/${await keyOf(id)}`, { method: "DELETE" })
      bucket.instead = () =>
        new Response("<Error><Code>NoSuchKey</Code></Error>", {
          status: 404,
          headers: { "Content-Type": "application/xml" },
        })
      expect((await owner.call("GET", `/api/uploads/${id}`)).status).toBe(404)
    })

    test("that is a big image has its small one beside it, and both go with the workspace", async () => {
      const { workspace, owner } = await server.room()
      const file = new Blob([await picture(1_000, 500, "jpeg", "noise")], { type: "image/jpeg" })
      const { upload } = await owner.client.uploads.create({ workspace_id: workspace, file, filename: "photo.jpg" })
      await server.services.uploads.settled()
      const key = await keyOf(upload.id)
      expect(await bucket.keys()).toContain(`${key}-small`)
      const shown = await (await owner.client.uploads.thumbnail(upload.id)).bytes()
      expect(await new Bun.Image(shown).metadata()).toEqual({ width: 720, height: 360, format: "webp" })
      await owner.client.workspaces.remove(workspace)
      await server.services.uploads.sweep()
      expect((await bucket.keys()).filter((one) => one.startsWith(key))).toEqual([])
    })

    test("goes with its workspace, later and as often as it takes", async () => {
      const { workspace, owner } = await server.room()
      const key = await keyOf((await put(owner, workspace, "with the workspace")).id)
      bucket.instead = failure
      await owner.client.workspaces.remove(workspace)
      await server.services.uploads.sweep()
      const [row] = await outside(server, "select attempts, last_error from pending_upload_cleanups")
      expect([Number(row?.attempts), String(row?.last_error)]).toEqual([1, expect.stringContaining("InternalError")])
      expect(await bucket.keys()).toContain(key)
      bucket.instead = undefined
      await outside(server, "update pending_upload_cleanups set due_at = created_at")
      await server.services.uploads.sweep()
      expect(await bucket.keys()).not.toContain(key)
      expect(await outside(server, "select id from pending_upload_cleanups")).toEqual([])
    })
  })

describe("a bucket", () => {
  const at = (endpoint: string): Bucket => ({
    bucket: "chat-files",
    prefix: "",
    region: "auto",
    endpoint,
    credentials: { accessKeyId: "S3RVER", secretAccessKey: "S3RVER" },
  })
  const once = async function* (bytes: Uint8Array) {
    yield bytes
  }
  const why = (doing: Promise<unknown>) =>
    doing.then(
      () => undefined,
      (error) => error.code,
    )

  test("that never answers fails in time, also while bytes are on their way", async () => {
    const bucket = await startBucket()
    const files = bucketFiles(at(bucket.url), { tryMs: 40, requestMs: 200 })
    await files.write("upload-1", once(random(1_000)))
    bucket.instead = () => new Promise(() => undefined)
    expect(await why(files.write("upload-2", once(random(10))))).toBe("unavailable")
    expect(await why(files.read("upload-1", 0, 10))).toBe("unavailable")
    expect(await why(files.remove("upload-1"))).toBe("unavailable")
    bucket.instead = () =>
      new Response(
        new ReadableStream({ pull: (controller) => new Promise<void>(() => controller.enqueue(new Uint8Array(1))) }),
        { status: 206 },
      )
    expect(await why(files.read("upload-1", 0, 10))).toBe("unavailable")
    await bucket.stop()
  })

  test("that is not there fails at once, and what still waits is given up when the server stops", async () => {
    const bucket = await startBucket()
    const files = bucketFiles(at(bucket.url))
    bucket.instead = () => new Promise(() => undefined)
    const waiting = why(files.read("upload-1", 0, 10))
    await files.close()
    expect(await waiting).toBe("unavailable")
    const dead = bucketFiles(at(bucket.url))
    await bucket.stop()
    expect(await why(dead.write("upload-1", once(random(10))))).toBe("unavailable")
  })

  test("is asked for no name but those of uploads", async () => {
    const files = bucketFiles(at("http://127.0.0.1:1"))
    for (const name of ["../upload-1", "upload-1/..", "", "upload-"])
      expect(files.remove(name)).rejects.toThrow("not the name of an upload")
  })

  test("that lists broken-off uploads has them ended when their name is removed", async () => {
    const bucket = await startBucket()
    const files = bucketFiles(at(bucket.url))
    const uploads = ["upload-1", "upload-10"].map(
      (key) => `<Upload><Key>${key}</Key><UploadId>id-${key}</UploadId></Upload>`,
    )
    bucket.instead = ({ method, query }) => {
      if (method === "GET")
        return new Response(`<ListMultipartUploadsResult>${uploads.join("")}</ListMultipartUploadsResult>`, {
          headers: { "Content-Type": "application/xml" },
        })
      return query.has("uploadId") ? new Response(null, { status: 204 }) : undefined
    }
    await files.remove("upload-1")
    expect(bucket.asked.flatMap(({ method, query }) => (method === "DELETE" ? [query.get("uploadId")] : []))).toEqual([
      null,
      "id-upload-1",
    ])
    await bucket.stop()
  })
})
