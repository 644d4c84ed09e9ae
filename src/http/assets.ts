import { assets, indexHtml } from "web-assets"
import { type Config, standardIssuer } from "../config.ts"

const assetLike =
  /^\/(_app|assets)\/|\.(avif|css|gif|ico|jpeg|jpg|js|json|map|mjs|otf|png|svg|ttf|wasm|webmanifest|webp|woff2?)$/i

type Settings = Pick<
  Config,
  | "public_url"
  | "public_api_url"
  | "embed_frame_ancestors"
  | "github_client_id"
  | "password_auth_enabled"
  | "openclaw_id_client_id"
  | "openclaw_id_issuer"
>

const unbuilt =
  "<!doctype html><title>ClickClack</title><h1>The web app is not built</h1><p>Run <code>npm run build</code>. The API works.</p>"

/** The page's settings, as the contract has them (command line: "Web app runtime settings"). */
const pageSettings = (config: Settings) => ({
  apiBaseUrl: config.public_api_url || config.public_url,
  frontendBaseUrl: config.public_url,
  authMethods: [
    ...(config.github_client_id ? ["github"] : []),
    ...(config.password_auth_enabled ? ["password"] : []),
    ...(config.openclaw_id_client_id ? ["openclaw"] : []),
  ],
  ...(config.openclaw_id_client_id && config.openclaw_id_issuer !== standardIssuer
    ? { openIdName: new URL(config.openclaw_id_issuer).hostname }
    : {}),
})

const originOf = (url: string) => (url ? new URL(url).origin : "")

/** The web app: built files by their hashed names for ever, everything else the page, which is never kept. */
export const createAssets = (config: Settings) => {
  const settings = JSON.stringify(pageSettings(config)).replace(/</g, "\\u003c")
  const script = `window.__CLICKCLACK_CONFIG__ = ${settings}`
  const hash = new Bun.CryptoHasher("sha256").update(script).digest("base64")
  const api = originOf(config.public_api_url)
  const policy = (ancestors: string[]) =>
    [
      "default-src 'self'",
      `script-src 'self' 'sha256-${hash}'`,
      "style-src 'self'",
      "img-src 'self' data: blob:",
      "media-src 'self' blob:",
      `connect-src 'self'${api ? ` ${api} ${api.replace(/^http/, "ws")}` : ""}`,
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      `frame-ancestors ${["'self'", ...ancestors].join(" ")}`,
    ].join("; ")
  const readPage = async () => {
    const html = indexHtml ? await Bun.file(indexHtml).text() : unbuilt
    const tag = `<script>${script}</script>`
    return html.includes("</head>") ? html.replace("</head>", `${tag}</head>`) : html + tag
  }
  // Read when somebody asks: a server that only answers the API needs no page.
  let page: Promise<string> | undefined

  const security = { "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin" }
  const pageResponse = async (path: string): Promise<Response> => {
    page ??= readPage()
    return new Response(await page, {
      headers: {
        ...security,
        "Content-Type": "text/html; charset=utf-8",
        "Cache-Control": "no-store",
        "Content-Security-Policy": policy(path.startsWith("/embed/") ? config.embed_frame_ancestors : []),
      },
    })
  }

  const fileResponse = (request: Request, path: string): Response => {
    const asset = assets[path]!
    const accepted = request.headers.get("accept-encoding") ?? ""
    const packed =
      asset.br && /\bbr\b/.test(accepted)
        ? { file: asset.br, encoding: "br" }
        : asset.gz && /\bgzip\b/.test(accepted)
          ? { file: asset.gz, encoding: "gzip" }
          : { file: asset.file, encoding: undefined }
    return new Response(Bun.file(packed.file), {
      headers: {
        ...security,
        "Content-Type": asset.type,
        Vary: "Accept-Encoding",
        "Cache-Control": asset.immutable ? "public, max-age=31536000, immutable" : "no-cache",
        ...(path === "/sw.js" ? { "Content-Security-Policy": "default-src 'none'; connect-src 'self'" } : {}),
        ...(packed.encoding ? { "Content-Encoding": packed.encoding } : {}),
      },
    })
  }

  return {
    serve: (request: Request): Response | Promise<Response> => {
      const { pathname } = new URL(request.url)
      if (Object.hasOwn(assets, pathname)) return fileResponse(request, pathname)
      if (assetLike.test(pathname))
        return new Response("not found", { status: 404, headers: { "Cache-Control": "no-store" } })
      return pageResponse(pathname)
    },
  }
}
