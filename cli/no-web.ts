/** What the server must know of one file of the web app; `br` and `gz` are the same file, compressed. */
export type Asset = { type: string; file: string; br?: string; gz?: string; immutable: boolean }

/**
 * Stands in for `web-assets` (tsconfig.json, "paths") until `cli/build.ts` has written dist/web/assets.js,
 * so that the server runs and type-checks in a fresh clone.
 */
export const assets: Record<string, Asset> = {}

/** The path of the built page; empty when there is none. */
export const indexHtml = ""
