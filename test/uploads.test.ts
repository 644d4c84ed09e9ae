import { expect, test } from "bun:test"
import { access, readdir } from "node:fs/promises"
import { join } from "node:path"
import { start } from "../src/server.ts"
import { outside } from "./support/database.ts"
import { picture, turned } from "./support/picture.ts"
import { refused } from "./support/refused.ts"
import { onBothEngines, type Person, startServer, type TestServer } from "./support/server.ts"

const put = async (
  who: Person,
  workspace_id: string,
  content: string | Uint8Array<ArrayBuffer> = "hello",
  nonce?: string,
) => (await who.client.uploads.create({ workspace_id, file: new Blob([content]), filename: "note.txt", nonce })).upload

const bytesOf = async (who: Person, id: string) => (await who.client.uploads.get(id)).text()

const stored = async (server: TestServer) => {
  const folder = join(server.data, "uploads")
  return access(folder).then(
    () => readdir(folder),
    () => [],
  )
}

onBothEngines("an upload", (server) => {
  test("keeps its bytes, their number and their hash", async () => {
    const { workspace, owner } = await server().room()
    const bytes = crypto.getRandomValues(new Uint8Array(300_000))
    const upload = await put(owner, workspace, bytes)
    const response = await owner.client.uploads.get(upload.id)
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes)
    const hash = new Bun.CryptoHasher("sha256").update(bytes).digest("hex")
    expect(response.headers.get("etag")).toBe(`"${hash}"`)
    expect(JSON.stringify(upload)).not.toContain("upload-")
    const fresh = await owner.call("GET", `/api/uploads/${upload.id}`, undefined, { "If-None-Match": `"${hash}"` })
    expect([fresh.status, fresh.text]).toEqual([304, ""])
  })

  test("is read in parts", async () => {
    const { workspace, owner } = await server().room()
    const { id } = await put(owner, workspace, "0123456789")
    const ask = async (Range: string, more = {}) => {
      const { status, text, headers } = await owner.call("GET", `/api/uploads/${id}`, undefined, { Range, ...more })
      return [status, status === 416 ? "" : text, headers.get("content-range")]
    }
    expect(await ask("bytes=2-4")).toEqual([206, "234", "bytes 2-4/10"])
    expect(await ask("bytes=7-")).toEqual([206, "789", "bytes 7-9/10"])
    expect(await ask("bytes=-3")).toEqual([206, "789", "bytes 7-9/10"])
    expect(await ask("bytes=-99")).toEqual([206, "0123456789", "bytes 0-9/10"])
    expect(await ask("bytes=5-99")).toEqual([206, "56789", "bytes 5-9/10"])
    for (const range of ["bytes=10-", "bytes=-0"]) expect(await ask(range)).toEqual([416, "", "bytes */10"])
    for (const range of ["bytes=4-2", "bytes=-", "lines=1-2", "bytes=0-1,3-4"])
      expect(await ask(range)).toEqual([200, "0123456789", null])
    expect(await ask("bytes=2-4", { "If-Range": '"other"' })).toEqual([200, "0123456789", null])
    const nothing = await put(owner, workspace, "")
    expect(await bytesOf(owner, nothing.id)).toBe("")
  })

  test("has a name that no header and no folder can be broken with", async () => {
    const { workspace, owner } = await server().room()
    const names: Record<string, string> = {
      "../../etc/passwd": "passwd",
      "C:\\x\\größe.txt": "größe.txt",
      "..": "file",
      'a"b\r\nc.txt': 'a"b  c.txt',
    }
    for (const [name, kept] of Object.entries(names)) {
      const { upload } = await owner.client.uploads.create({
        workspace_id: workspace,
        file: new Blob(["x"]),
        filename: name,
      })
      const { headers } = await owner.client.uploads.get(upload.id)
      expect([name, upload.filename]).toEqual([name, kept])
      expect(headers.get("content-disposition")).toMatch(
        /^attachment; filename="[\x20-\x7e]*"(; filename\*=UTF-8''[\w.%-]+)?$/,
      )
    }
  })

  test("in a private channel is for its members, and gone for them with the message", async () => {
    const { workspace, owner } = await server().room()
    const [ada, ben] = [await server().member(workspace, "Ada Files"), await server().member(workspace, "Ben Files")]
    const hidden = (await owner.client.channels.create(workspace, { name: "hidden", kind: "private" })).channel.id
    await owner.client.channels.addMember(hidden, ada.id)
    const { id } = await put(owner, workspace, "secret")
    const { message, event } = await owner.client.messages.post(hidden, { body: "see file", upload_id: id })
    expect(event?.payload).toMatchObject({ message: { attachments: [{ id, byte_size: 6 }] } })
    expect(await bytesOf(ada, id)).toBe("secret")
    expect(await refused(ben.client.uploads.get(id))).toBe(404)
    await owner.client.channels.removeMember(hidden, ada.id)
    expect(await refused(ada.client.uploads.get(id))).toBe(404)
    await owner.client.channels.addMember(hidden, ada.id)
    await owner.client.messages.remove(message.id)
    expect(await refused(ada.client.uploads.get(id))).toBe(404)
    expect(await bytesOf(owner, id)).toBe("secret")
    expect((await owner.client.messages.get(message.id)).message).not.toHaveProperty("attachments")
  })

  test("shows in its message wherever that is read: page, thread, pins, log and socket", async () => {
    const { workspace, channel, owner } = await server().room()
    const tail = await owner.client.events.tail(workspace)
    const heard = await owner.listen(workspace)
    const { message } = await owner.client.messages.post(channel, { body: "two files" })
    const files = [await put(owner, workspace, "one"), await put(owner, workspace, "two")]
    for (const { id } of files.toReversed()) await owner.client.messages.attach(message.id, id)
    const ids = files.map(({ id }) => id).toReversed()
    await heard.heard(
      ({ type, payload }) =>
        type === "message.updated" && "message" in payload && payload.message?.attachments?.length === 2,
    )
    await owner.client.pins.add(channel, message.id)
    const { events } = await owner.client.events.list({ workspace_id: workspace, after_cursor: tail })
    const read = [
      (await owner.client.messages.list(channel)).messages[0],
      (await owner.client.threads.open(message.id)).root,
      (await owner.client.pins.list(channel)).messages[0],
      ...events.flatMap(({ type, payload }) => (type === "pin.added" && "message" in payload ? [payload.message] : [])),
    ]
    expect(read.map((one) => one?.attachments?.map(({ id }) => id))).toEqual([ids, ids, ids, ids])
    heard.close()
  })

  test("of another person is attached by nobody, whichever way", async () => {
    const { workspace, channel, owner } = await server().room()
    const ada = await server().member(workspace, "Ada Thief")
    const { id } = await put(owner, workspace, "mine")
    await owner.client.messages.post(channel, { body: "shown", upload_id: id })
    expect(await bytesOf(ada, id)).toBe("mine")
    const { message } = await ada.client.messages.post(channel, { body: "gimme" })
    expect(await refused(ada.client.messages.attach(message.id, id))).toBe(404)
    expect(await refused(ada.client.messages.post(channel, { body: "gimme", upload_id: id }))).toBe(404)
    const other = await server().room()
    expect(await refused(owner.client.messages.post(other.channel, { body: "elsewhere", upload_id: id }))).toBe(404)
  })

  test("with a nonce happens once, also when it is sent twice at the same moment", async () => {
    const { workspace, owner } = await server().room()
    const nonce = crypto.randomUUID()
    const tries = await Promise.allSettled([1, 2, 3].map((n) => put(owner, workspace, `try ${n}`, nonce)))
    const ids = new Set(tries.flatMap((one) => (one.status === "fulfilled" ? [one.value.id] : [])))
    expect(ids.size).toBe(1)
    for (const one of tries) if (one.status === "rejected") expect(one.reason.status).toBe(409)
    expect((await owner.client.uploads.byNonce(workspace, nonce)).upload.id).toBe([...ids].join())
    expect((await put(owner, workspace, "again", nonce)).id).toBe([...ids].join())
  })

  test("takes no more than the quota, also when many come at once", async () => {
    const { workspace, owner } = await server().room()
    const tries = await Promise.allSettled(Array.from({ length: 70 }, (_, at) => put(owner, workspace, `${at}`)))
    const refusals = tries.flatMap((one) => (one.status === "rejected" ? [one.reason.status] : []))
    expect(refusals).toEqual(Array(6).fill(413))
    const [{ files, bytes } = {}] = await outside(
      server(),
      `select count(*) as files, coalesce(sum(byte_size), 0) as bytes from upload_quota_reservations`,
    )
    expect([Number(files), Number(bytes)]).toEqual([0, 0])
  })

  test("that fails leaves neither a file nor a hold on the quota", async () => {
    const { workspace, owner } = await server().room()
    const before = await stored(server())
    const half = '--edge\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\nhalf of'
    const answer = await owner.call("POST", `/api/uploads?workspace_id=${workspace}`, half, {
      "Content-Type": "multipart/form-data; boundary=edge",
    })
    expect(answer.status).toBe(400)
    const two = new FormData()
    for (const name of ["a", "b"]) two.append("file", new File([name], name))
    const doubled = await fetch(`${server().url}/api/uploads?workspace_id=${workspace}`, {
      method: "POST",
      headers: { Authorization: `Bearer ${owner.token}` },
      body: two,
    })
    expect(doubled.status).toBe(400)
    expect(await stored(server())).toEqual(before)
    const held = await outside(server(), "select id from upload_quota_reservations")
    expect(held).toEqual([])
  })

  test("that never ended is cleaned up later, and so are the files of a deleted workspace", async () => {
    const { workspace, owner } = await server().room()
    const { id } = await put(owner, workspace, "doomed")
    const path = async (table: string) =>
      (await outside(server(), `select storage_path from ${table} where id = '${id}'`))[0]?.storage_path
    const doomed = await path("uploads")
    expect(await stored(server())).toContain(`${doomed}`)
    // As a crash leaves it: bytes and a hold on the quota, but no upload.
    await outside(
      server(),
      `insert into upload_quota_reservations (id, workspace_id, owner_id, byte_size, storage_path, created_at, expires_at)
       select id, workspace_id, owner_id, byte_size, storage_path, created_at, '2001-01-01T00:00:00.000Z' from uploads where id = '${id}'`,
    )
    await outside(server(), `delete from uploads where id = '${id}'`)
    await server().services.uploads.sweep()
    expect(await stored(server())).not.toContain(`${doomed}`)

    const kept = await put(owner, workspace, "with the workspace")
    const [row] = await outside(server(), `select storage_path from uploads where id = '${kept.id}'`)
    await owner.client.workspaces.remove(workspace)
    await server().services.uploads.sweep()
    expect(await stored(server())).not.toContain(`${row?.storage_path}`)
    expect(await outside(server(), "select id from pending_upload_cleanups")).toEqual([])
  })

  test("that is an image gets its size after it was answered, unless its sender told one", async () => {
    const { workspace, channel, owner } = await server().room()
    const photo = await picture(40, 30, "jpeg")
    const gif = Uint8Array.from(Buffer.from("GIF89a\x05\0\x07\0\x80\0\0", "latin1"))
    const cases: [Uint8Array<ArrayBuffer>, string, number[], { width?: number; height?: number }?][] = [
      [await picture(64, 48, "png"), "image/png", [64, 48]],
      [await picture(33, 21, "webp"), "image/webp", [33, 21]],
      [photo, "image/jpeg", [40, 30]],
      [turned(photo), "image/jpeg", [30, 40]],
      [gif, "image/gif", [5, 7]],
      [photo, "image/jpeg", [4, 3], { width: 4, height: 3 }],
      [photo, "application/octet-stream", [0, 0]],
      [photo.subarray(0, 20), "image/jpeg", [0, 0]],
      [new Uint8Array(0), "image/png", [0, 0]],
    ]
    const { message } = await owner.client.messages.post(channel, { body: "pictures" })
    for (const [bytes, type, , told = {}] of cases) {
      const file = new Blob([bytes], { type })
      const { upload } = await owner.client.uploads.create({ workspace_id: workspace, file, filename: "x", ...told })
      await owner.client.messages.attach(message.id, upload.id)
    }
    await server().services.uploads.settled()
    const shown = (await owner.client.messages.get(message.id)).message.attachments ?? []
    expect(shown.map(({ width, height }) => [width, height])).toEqual(cases.map(([, , size]) => size))
  })

  test("that is a big image has a small one, for whoever may see it and as long as it is there", async () => {
    const { workspace, owner } = await server().room()
    const ada = await server().member(workspace, "Ada Thumb")
    const image = async (bytes: Uint8Array<ArrayBuffer>, type = "image/png") => {
      const file = new Blob([bytes], { type })
      return (await owner.client.uploads.create({ workspace_id: workspace, file, filename: "x" })).upload
    }
    const before = await stored(server())
    const photo = await picture(1_440, 960, "jpeg", "noise")
    const [big, small, broken] = [
      await image(turned(photo), "image/jpeg"),
      await image(await picture(700, 500, "png", "noise")),
      await image((await picture(1_440, 960, "png", "noise")).subarray(0, 100_000).fill(7, 5_000)),
    ]
    await server().services.uploads.settled()
    const shown = await owner.client.uploads.thumbnail(big.id)
    expect(shown.headers.get("content-type")).toBe("image/webp")
    const seen = await shown.bytes()
    expect(await new Bun.Image(seen).metadata()).toEqual({ width: 480, height: 720, format: "webp" })
    expect(seen.length).toBeLessThan(big.byte_size / 2)
    const etag = shown.headers.get("etag") ?? ""
    const path = `/api/uploads/${big.id}/thumbnail`
    expect((await owner.call("GET", path, undefined, { "If-None-Match": etag })).status).toBe(304)
    for (const { id, byte_size } of [small, broken])
      expect((await (await owner.client.uploads.thumbnail(id)).bytes()).length).toBe(byte_size)
    expect(await refused(ada.client.uploads.thumbnail(big.id))).toBe(404)
    await owner.client.workspaces.remove(workspace)
    await server().services.uploads.sweep()
    expect(await stored(server())).toEqual(before)
  })

  test("is the icon of a workspace for all its members, if it is an image of that workspace", async () => {
    const { workspace, owner } = await server().room()
    const ada = await server().member(workspace, "Ada Icon")
    const image = new Blob(["png"], { type: "image/png" })
    const { upload } = await owner.client.uploads.create({ workspace_id: workspace, file: image, filename: "icon.png" })
    const text = await put(owner, workspace, "text")
    expect(await refused(owner.client.workspaces.update(workspace, { icon_url: `/api/uploads/${text.id}` }))).toBe(400)
    expect(await refused(ada.client.uploads.get(upload.id))).toBe(404)
    await owner.client.workspaces.update(workspace, { icon_url: `/api/uploads/${upload.id}` })
    expect(await bytesOf(ada, upload.id)).toBe("png")
    expect(await refused((await server().as("Icon Stranger")).client.uploads.get(upload.id))).toBe(404)
  })
})

for (const engine of ["sqlite", "postgres"] as const)
  test(`an image is measured after a restart, if the server stopped before it could (${engine})`, async () => {
    const stopped = await startServer(engine)
    const { workspace, owner } = await stopped.room()
    const file = new Blob([await picture(64, 48, "png")], { type: "image/png" })
    const { upload } = await owner.client.uploads.create({ workspace_id: workspace, file, filename: "x" })
    await stopped.services.uploads.settled()
    await outside(stopped, `update uploads set width = 0, height = 0 where id = '${upload.id}'`)
    const again = await start(stopped.config)
    await again.services.uploads.sweep()
    await again.services.uploads.settled()
    const [row] = await outside(stopped, `select width, height from uploads where id = '${upload.id}'`)
    expect([Number(row?.width), Number(row?.height)]).toEqual([64, 48])
    await again.stop()
    await stopped.stop()
  })
