/** A `fetch` that tells how much of the body has gone: what the browser's own does not. */
export const createCarry =
  (onShare: (share: number) => void) =>
  (url: string, init: RequestInit): Promise<Response> =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest()
      request.open(init.method ?? "GET", url)
      request.withCredentials = init.credentials === "include"
      new Headers(init.headers).forEach((value, name) => {
        request.setRequestHeader(name, value)
      })
      request.upload.onprogress = ({ loaded, total }) => total > 0 && onShare(loaded / total)
      request.onload = () => resolve(new Response(request.responseText, { status: request.status }))
      request.onerror = () => reject(new TypeError("the upload was cut off"))
      request.onabort = () => reject(new DOMException("the upload was cancelled", "AbortError"))
      init.signal?.addEventListener("abort", () => request.abort(), { once: true })
      request.send(init.body as XMLHttpRequestBodyInit)
    })
