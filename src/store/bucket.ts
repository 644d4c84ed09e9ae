import type { S3Client } from "@aws-sdk/client-s3"
import { appError } from "../errors.ts"
import { type Files, uploadName } from "./files.ts"

/** A bucket of an S3-compatible store, and who opens it. */
export type Bucket = {
  bucket: string
  /** What every key begins with, without slashes at its ends; may be empty. */
  prefix: string
  region: string
  /** Without one: that of AWS for the region. */
  endpoint?: string | undefined
  /** Without them: what the machine has to offer, such as the role of an instance or a file in the home folder. */
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string | undefined } | undefined
}

const mebibyte = 1_048_576

export const sizes = {
  /** The smallest part that S3 takes. All but the last are of this size, as R2 wants it. */
  part: 5 * mebibyte,
  /** What is fetched at a time and held until the reader has taken it. */
  window: 2 * mebibyte,
}

export const limits = {
  /** How long one try may wait for its answer. */
  tryMs: 20_000,
  /** How long a request may take with all its tries. */
  requestMs: 45_000,
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : "")

const unavailable = (cause: unknown) =>
  Object.assign(appError("unavailable", "the file storage cannot be reached, try again later"), { cause })

/** The SDK costs 20 MiB and 25 ms: it is there once a file is written or read, and not before. */
const openClient = async ({ region, endpoint, credentials }: Bucket, { tryMs }: typeof limits) => {
  const [s3, { FetchHttpHandler }] = await Promise.all([
    import("@aws-sdk/client-s3"),
    import("@smithy/fetch-http-handler"),
  ])
  const client = new s3.S3Client({
    region,
    endpoint,
    credentials,
    forcePathStyle: endpoint !== undefined,
    // By fetch, which knows the proxy of the environment.
    requestHandler: new FetchHttpHandler({ requestTimeout: tryMs }),
    // Not every store understands the newer checksums.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  })
  return { client, s3 }
}
type Opened = Awaited<ReturnType<typeof openClient>>

/** Uploads as objects of a bucket, under its prefix and nowhere else. */
export const bucketFiles = (place: Bucket, allowed = limits): Files => {
  const asking = new Set<AbortController>()
  let opening: Promise<Opened> | undefined
  const opened = () => {
    opening ??= openClient(place, allowed)
    return opening
  }

  const target = (name: string) => ({
    Bucket: place.bucket,
    Key: place.prefix ? `${place.prefix}/${uploadName(name)}` : uploadName(name),
  })

  /** Asks the bucket. What goes wrong is the bucket's fault, unless it has one of the names that the caller expects. */
  const ask = async <T>(
    request: (client: S3Client, s3: Opened["s3"], options: { abortSignal: AbortSignal }) => Promise<T>,
    expected: string[] = [],
  ): Promise<T | undefined> => {
    const running = new AbortController()
    const timer = setTimeout(() => running.abort(), allowed.requestMs)
    asking.add(running)
    try {
      const { client, s3 } = await opened()
      return await request(client, s3, { abortSignal: running.signal })
    } catch (error) {
      if (expected.includes(nameOf(error))) return undefined
      throw unavailable(error)
    } finally {
      clearTimeout(timer)
      asking.delete(running)
    }
  }

  const abort = (object: ReturnType<typeof target>, UploadId: string | undefined) =>
    ask(
      (client, s3, options) => client.send(new s3.AbortMultipartUploadCommand({ ...object, UploadId }), options),
      ["NoSuchUpload", "NoSuchKey"],
    )

  /** The parts of one object; nothing can be read before `complete`. */
  const multipart = async (object: ReturnType<typeof target>) => {
    const begun = await ask((client, s3, options) =>
      client.send(new s3.CreateMultipartUploadCommand({ ...object, ContentType: "application/octet-stream" }), options),
    )
    const upload = { ...object, UploadId: begun?.UploadId }
    const Parts: { ETag: string | undefined; PartNumber: number }[] = []
    return {
      add: async (Body: Uint8Array) => {
        const PartNumber = Parts.length + 1
        const part = await ask((client, s3, options) =>
          client.send(new s3.UploadPartCommand({ ...upload, PartNumber, Body }), options),
        )
        Parts.push({ ETag: part?.ETag, PartNumber })
      },
      complete: () =>
        ask((client, s3, options) =>
          client.send(new s3.CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }), options),
        ),
      // What cannot be aborted now is found again when the name is removed.
      abort: () => Promise.allSettled([abort(object, upload.UploadId)]),
    }
  }

  /** Bytes in one piece; nothing when there is no such object. Fewer or more than were asked for are a failure. */
  const fetchWindow = async (name: string, start: number, end: number): Promise<Uint8Array | undefined> => {
    const Range = `bytes=${start}-${end - 1}`
    return ask(
      async (client, s3, options) => {
        const { Body, ContentLength } = await client.send(new s3.GetObjectCommand({ ...target(name), Range }), options)
        if ((ContentLength ?? end - start) !== end - start)
          throw new Error(`asked for ${Range}, was promised ${ContentLength} bytes`)
        const bytes = await Body?.transformToByteArray()
        if (bytes?.length !== end - start) throw new Error(`asked for ${Range}, got ${bytes?.length} bytes`)
        return bytes
      },
      ["NoSuchKey"],
    )
  }

  return {
    write: async (name, bytes) => {
      const object = target(name)
      let buffer = new Uint8Array(65_536)
      let filled = 0
      let parts: Awaited<ReturnType<typeof multipart>> | undefined
      const flush = async () => {
        parts ??= await multipart(object)
        await parts.add(buffer.subarray(0, filled))
        filled = 0
      }
      try {
        for await (const chunk of bytes)
          for (let at = 0; at < chunk.length; ) {
            if (filled === sizes.part) await flush()
            if (filled === buffer.length) {
              const wider = new Uint8Array(Math.min(sizes.part, buffer.length * 4))
              wider.set(buffer)
              buffer = wider
            }
            const piece = chunk.subarray(at, at + buffer.length - filled)
            buffer.set(piece, filled)
            filled += piece.length
            at += piece.length
          }
        if (parts) {
          await flush()
          await parts.complete()
          return
        }
        const Body = buffer.subarray(0, filled)
        await ask((client, s3, options) =>
          client.send(new s3.PutObjectCommand({ ...object, Body, ContentType: "application/octet-stream" }), options),
        )
      } catch (error) {
        await parts?.abort()
        throw error
      }
    },

    read: async (name, start, end) => {
      if (start === end) {
        const found = await ask(
          (client, s3, options) => client.send(new s3.HeadObjectCommand(target(name)), options),
          ["NotFound", "NoSuchKey"],
        )
        return found && new Blob([])
      }
      let at = Math.min(end, start + sizes.window)
      const first = await fetchWindow(name, start, at)
      if (!first || at === end) return first && new Blob([new Uint8Array(first)])
      // One request each, so that a slow reader keeps neither the bytes nor a connection to the bucket waiting.
      return new ReadableStream<Uint8Array>(
        {
          start: (controller) => controller.enqueue(first),
          pull: async (controller) => {
            const next = Math.min(end, at + sizes.window)
            const bytes = await fetchWindow(name, at, next)
            if (!bytes) throw unavailable(new Error(`the object of ${name} went away while it was read`))
            at = next
            controller.enqueue(bytes)
            if (at === end) controller.close()
          },
        },
        { highWaterMark: 0 },
      )
    },

    readWhole: (name, atMost) =>
      ask(
        async (client, s3, options) => {
          const { Body, ContentLength = 0 } = await client.send(new s3.GetObjectCommand(target(name)), options)
          if (ContentLength > atMost) throw new Error(`${name} is bigger than it should be`)
          const bytes = await Body?.transformToByteArray()
          if (ContentLength && bytes?.length !== ContentLength) throw new Error(`${name} came in part`)
          return bytes
        },
        ["NoSuchKey"],
      ),

    remove: async (name) => {
      const object = target(name)
      await ask((client, s3, options) => client.send(new s3.DeleteObjectCommand(object), options), ["NoSuchKey"])
      // Parts of an upload that broke off; a store that cannot list them has none to tell of.
      const begun = await ask(
        (client, s3, options) =>
          client.send(new s3.ListMultipartUploadsCommand({ Bucket: place.bucket, Prefix: object.Key }), options),
        ["NotImplemented"],
      )
      for (const { Key, UploadId } of begun?.Uploads ?? []) if (Key === object.Key) await abort(object, UploadId)
    },

    close: async () => {
      for (const running of asking) running.abort()
      if (opening) (await opening).client.destroy()
    },
  }
}
