/** How large a picture or film is, and how long it lasts; zeros for what cannot be told. */
export type Probed = { width: number; height: number; duration_ms: number }

const nothing: Probed = { width: 0, height: 0, duration_ms: 0 }

/** Loads just enough of a file to know its measures. */
export const probe = async (blob: Blob, url: string): Promise<Probed> => {
  if (/^image\//.test(blob.type)) return probeImage(url)
  const kind = /^(video|audio)\//.exec(blob.type)?.[1]
  return kind ? probeMedia(kind as "video" | "audio", url) : nothing
}

const probeImage = async (url: string): Promise<Probed> => {
  const image = new Image()
  image.src = url
  try {
    await image.decode()
  } catch (error) {
    if (error instanceof DOMException) return nothing
    throw error
  }
  return { ...nothing, width: image.naturalWidth, height: image.naturalHeight }
}

const probeMedia = (kind: "video" | "audio", url: string) =>
  new Promise<Probed>((resolve) => {
    const media = document.createElement(kind)
    media.preload = "metadata"
    media.onerror = () => resolve(nothing)
    media.onloadedmetadata = () =>
      resolve({
        width: media instanceof HTMLVideoElement ? media.videoWidth : 0,
        height: media instanceof HTMLVideoElement ? media.videoHeight : 0,
        duration_ms: Number.isFinite(media.duration) ? Math.round(media.duration * 1000) : 0,
      })
    media.src = url
  })
