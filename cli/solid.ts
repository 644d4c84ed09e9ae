import { transformAsync } from "@babel/core"

import type { BunPlugin } from "bun"

const preset = Bun.resolveSync("babel-preset-solid", import.meta.dir)
/** Compiles Solid's JSX. Babel leaves the TypeScript in place and Bun strips it afterwards, so types are read once only. */
export const solid: BunPlugin = {
  name: "solid",
  setup(build) {
    build.onLoad({ filter: /\.[jt]sx$/ }, async ({ path }) => {
      const result = await transformAsync(await Bun.file(path).text(), {
        filename: path,
        babelrc: false,
        configFile: false,
        presets: [[preset, { generate: "dom" }]],
        parserOpts: { plugins: ["jsx", "typescript"] },
      })
      if (typeof result?.code !== "string") throw new Error(`Babel made nothing of ${path}`)
      return { contents: result.code, loader: "ts" }
    })
  },
}
