import { mkdir, open, rm } from "node:fs/promises"
import { join } from "node:path"
import type { Config } from "../config.ts"
import { bucketFiles } from "./bucket.ts"

/** Where the bytes of uploads lie: a folder of this machine, or a bucket. Names are given out by the domain. */
export type Files = {
  /** Stores bytes under a new name; resolves when they would survive a crash. */
  write(name: string, bytes: AsyncIterable<Uint8Array>): Promise<void>
  /** The bytes from `start` up to and without `end`; nothing when the file is gone. */
  read(name: string, start: number, end: number): Promise<Blob | ReadableStream<Uint8Array> | undefined>
  /** All of a file that is known to be small; nothing when it is gone. */
  readWhole(name: string, atMost: number): Promise<Uint8Array | undefined>
  /** Gone already is as good. */
  remove(name: string): Promise<void>
  /** Gives up what is still going on. */
  close(): Promise<void>
}

/** Opens the place that the settings name. */
export const openFiles = (config: Config): Files => {
  const [, scheme, bucket, prefix = ""] = /^(r2|s3):\/\/([^/]+)\/?(.*)$/i.exec(config.uploads) ?? []
  if (!bucket) return localFiles(config.uploads || join(config.data, "uploads"))
  const place = { bucket, prefix: prefix.replace(/\/$/, "") }
  return bucketFiles({ ...place, ...(scheme?.toLowerCase() === "r2" ? cloudflare(config) : amazon(config)) })
}

const cloudflare = (config: Config) => ({
  region: "auto",
  endpoint: config.r2_endpoint || `https://${config.r2_account_id}.r2.cloudflarestorage.com`,
  credentials: { accessKeyId: config.r2_access_key_id, secretAccessKey: config.r2_secret_access_key },
})

const amazon = (config: Config) => ({
  region: config.s3_region || "us-east-1",
  endpoint: config.s3_endpoint || undefined,
  credentials: config.s3_access_key_id
    ? {
        accessKeyId: config.s3_access_key_id,
        secretAccessKey: config.s3_secret_access_key,
        sessionToken: config.s3_session_token || undefined,
      }
    : undefined,
})

/** The name, if it is one that an upload or its small picture may have. */
export const uploadName = (name: string): string => {
  if (!/^upload-[0-9a-z]+(-small)?$/.test(name)) throw new Error(`not the name of an upload: ${name}`)
  return name
}

/** One flat folder. Nothing outside of it is ever named. */
export const localFiles = (folder: string): Files => {
  const pathOf = (name: string) => join(folder, uploadName(name))
  const sync = async (path: string) => {
    const handle = await open(path, "r")
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  }
  return {
    write: async (name, bytes) => {
      await mkdir(folder, { recursive: true })
      const handle = await open(pathOf(name), "wx", 0o600)
      try {
        for await (const chunk of bytes) await handle.writeFile(chunk)
        await handle.sync()
      } finally {
        await handle.close()
      }
      // The name of a new file is an entry of the folder, which has to reach the disk too.
      await sync(folder)
    },

    read: async (name, start, end) => {
      const file = Bun.file(pathOf(name))
      return (await file.exists()) ? file.slice(start, end) : undefined
    },

    readWhole: async (name, atMost) => {
      const file = Bun.file(pathOf(name))
      if (!(await file.exists())) return undefined
      if (file.size > atMost) throw new Error(`${name} is bigger than it should be`)
      return file.bytes()
    },

    remove: (name) => rm(pathOf(name), { force: true }),

    close: async () => {},
  }
}
