import { afterAll, expect, test } from "bun:test"
import { mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { join } from "node:path"
import { buildWeb } from "../cli/build-web.ts"
import type { Asset } from "../cli/no-web.ts"

// Inside the checkout, so that the little apps find the packages.
const cache = join(import.meta.dir, "../.cache")
mkdirSync(cache, { recursive: true })
const home = mkdtempSync(join(cache, "build-test-"))
afterAll(() => rmSync(home, { recursive: true }))

const page = (head: string) => `<!doctype html><html lang="en"><head>${head}</head><body></body></html>`
const start = `<link rel="stylesheet" href="./main.css" /><script type="module" src="./main.tsx"></script>`

const build = async (name: string, files: Record<string, string>) => {
  const root = join(home, name)
  for (const [path, text] of Object.entries(files)) await Bun.write(join(root, "web", path), text)
  const out = join(root, "out")
  await buildWeb({ root, out, minify: true })
  const { assets, indexHtml }: { assets: Record<string, Asset>; indexHtml: string } = await import(
    join(out, "assets.js")
  )
  return { assets, html: await Bun.file(indexHtml).text() }
}

const app = {
  "index.html": page(
    `<link rel="preload" as="font" crossorigin href="@fontsource-variable/geist-mono/files/geist-mono-latin-wght-normal.woff2" />${start}`,
  ),
  "main.css": `@import "@fontsource-variable/geist-mono"; body { font-family: "Geist Mono Variable" }`,
  "main.tsx": `import { render } from "solid-js/web"\nconst App = (props: { name: string }) => <p>{props.name}</p>\nrender(() => <App name="Ada" />, document.body)\n`,
  "public/manifest.webmanifest": `{"name":"ClickClack"}`,
}

test("every file of the page can be found, under a name that changes with its content", async () => {
  const { assets, html } = await build("whole", app)
  const linked = [...html.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, url = ""]) => url)
  expect(linked.length).toBeGreaterThanOrEqual(3)
  for (const url of linked) {
    const asset = assets[url]
    expect(asset?.immutable, url).toBe(true)
    expect(await Bun.file(asset?.file ?? "").exists()).toBe(true)
  }
  expect(assets["/manifest.webmanifest"]).toMatchObject({ immutable: false, type: "application/manifest+json" })
})

test("scripts are stored compressed, and say the same when unpacked", async () => {
  const { assets } = await build("packed", app)
  const [, script] = Object.entries(assets).find(([url]) => url.endsWith(".js")) ?? []
  const plain = await Bun.file(script?.file ?? "").bytes()
  expect(Bun.gunzipSync(await Bun.file(script?.gz ?? "").bytes())).toEqual(plain)
  expect(Bun.file(script?.br ?? "").size).toBeLessThan(plain.length / 2)
})

test("fonts stay files of their own", async () => {
  const { assets } = await build("fonts", app)
  const fonts = Object.entries(assets).filter(([url]) => url.endsWith(".woff2"))
  expect(fonts.length).toBeGreaterThan(1)
  for (const [, { type, br }] of fonts) expect({ type, br }).toEqual({ type: "font/woff2", br: undefined })
  const [, style] = Object.entries(assets).find(([url]) => url.endsWith(".css")) ?? []
  expect(await Bun.file(style?.file ?? "").text()).not.toContain("data:")
})

test("a page with an inline script is refused", async () => {
  const inline = { ...app, "index.html": page(`${start}<script>alert(1)</script>`) }
  await expect(build("inline", inline)).rejects.toThrow("inline script")
})

test("a style that only a lazy part imports is refused", async () => {
  const lazy = {
    ...app,
    "main.tsx": `document.body.onclick = () => import("./later.ts")\n`,
    "later.ts": `import "./later.css"\nexport const later = 1\n`,
    "later.css": "p { color: red }",
  }
  await expect(build("lazy", lazy)).rejects.toThrow("Nothing loads")
})
