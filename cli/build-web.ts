import { cp, mkdir, rm } from "node:fs/promises"
import { basename, dirname, join, relative } from "node:path"
import { promisify } from "node:util"
import { brotliCompress, constants, gzip } from "node:zlib"
import type { BunPlugin } from "bun"
import type { Asset } from "./no-web.ts"
import { solid } from "./solid.ts"

const compressible = /\.(css|html|js|json|map|mjs|svg|txt|wasm|webmanifest|xml)$/
const hashed = /-[0-9a-z]{8}\.[0-9a-z]+$/

/** Builds web/index.html into `out`, with a module (`assets.js`) through which the server and the binary find each file. */
export const buildWeb = async ({ root, out, minify }: { root: string; out: string; minify: boolean }) => {
  await rm(out, { recursive: true, force: true })
  const built = await Bun.build({
    entrypoints: [join(root, "web/index.html")],
    outdir: join(out, "files"),
    target: "browser",
    splitting: true,
    minify,
    // Libraries for Solid ship their JSX under this name, to be compiled with the app's own settings.
    conditions: ["solid"],
    publicPath: "/",
    naming: { entry: "[name].[ext]", chunk: "assets/[name]-[hash].[ext]", asset: "assets/[name]-[hash].[ext]" },
    define: { "process.env.NODE_ENV": JSON.stringify(minify ? "production" : "development") },
    plugins: [solid, fonts(join(out, "files"))],
  })
  const worker = join(root, "web/sw.ts")
  // By a name that never changes, because that is where browsers look for a newer one.
  if (await Bun.file(worker).exists())
    await Bun.build({
      entrypoints: [worker],
      outdir: join(out, "files"),
      target: "browser",
      format: "iife",
      minify,
      naming: "[name].[ext]",
    })
  const unhashed = join(root, "web/public")
  await cp(unhashed, join(out, "files"), { recursive: true, force: false }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error
  })
  await finishPage(join(out, "files"))
  const paths = await Array.fromAsync(new Bun.Glob("**/*").scan({ cwd: join(out, "files"), dot: true }))
  const files = await Promise.all(paths.sort().map((path) => describe(out, path, minify)))
  await Bun.write(join(out, "assets.js"), moduleOf(files))
  const types = relative(out, join(import.meta.dir, "no-web.ts"))
  await Bun.write(
    join(out, "assets.d.ts"),
    `import type { BunPlugin } from "bun"
import type { Asset } from "${types}"\nexport declare const assets: Record<string, Asset>\nexport declare const indexHtml: string\n`,
  )
  return { files: files.length, bytes: built.outputs.reduce((sum, output) => sum + output.size, 0) }
}

type Built = Omit<Asset, "immutable"> & { url: string; immutable: boolean }

const describe = async (out: string, path: string, compress: boolean): Promise<Built> => {
  const file = `files/${path}`
  const bytes = await Bun.file(join(out, file)).bytes()
  const packed = compress && compressible.test(path) && path !== "index.html"
  return {
    url: `/${path}`,
    type: path.endsWith(".webmanifest") ? "application/manifest+json" : Bun.file(path).type,
    file,
    br: packed ? await pack(out, path, "br", bytes) : undefined,
    gz: packed ? await pack(out, path, "gz", bytes) : undefined,
    immutable: path.startsWith("assets/") && hashed.test(path),
  }
}

const encoders = {
  br: (bytes: Uint8Array) =>
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
  gz: (bytes: Uint8Array) => promisify(gzip)(bytes, { level: 9 }),
}

/** Undefined when packing does not make the file smaller. */
const pack = async (out: string, path: string, kind: keyof typeof encoders, bytes: Uint8Array) => {
  const packed = await encoders[kind](bytes)
  if (packed.length >= bytes.length) return undefined
  const file = `packed/${path}.${kind}`
  await mkdir(dirname(join(out, file)), { recursive: true })
  await Bun.write(join(out, file), packed)
  return file
}

/** A file import gives the path in a checkout and the embedded path in the binary, so the server need not know which. */
const moduleOf = (files: Built[]) => {
  const names = new Map<string, string>()
  const name = (file: string) => {
    const known = names.get(file) ?? `f${names.size}`
    names.set(file, known)
    return known
  }
  const index = name("files/index.html")
  const entries = files
    .filter(({ url }) => url !== "/index.html")
    .map(({ url, type, file, br, gz, immutable }) => {
      const parts = [`type: ${JSON.stringify(type)}`, `file: ${name(file)}`]
      if (br) parts.push(`br: ${name(br)}`)
      if (gz) parts.push(`gz: ${name(gz)}`)
      return `  ${JSON.stringify(url)}: { ${[...parts, `immutable: ${immutable}`].join(", ")} },\n`
    })
  const imports = [...names].map(
    ([file, id]) => `import ${id} from ${JSON.stringify(`./${file}`)} with { type: "file" }\n`,
  )
  return `${imports.join("")}export const assets = {\n${entries.join("")}}\nexport const indexHtml = ${index}\n`
}

/** Bun puts every url() of a stylesheet inside it; fonts must stay files, so that a page loads only the ones it shows. */
const fonts = (out: string): BunPlugin => ({
  name: "fonts",
  setup(build) {
    build.onResolve({ filter: /\.woff2$/ }, async ({ path, importer }) => {
      const source = Bun.file(Bun.resolveSync(path, dirname(importer)))
      const hash = Bun.hash(await source.bytes())
        .toString(36)
        .padStart(8, "0")
        .slice(-8)
      const url = `/assets/${basename(path, ".woff2")}-${hash}.woff2`
      await Bun.write(join(out, url), source)
      return { path: url, external: true }
    })
  },
})

/**
 * Points font preloads at the built files, and refuses a page that would come up blank or unstyled: one with inline
 * scripts (our policy runs none) or with styles that nobody loads.
 */
const finishPage = async (files: string) => {
  const built = await Array.fromAsync(new Bun.Glob("assets/*").scan({ cwd: files }))
  const loaded = new Set<string>()
  const inline: string[] = []
  const rewriter = new HTMLRewriter()
    .on("script:not([src])", { element: (tag) => void inline.push(tag.tagName) })
    .on("link[rel=stylesheet]", { element: (tag) => void loaded.add(tag.getAttribute("href") ?? "") })
    .on("link[rel=preload][as=font]", {
      element(tag) {
        const name = basename(tag.getAttribute("href") ?? "", ".woff2")
        const font = built.find((path) => path.startsWith(`assets/${name}-`) && path.endsWith(".woff2"))
        if (!font) throw new Error(`web/index.html preloads ${name}, which no stylesheet uses`)
        tag.setAttribute("href", `/${font}`)
      },
    })
  const page = join(files, "index.html")
  await Bun.write(page, rewriter.transform(await Bun.file(page).text()))
  if (inline.length > 0) throw new Error("web/index.html holds an inline script: move it into a module")
  const orphan = built.find((path) => path.endsWith(".css") && !loaded.has(`/${path}`))
  if (orphan) throw new Error(`Nothing loads ${orphan}: import styles where the page starts, not in a lazy part`)
}
