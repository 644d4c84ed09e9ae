/** A real picture, of one colour or of noise: a bitmap that Bun turns into the format. */
export const picture = async (
  width: number,
  height: number,
  format: "png" | "jpeg" | "webp",
  look: "plain" | "noise" = "plain",
): Promise<Uint8Array<ArrayBuffer>> => {
  const row = Math.ceil((width * 3) / 4) * 4
  const bytes = new Uint8Array(54 + row * height).fill(200, 54)
  if (look === "noise")
    for (let at = 54; at < bytes.length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536))
  const view = new DataView(bytes.buffer)
  bytes.set([0x42, 0x4d])
  for (const [at, value] of [
    [2, bytes.length],
    [10, 54],
    [14, 40],
    [18, width],
    [22, height],
  ] as const)
    view.setUint32(at, value, true)
  view.setUint16(26, 1, true)
  view.setUint16(28, 24, true)
  return new Uint8Array(await new Bun.Image(bytes)[format]().bytes())
}

/** The JPEG as a camera on its side would have written it. */
export const turned = (jpeg: Uint8Array): Uint8Array<ArrayBuffer> => {
  const exif = [...Buffer.from("Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0", "latin1")]
  const segment = [0xff, 0xe1, 0, exif.length + 2, ...exif]
  return new Uint8Array([...jpeg.subarray(0, 2), ...segment, ...jpeg.subarray(2)])
}
