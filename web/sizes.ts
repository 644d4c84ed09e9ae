/** `4 kB`, `1.1 MB`. */
export const sizeOf = (bytes: number) => {
  if (bytes < 1024) return bytes === 1 ? "1 byte" : `${bytes} bytes`
  const kilo = bytes / 1024
  if (kilo < 1000) return `${Math.round(kilo)} kB`
  const mega = kilo / 1024
  return `${mega < 10 ? Math.round(mega * 10) / 10 : Math.round(mega)} MB`
}

/** What kind of file it is, in a word: `PDF`, `Markdown`, or the letters after the dot. */
export const kindOf = (name: string, type: string) => {
  const dot = /\.([A-Za-z0-9]{1,8})$/.exec(name)?.[1]
  if (/^md$/i.test(dot ?? "")) return "Markdown"
  if (dot) return dot.toUpperCase()
  return type.startsWith("text/") ? "Text" : "File"
}

export const pictureTypes = /^image\/(png|jpeg|gif|webp)$/
export const filmTypes = /^video\/(mp4|webm)$/
export const soundTypes = /^audio\//

const most = { width: 448, height: 360 }

/** The place that a picture takes: its own proportions, never larger than it is. Undefined when nobody knows. */
export const placeFor = (width: number, height: number, tallest = most.height) => {
  if (width <= 0 || height <= 0) return undefined
  const scale = Math.min(1, most.width / width, tallest / height)
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}
