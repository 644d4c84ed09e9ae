import { existsSync } from "node:fs"
import { chmod, mkdir, mkdtemp, rename, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { brotliDecompress } from "node:zlib"
import { type Browser, chromium } from "playwright-core"

const root = join(import.meta.dir, "../..")
const packed = join(root, "node_modules/@sparticuz/chromium")

const flags = [
  ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync", "--font-render-hinting=none"],
]

/** A Chromium for the tests: CHROMIUM, or one that is installed, or the one from npm. Close it in `afterAll`. */
export const openBrowser = async (): Promise<Browser> => {
  const installed = findInstalled()
  const { executablePath, env } = installed ? { executablePath: installed, env: {} } : await unpacked()
  return chromium.launch({ executablePath, args: flags, env: { ...process.env, ...env }, chromiumSandbox: false })
}

const findInstalled = () => {
  const given = process.env.CHROMIUM
  if (given) return given
  for (const name of ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]) {
    const found = Bun.which(name)
    if (found) return found
  }
  return [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  ].find((path) => existsSync(path))
}

/**
 * The npm package is made for a bare server: with the libraries and the fonts in it, it runs on any Linux with glibc.
 * It is unpacked once (a quarter of a gigabyte) beside the other things that were fetched.
 */
const unpacked = async () => {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error("No browser found: install Chromium or Chrome, or name one in CHROMIUM, and run the tests again")
  }
  const { version }: { version: string } = await Bun.file(join(packed, "package.json")).json()
  const home = join(root, ".cache", `chromium-${version}`)
  if (!existsSync(home)) await unpack(home)
  const libraries = [join(home, "lib"), process.env.LD_LIBRARY_PATH].filter(Boolean).join(":")
  const fonts = existsSync("/etc/fonts/fonts.conf") ? {} : { FONTCONFIG_FILE: join(home, "fonts.conf") }
  return { executablePath: join(home, "chromium"), env: { LD_LIBRARY_PATH: libraries, ...fonts } }
}

const unpack = async (home: string) => {
  await mkdir(join(root, ".cache"), { recursive: true })
  const half = await mkdtemp(`${home}-`)
  const open = async (name: string) =>
    promisify(brotliDecompress)(await Bun.file(join(packed, "bin", `${name}.br`)).bytes())
  for (const name of ["al2023.tar", "fonts.tar"]) await new Bun.Archive(await open(name)).extract(half)
  await Bun.write(join(half, "chromium"), await open("chromium"))
  await chmod(join(half, "chromium"), 0o755)
  const dirs = `<dir>${join(home, "fonts")}</dir><cachedir>${join(tmpdir(), "clickclack-fonts")}</cachedir>`
  await Bun.write(join(half, "fonts.conf"), `<?xml version="1.0"?><fontconfig>${dirs}</fontconfig>\n`)
  // Two runs at once may both unpack: the first one there wins, the other uses it.
  await rename(half, home).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error
    await rm(half, { recursive: true })
  })
}
